"""How a person works a page: with a mouse or a finger, or with the keyboard alone."""

from __future__ import annotations

from typing import Any

FAR = 250  # presses of Tab: more than any page of ours has stops


class Hands:
    """What both ways share."""

    def press(self, target: Any) -> None:
        raise NotImplementedError

    def leave(self, target: Any) -> None:
        """Press what leads to another page, and be there: a reload before that would stop it on its way."""
        with target.page.expect_navigation():
            self.press(target)


class Mouse(Hands):
    """Points and clicks."""

    def press(self, target: Any) -> None:
        target.click()

    def write(self, target: Any, text: str) -> None:
        target.fill(text)

    def choose(self, target: Any, value: str) -> None:
        target.select_option(value)


class Keyboard(Hands):
    """Tabs to everything, never points. What cannot be reached so fails the test."""

    def _reach(self, target: Any) -> None:
        page, wanted = target.page, target.element_handle()
        for _ in range(FAR):
            if page.evaluate("wanted => document.activeElement === wanted", wanted):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard cannot reach {target}")

    def press(self, target: Any) -> None:
        self._reach(target)
        kind = target.evaluate("each => each.type || each.localName")
        target.page.keyboard.press("Space" if kind in ("checkbox", "radio") else "Enter")

    def write(self, target: Any, text: str) -> None:
        self._reach(target)
        target.page.keyboard.press("Control+a")
        target.page.keyboard.insert_text(text)

    def choose(self, target: Any, value: str) -> None:
        self._reach(target)
        label = target.evaluate("(each, value) => [...each.options].find(o => o.value === value).text.trim()", value)
        target.page.keyboard.type(label[:40])
        assert target.input_value() == value
