"""The product in a real Chromium, on a whole running instance."""
