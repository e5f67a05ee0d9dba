"""One noun per screen: what a page needs, read and arranged."""
