"""The short commands: each opens a door of the running instance, or looks into its data folder."""
