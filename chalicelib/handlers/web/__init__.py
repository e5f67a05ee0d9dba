"""Pages, one Blueprint per screen."""
