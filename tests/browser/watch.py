"""Listens to a page: script errors, console errors, and whatever its security policy had to block."""

from __future__ import annotations

from typing import Any

# Chromium says this of any answer that is an error, also of the error pages a test asks for.
_EXPECTED = "Failed to load resource: the server responded with a status of 4"
_LISTEN = """
document.addEventListener('securitypolicyviolation',
  event => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
"""


class Watch:
    """What went wrong on one page, in the order it happened."""

    def __init__(self, page: Any) -> None:
        self.said: list[str] = []
        page.add_init_script(_LISTEN)
        page.on("pageerror", lambda error: self.said.append(f"script: {error} on {page.url}"))
        page.on("console", self._heard)

    def _heard(self, message: Any) -> None:
        if message.type == "error" and not message.text.startswith(_EXPECTED):
            self.said.append(f"console: {message.text} on {message.page.url}")
