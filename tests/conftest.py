"""Fixtures that every test may use."""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client, override_settings
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker

from config.umgebung import BASIS
from tests.abzug import stelle_auf
from tests.welt import Welt, baue_welt

# How long an example takes says something about the neighbours on the machine, nothing about the rule.
settings.register_profile("haus", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("haus")

#: pytest-django lets only tests with one of these ask the database; every other attempt is an error
DATENBANK = {"db", "transactional_db", "live_server"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the tests that can reach the database: the others need not run a second time on another one."""
    for item in items:
        if DATENBANK.intersection(getattr(item, "fixturenames", ())) or item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.datenbank)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite as in real use: a file with a write-ahead log, so that two threads are two connections."""
    verbindung = connections["default"]
    if verbindung.vendor == "sqlite":
        datei = tmp_path_factory.mktemp("datenbank") / "test.sqlite3"
        verbindung.settings_dict["TEST"]["NAME"] = str(datei)
        if (vorlage := leere_datenbank()).exists():
            shutil.copyfile(vorlage, datei)


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None) -> bool:
    """Migrating from nothing takes seconds for every run: a copy of an empty database made before will do."""
    return connections["default"].vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Keeps the empty database for the next run; at the end nobody else is left in it."""
    _behalte_leere(django_db_blocker)
    yield
    if connections["default"].vendor == "postgresql":
        # A worker that a test has killed may still have its session: then the database could not be dropped.
        with django_db_blocker.unblock(), connections["default"].cursor() as zeiger:
            zeiger.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


def _behalte_leere(django_db_blocker: DjangoDbBlocker) -> None:
    """Unless one with these migrations is kept already."""
    verbindung = connections["default"]
    vorlage = leere_datenbank()
    if verbindung.vendor != "sqlite" or vorlage.exists():
        return
    vorlage.parent.mkdir(parents=True, exist_ok=True)
    with django_db_blocker.unblock(), tempfile.TemporaryDirectory(dir=vorlage.parent) as ordner:
        kopie = Path(ordner) / "kopie.sqlite3"
        with verbindung.cursor() as zeiger:
            zeiger.execute("VACUUM INTO %s", [str(kopie)])
        kopie.replace(vorlage)


@cache
def leere_datenbank() -> Path:
    """File of the empty database that belongs to exactly these migrations and packages."""
    abdruck = hashlib.sha256((BASIS / "requirements.txt").read_bytes())
    for datei in sorted(BASIS.glob("*/migrations/*.py")):
        abdruck.update(datei.name.encode() + datei.read_bytes())
    return BASIS / "var" / "testdatenbank" / f"{abdruck.hexdigest()[:16]}.sqlite3"


@pytest.fixture(scope="session", autouse=True)
def medienordner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test writes uploaded files into the real folder."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("dateien")):
        yield


@pytest.fixture
def medien(settings, tmp_path: Path) -> Path:
    """An empty folder for uploaded files, for tests that look into it."""
    settings.MEDIA_ROOT = tmp_path / "dateien"
    return settings.MEDIA_ROOT


@pytest.fixture
def welt(db) -> Welt:
    """Four Sozialräume, two Träger, all personas (`welt.personen`), categories with intervals."""
    return stelle_auf(baue_welt)


@pytest.fixture
def als(welt: Welt) -> Callable[[str], Client]:
    """`als("netzwerk_konz")` is a browser signed in as that persona."""

    def anmelden(name: str) -> Client:
        client = Client()
        client.force_login(welt.personen[name], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return anmelden
