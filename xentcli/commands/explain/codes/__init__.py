"""What each code means, with an example and its fix."""
