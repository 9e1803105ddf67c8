"""What each framework does differently."""
