"""Measured work, printed as JSON lines."""
