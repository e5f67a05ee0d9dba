"""From raw bytes to what was meant: parse, screen, route, reply text, classify, extract. Pure."""
