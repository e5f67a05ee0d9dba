"""axe-core on the page as it stands: the rules of WCAG 2.0 to 2.2, A and AA, and the best practices."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Any, *rules: str) -> list[str]:
    """One line per rule that is broken, with the first elements that break it; `rules` narrows the search."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE_SCRIPT)
    only = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": TAGS}
    options = {"runOnly": only, "resultTypes": ["violations"], "iframes": False}
    found = page.evaluate("options => axe.run(options)", options)
    return [f"{v['id']}: {v['help']}: {[node['html'][:120] for node in v['nodes'][:3]]}" for v in found["violations"]]


def in_both_lights(page: Any, *rules: str) -> list[str]:
    """The same page light and dark, without loading it again; the dark changes nothing but colours."""
    said = []
    for scheme, checked in (("light", rules), ("dark", rules or ("color-contrast", "link-in-text-block"))):
        page.emulate_media(color_scheme=scheme)
        settle(page)
        said += [f"{scheme} {page.viewport_size['width']}: {line}" for line in violations(page, *checked)]
    return said


def settle(page: Any) -> None:
    """Wait for what appears softly: half-transparent text has another contrast."""
    page.evaluate("Promise.all(document.getAnimations().map(animation => animation.finished))")


def overflow(page: Any) -> list[str]:
    """Widths at which the page is wider than its window."""
    said = []
    for width in (320, 390, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wider > 0:
            said.append(f"{wider} px too wide at {width}")
    return said
