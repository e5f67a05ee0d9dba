"""One verb per file, one shape: fetch, decide, commit, deliver."""
