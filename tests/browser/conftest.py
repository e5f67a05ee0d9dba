"""One instance and one browser for all the browser tests; every test signs in with its own window."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.gallery import Scene, stage
from tests.browser.watch import Watch
from tests.engine import free_port
from tests.instance import RunningInstance

HERE = Path(__file__).parent
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run"]
# What appears softly is pressed at once: on a busy machine the driver would scroll the page to a menu that still moves.
STILL = {"reduced_motion": "reduce"}
# The same engine without a desktop of its own is a fifth quicker; whichever is there will do.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), "")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser, and says so when there is none."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="no Chromium for the browser tests: apt-get install chromium"))


@pytest.fixture(scope="package")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningInstance]:
    """The whole product, seeded; stories add tickets of their own and leave the others alone."""
    ports = (free_port(), free_port(), free_port())
    running = RunningInstance(tmp_path_factory.mktemp("house") / "data", ports).start()
    yield running
    running.kill()


@pytest.fixture(scope="package")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="package")
def signed_in(house: RunningInstance, browser: Any) -> dict[str, Any]:
    """The cookies of Claire, who opened the link that the start of the instance prints."""
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    page.goto(house.sign_in_link())
    page.get_by_role("button", name="Continuer").click()
    page.wait_for_url(f"{house.base_url}/")
    kept: dict[str, Any] = context.storage_state()
    context.close()
    return kept


@pytest.fixture(scope="package")
def scene(house: RunningInstance, browser: Any, signed_in: dict[str, Any]) -> Scene:
    """A ticket with its quote, and mails to file: played once, looked at by many tests."""
    context = browser.new_context(storage_state=signed_in, locale="fr-FR", base_url=house.base_url, **STILL)
    played = stage(house, context.new_page())
    context.close()
    return played


@pytest.fixture(scope="package")
def open_pages(house: RunningInstance, browser: Any, signed_in: dict[str, Any]) -> dict[bool, tuple[Any, Watch]]:
    """One window of Claire and one of a visitor that stay open: opening one costs more than looking at a page."""
    pages = {}
    for visitor in (False, True):
        context = browser.new_context(locale="fr-FR", base_url=house.base_url)
        page = context.new_page()
        page.set_default_timeout(8000)
        pages[visitor] = (page, Watch(page))
    return pages


@pytest.fixture
def glance(open_pages: dict[bool, tuple[Any, Watch]], signed_in: dict[str, Any]) -> Iterator[Callable[..., Any]]:
    """A window that stays open, as if new: its cookies, size and light are put back."""
    used: list[Watch] = []

    def look(visitor: bool = False, language: str = "fr") -> Any:
        page, watch = open_pages[visitor]
        page.context.clear_cookies()
        page.context.add_cookies([] if visitor else signed_in["cookies"])
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="light")
        if language != "fr":
            page.goto(f"/langue/{language}?retour=/connexion")
        watch.said.clear()
        used.append(watch)
        return page

    yield look
    assert not [line for watch in used for line in watch.said]


@pytest.fixture
def window(house: RunningInstance, browser: Any, signed_in: dict[str, Any]) -> Iterator[Callable[..., Any]]:
    """Opens windows of a signed-in manager, watched for console errors and forbidden content unless `offline`."""
    contexts, watches = [], []

    def open_window(visitor: bool = False, offline: bool = False, **options: Any) -> Any:
        options = {"viewport": {"width": 1280, "height": 900}, "locale": "fr-FR", "base_url": house.base_url,
                   **STILL} | options
        context = browser.new_context(storage_state=None if visitor else signed_in, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(8000)
        if not offline:
            watches.append(Watch(page))
        return page

    yield open_window
    said = [line for watch in watches for line in watch.said]
    for context in contexts:
        context.close()
    assert not said, said
