"""M-58, M-59: who wrote a forwarded mail first, when, and about what."""

from __future__ import annotations

from chalicelib.intake.forward import forwarded

_BLOCK = "De : Jean Durand <jean@durand.fr>\nDate : mar. 3 mars 2026 à 10:12\nObjet : Fuite\nÀ : Claire"


def test_original_facts_are_read() -> None:
    found = forwarded(f"Pour suite.\n\n---------- Message transféré ---------\n{_BLOCK}\n\nIl y a une fuite.\n")
    assert found is not None
    assert (found.before, found.body, found.announced) == ("Pour suite.", "Il y a une fuite.", True)
    assert (found.stated_date, found.subject) == ("mar. 3 mars 2026 à 10:12", "Fuite")
    assert found.sender is not None
    assert (found.sender.name, found.sender.email) == ("Jean Durand", "jean@durand.fr")


def test_apple_forward_is_unquoted() -> None:
    marked = "\n".join(f"> {line}" for line in ("Début du message réexpédié :", "", *_BLOCK.split("\n"), "",
        "Une fuite."))
    found = forwarded(f"Voir.\n\n{marked}\n")
    assert found is not None
    assert (found.before, found.body, found.announced) == ("Voir.", "Une fuite.", True)


def test_a_reply_above_headers_is_not_announced() -> None:
    found = forwarded(f"D'accord.\n\n{_BLOCK}\n\nUne fuite.\n")
    assert found is not None
    assert not found.announced


def test_no_headers_no_forward() -> None:
    assert forwarded("Objet : fuite\n\nBonjour") is None
    assert forwarded("") is None
