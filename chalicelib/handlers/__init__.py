"""Edges: they translate requests and events, nothing else."""
