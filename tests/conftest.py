"""Fixtures that every test may use."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client

from tests.welt import Welt, baue_welt


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite as in real use: a file with a write-ahead log, so that two threads are two connections."""
    verbindung = connections["default"]
    if verbindung.vendor == "sqlite":
        verbindung.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("datenbank") / "test.sqlite3")


@pytest.fixture(autouse=True)
def medien(settings, tmp_path: Path) -> Path:
    """No test writes uploaded files into the real folder."""
    settings.MEDIA_ROOT = tmp_path / "dateien"
    return settings.MEDIA_ROOT


@pytest.fixture
def welt(db) -> Welt:
    """Four Sozialräume, two Träger, all personas (`welt.personen`), categories with intervals."""
    return baue_welt()


@pytest.fixture
def als(welt: Welt) -> Callable[[str], Client]:
    """`als("netzwerk_konz")` is a browser signed in as that persona."""

    def anmelden(name: str) -> Client:
        client = Client()
        client.force_login(welt.personen[name], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return anmelden
