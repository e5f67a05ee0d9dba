"""Pages: one module per screen, one table of routes."""
