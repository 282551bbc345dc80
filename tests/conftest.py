"""Fixtures that every test may use."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.welt import Welt, baue_welt


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
