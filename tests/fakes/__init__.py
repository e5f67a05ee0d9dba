"""Stand-ins for AWS that keep the same promises, fast, with hooks for faults."""
