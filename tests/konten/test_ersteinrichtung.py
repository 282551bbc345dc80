"""First start of a real installation without example data."""

import io
import sys

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.utils import timezone

from konten.models import Benutzer
from konten.rules import Rolle
from sozialraum.models import Gemeinde, Zustaendigkeit

pytestmark = pytest.mark.django_db
KENNWORT = "Wacholder-und-Regen-7"


def richte_ein(monkeypatch: pytest.MonkeyPatch, eingabe: str, *argumente: str) -> str:
    """Runs the command as a script would: not at a terminal, the password on standard input."""
    ausgabe = io.StringIO()
    monkeypatch.setattr(sys, "stdin", io.StringIO(eingabe))
    call_command("ersteinrichtung", *argumente, stdout=ausgabe)
    return ausgabe.getvalue()


def test_erste_verwaltung_mit_grunddaten(monkeypatch) -> None:
    text = richte_ein(
        monkeypatch,
        f"{KENNWORT}\n",
        "--benutzername=Verwalterin",
        "--vorname=Ada",
        "--nachname=Beispiel",
        "--email=ada@example.org",
    )
    konto = Benutzer.objects.get()
    assert (konto.username, str(konto), konto.email) == ("verwalterin", "Ada Beispiel", "ada@example.org")
    assert konto.check_password(KENNWORT)
    assert not konto.ist_beispiel
    assert authenticate(username="verwalterin", password=KENNWORT) == konto
    aufgabe = Zustaendigkeit.objects.get()
    assert (aufgabe.rolle, aufgabe.von, aufgabe.bis) == (Rolle.ADMIN, timezone.localdate(), None)
    assert konto.has_perm("zustaendigkeit.pflegen")
    assert not konto.has_perm("partner.sehen")
    assert Gemeinde.objects.count() == 104
    assert "„verwalterin“" in text


def test_auf_wunsch_auch_das_erste_konto_des_jugendamts(monkeypatch) -> None:
    text = richte_ein(
        monkeypatch, f"{KENNWORT}\nEiche-Nebel-Fluss-3\n", "--benutzername=verwaltung", "--jugendamt=planung"
    )
    planung = Benutzer.objects.get(username="planung")
    assert planung.check_password("Eiche-Nebel-Fluss-3")
    assert planung.has_perm("stammdaten.pflegen")
    assert "„planung“" in text


def test_zweite_verwaltung_wird_abgelehnt(monkeypatch) -> None:
    richte_ein(monkeypatch, f"{KENNWORT}\n", "--benutzername=erste")
    with pytest.raises(CommandError, match="schon eine Systemverwaltung"):
        richte_ein(monkeypatch, f"{KENNWORT}\n", "--benutzername=zweite")
    assert Benutzer.objects.count() == 1


@pytest.mark.parametrize("kennwort", ["kurz", ""])
def test_schwaches_kennwort_legt_nichts_an(monkeypatch, kennwort: str) -> None:
    with pytest.raises(CommandError, match="kurz"):
        richte_ein(monkeypatch, f"{kennwort}\n", "--benutzername=verwaltung")
    assert not Benutzer.objects.exists()
    assert not Gemeinde.objects.exists()


def test_kennwort_das_dem_namen_gleicht_wird_abgelehnt(monkeypatch) -> None:
    with pytest.raises(CommandError, match="ähnlich"):
        richte_ein(monkeypatch, "beispielhausen\n", "--benutzername=beispielhausen")
    assert not Benutzer.objects.exists()


def test_ohne_benutzername_sagt_der_befehl_was_fehlt(monkeypatch) -> None:
    with pytest.raises(CommandError, match="--benutzername"):
        richte_ein(monkeypatch, f"{KENNWORT}\n")


def test_verschiedene_eingaben_am_terminal_legen_nichts_an(monkeypatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    eingaben = iter([KENNWORT, "etwas anderes"])
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr("builtins.input", lambda frage: "")
    monkeypatch.setattr("konten.management.commands.ersteinrichtung.getpass", lambda frage: next(eingaben))
    with pytest.raises(CommandError, match="verschieden"):
        call_command("ersteinrichtung", "--benutzername=verwaltung")
    assert not Benutzer.objects.exists()
