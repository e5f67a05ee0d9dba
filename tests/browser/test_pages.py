"""Every page: nothing axe can find, no sideways scrolling, nothing the policy blocks, no error on the console."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser import axe
from tests.browser.gallery import PUBLIC, SIGNED_IN, Scene, Way

PAGES = [(name, way, False) for name, way in SIGNED_IN.items()] + [(name, way, True) for name, way in PUBLIC.items()]


@pytest.mark.parametrize(("way", "visitor"), [page[1:] for page in PAGES], ids=[page[0] for page in PAGES])
def test_a_page_is_usable_by_everybody_at_every_size(scene: Scene, glance: Callable[..., Any], way: Way,
                                                     visitor: bool) -> None:
    page = glance(visitor)
    way(page, scene)
    said = axe.in_both_lights(page)
    page.set_viewport_size({"width": 390, "height": 844})
    said += axe.in_both_lights(page)
    assert said + axe.overflow(page) == []
