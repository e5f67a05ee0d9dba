"""I-9, M-41: received HTML is shown without anything that acts or loads."""

from __future__ import annotations

import time

import pytest

from chalicelib.intake.html_pictures import quoted_only
from chalicelib.intake.html_text import text_of
from chalicelib.intake.safe_html import cids, sanitise

HOSTILE = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '<a href="javascript:alert(1)">x</a>',
    "<base href=//evil>",
    '<a href=" java\nscript:alert(1)">x</a>', '<p style="background:url(http://evil/x)">x</p>',
    "<iframe src=//evil></iframe>",
    '<p style="background-image:u\\72l(http://evil/x)">x</p>', '<meta http-equiv=refresh content="0;url=//evil">',
    '<img src="http://evil/pixel.gif">', '<img srcset="//evil/x 2x">', "<form action=//evil><input name=a></form>",
    "<svg onload=alert(1)><image href=//evil></svg>", '<link rel=stylesheet href="//evil/x.css">',
    "<style>@import '//evil'</style>",
    '<table background="//evil/x"><tr><td>x</td></tr></table>', '<p style="position:fixed">x</p>',
    "<video src=//evil></video>",
    '<math><mtext></mtext><mglyph><style><img src=x onerror=alert(1)></style></math>',
    '<a href="data:text/html,x">x</a>',
    '<img src="cid:a" onerror="alert(1)">', "<body onload=alert(1)>", "<object data=//evil></object>",
    '<a href="/sortir">x</a>',
)


@pytest.mark.parametrize("html", HOSTILE)
def test_nothing_acts_and_nothing_loads(html: str) -> None:
    shown = sanitise(f"<p>avant</p>{html}<p>après</p>").lower()
    for word in ("script", "alert", "evil", "onerror", "onload", "url(", "src", "position", "<form", "<input",
        "/sortir", "data:"):
        assert word not in shown.replace("noopener", "")
    assert "avant" in shown
    assert "après" in shown or "<style>" in html


def test_pictures_of_the_mail_stay_as_placeholders() -> None:
    html = '<img src="cid:logo@morel" alt="Logo"><img src=cid:plan>'
    assert 'data-cid="logo@morel"' in sanitise(html)
    assert cids(html) == ("logo@morel", "plan")


def test_a_logo_in_the_quote_is_told_from_a_photograph() -> None:
    """M-36."""
    quoted = '<blockquote type=cite><img src="cid:logo"><img src="cid:both"></blockquote>'
    html = f'<img src="cid:photo"><img src="cid:both">{quoted}'
    assert quoted_only(html) == {"logo"}
    assert quoted_only("<p>rien</p>") == frozenset()


def test_ordinary_mail_keeps_its_look() -> None:
    html = '<p style="color:red">Total <b>120 €</b></p><a href="https://morel.fr">site</a>'
    shown = sanitise(html)
    assert '<p style="color:red">Total <b>120 €</b></p>' in shown
    assert 'href="https://morel.fr"' in shown
    assert 'rel="noopener noreferrer nofollow"' in shown


@pytest.mark.parametrize("html", ["x" * 1_048_577, "<a href=x>y</a>" * 5_001, "<div>" * 2_000])
def test_heavy_pages_are_not_rendered(html: str) -> None:
    """M-41."""
    assert sanitise(html) == ""


@pytest.mark.parametrize("html", ["<div>" * 150_000, "<b>" * 150_000, "<p>a</p>" * 100_000,
    "<table><tr><td>" * 60_000, "<" * 500_000])
def test_hostile_pages_cost_little(html: str) -> None:
    begun = time.perf_counter()
    text_of(html)
    sanitise(html)
    assert time.perf_counter() - begun < 3


def test_text_is_what_a_reader_sees() -> None:
    html = "<style>p{}</style><p>Bonjour&nbsp;Paul,</p><ul><li>un</li><li>deux</li></ul>a<br>b<script>x</script>"
    assert [line for line in text_of(html).split("\n") if line] == ["Bonjour\u00a0Paul,", "un", "deux", "a", "b"]
