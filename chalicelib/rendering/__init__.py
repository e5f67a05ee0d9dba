"""Jinja environment, catalog, formats, and the one mail builder."""
