"""Find the roles of columns by evidence in all rows of all inputs."""
