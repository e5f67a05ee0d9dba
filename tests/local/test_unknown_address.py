"""An address that no route knows is a page in words, with our headers, the one the template deploys."""

from __future__ import annotations

from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.instance import RunningInstance


@pytest.mark.needs_engine
def test_an_unknown_address_is_a_page(instance: RunningInstance) -> None:
    with pytest.raises(HTTPError) as told:
        urlopen(f"{instance.base_url}/inconnu", timeout=5)
    assert told.value.code == 404
    assert "default-src 'none'" in told.value.headers["Content-Security-Policy"]
    body = told.value.read().decode()
    assert "Page introuvable" in body
    assert "Missing Authentication Token" not in body
