"""The /dev rooms of a local instance: each sent mail as its reader sees it, and the controls."""
