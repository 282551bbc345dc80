"""A real browser against a real server with the small example data."""

import logging
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from berichte.services import druck
from tests.browser.daten import lade_beispieldaten
from tests.browser.fenster import Fensterputz

ORDNER = Path(__file__).parent
START = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives a browser; whoever runs without one deselects it by this mark."""
    for item in items:
        if ORDNER in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    # Playwright keeps an event loop in this thread; Django would refuse the ORM beside it.
    vorher = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as werkzeug:
        browser = werkzeug.chromium.launch(
            executable_path=shutil.which("chromium"), args=START, env=os.environ | {"LANGUAGE": "de"}
        )
        yield browser
        browser.close()
    if vorher is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def beispieldaten(transactional_db: None) -> None:
    """The small example data, fresh for this test."""
    lade_beispieldaten()


@pytest.fixture
def fenster(chromium: Browser, beispieldaten: None, live_server, monkeypatch) -> Iterator[Fensterputz]:
    """Opens windows; whatever went wrong in any of them fails the test at its end."""
    monkeypatch.setattr(druck, "RUHIG", druck.DRINGEND)  # no print that waits for an idle machine
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)  # no trace of every refusal
    putz = Fensterputz(chromium, live_server.url)
    yield putz
    putz.schliesse()
    assert putz.aufsicht.funde == []


@pytest.fixture
def seite_als(fenster: Fensterputz) -> Callable[..., Page]:
    """`seite_als("netzwerk-konz", groesse=SCHMAL)` is a window in which that person is signed in."""
    return fenster.oeffne
