"""Asks an address as a persona without leaving a trace."""

from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from tests.waechter.objekte import Objekte

ANONYM = "anonym"
ANMELDUNG = "allauth.account.auth_backends.AuthenticationBackend"


class Frager:
    """Signed-in clients by persona; every request is rolled back, so that one answer does not change the next."""

    def __init__(self, objekte: Objekte) -> None:
        self._objekte = objekte
        self._clients: dict[str, Client] = {}

    def client(self, persona: str) -> Client:
        if persona not in self._clients:
            client = Client(raise_request_exception=False)
            if persona != ANONYM:
                client.force_login(self._objekte.welt.personen[persona], backend=ANMELDUNG)
            self._clients[persona] = client
        return self._clients[persona]

    def frage(self, persona: str, methode: str, url: str, **daten: str) -> HttpResponse:
        client = self.client(persona)
        kekse = client.cookies.copy()
        with transaction.atomic():
            antwort = client.generic(methode, url) if methode != "POST" else client.post(url, daten)
            transaction.set_rollback(True)
        client.cookies = kekse
        return antwort
