"""A small French agency to start with."""
