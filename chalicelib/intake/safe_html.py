"""Received HTML is shown without anything that acts: no script, no form, no load from elsewhere (I-9, M-42).

An allow list decides. Pictures of the mail itself stay as placeholders without an address; all
others go. Links open outside and say nothing about where they were clicked.
"""

from __future__ import annotations

import re

from chalicelib.intake.html_limits import too_heavy

_TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "center", "code", "col", "colgroup", "dd", "del",
    "div", "dl",
    "dt", "em", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "ol", "p",
    "pre", "q",
    "s", "small", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead",
    "tr", "tt",
    "u", "ul",
}
_WITH_CONTENT = {
    "script", "style", "head", "title", "template", "noscript", "object", "embed", "iframe", "form", "select",
    "textarea", "button", "svg", "math", "audio", "video", "applet", "frameset",
}
_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"align", "dir", "lang", "style", "title", "valign"},
    "a": {"href"},
    "img": {"alt", "width", "height", "data-cid"},
    "td": {"colspan", "rowspan", "width", "bgcolor"},
    "th": {"colspan", "rowspan", "width", "bgcolor"},
    "table": {"width", "border", "cellpadding", "cellspacing", "bgcolor"},
    "font": {"color", "size"},
    "ol": {"start", "type"},
}
_STYLES = {
    "color", "background-color", "font-weight", "font-style", "font-size", "text-align", "text-decoration",
    "margin", "margin-left", "margin-top", "margin-bottom", "padding", "border", "border-collapse", "width",
    "vertical-align", "line-height", "white-space",
}
_SCHEMES = {"http", "https", "mailto", "tel"}
_LOADS = re.compile(r"url|image|expression|import|@|\\|/\*|-moz-binding|behavior", re.IGNORECASE)
_CID = re.compile(r"\bsrc\s*=\s*([\"']?)cid:([^\"'\s<>]{1,200})\1", re.IGNORECASE)


def sanitise(html: str) -> str:
    """The page made harmless; an empty string when it is stored but not rendered (M-41)."""
    if not html.strip() or too_heavy(html):
        return ""
    import nh3

    # A picture of the mail keeps its name only: whoever serves it decides what stands behind.
    named = _CID.sub(r'data-cid="\2"', html)
    return nh3.clean(
        named, tags=_TAGS, clean_content_tags=_WITH_CONTENT - _TAGS, attributes=_ATTRIBUTES,
        attribute_filter=_filtered, filter_style_properties=_STYLES, url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow", strip_comments=True,
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )


def _filtered(_tag: str, name: str, value: str) -> str | None:
    """No style loads anything, and no link is relative to our own pages."""
    if name == "style":
        return None if _LOADS.search(value) else value
    if name == "href":
        return value if re.match(r"\s*(?:https?://|mailto:|tel:)", value, re.IGNORECASE) else None
    return value


def cids(html: str) -> tuple[str, ...]:
    """Content ids of the pictures a page shows, in order."""
    return tuple(dict.fromkeys(found[2] for found in _CID.finditer(html)))
