"""The embedded default: one machine, no account."""
