"""The list of contacts: the number above it is the number of its rows, whichever way it was counted."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from netzwerk.models import Kontakt, Thema
from netzwerk.services.kontakt import Beteiligter, Kontaktangaben, erfasse
from tests.welt import Welt, neuer_partner


@pytest.fixture
def kontakte(welt: Welt) -> Welt:
    """Konz alone, Konz and Saarburg at once (two partners), Saarburg alone, and an old one of one's own elsewhere."""
    in_konz, in_saarburg = (
        neuer_partner(welt, "Kita A"),
        neuer_partner(welt, "Verein B", "verein", sozialraum="saarburg"),
    )
    konz, saarburg = (in_konz.pk, welt.konz.pk), (in_saarburg.pk, welt.saarburg.pk)
    _erfasse(welt, "netzwerk_konz", 1, [konz])
    _erfasse(welt, "netzwerk_konz", 2, [konz, saarburg], ergebnis="nicht_erreicht")
    _erfasse(welt, "netzwerk_konz", 3, [konz], art="telefonat")
    fremder = _erfasse(welt, "netzwerk_konz", 4, [konz])
    _erfasse(welt, "netzwerk_konz", 5, [konz])
    fremder.beteiligungen.update(partner=in_saarburg.pk, sozialraum=welt.saarburg.pk)
    return welt


def _erfasse(welt: Welt, wer: str, vor_tagen: int, beteiligte: list, art: str = "besuch", ergebnis: str = "erreicht"):
    angaben = Kontaktangaben(
        art=art,
        am=timezone.localdate() - timedelta(days=vor_tagen),
        bezug="uebergreifend",
        beteiligte=tuple(Beteiligter(partner, raum, ergebnis) for partner, raum in beteiligte),
    )
    return erfasse(benutzer=welt.person(wer), uuid=uuid4(), angaben=angaben)[0]


@pytest.mark.parametrize(
    ("wer", "frage", "anzahl"),
    [
        ("jugendamt", "", 5),
        ("jugendamt", "?sozialraum=konz", 4),
        ("jugendamt", "?sozialraum=saarburg", 2),
        ("jugendamt", "?sozialraum=konz&q=kita", 4),
        ("jugendamt", "?kategorie=verein", 2),
        ("jugendamt", "?sozialraum=konz&art=telefonat", 1),
        ("jugendamt", "?sozialraum=konz&zaehlende=on", 3),
        ("jugendamt", "?sozialraum=gibtsnicht", 5),
        ("netzwerk_konz", "", 5),
        ("netzwerk_konz", "?sozialraum=saarburg", 2),
        ("netzwerk_konz", "?meine=on", 5),
        ("netzwerk_saarburg", "", 2),
        ("netzwerk_saarburg", "?page=7", 2),
        ("netzwerk_saarburg", "?art=quatsch", 2),
    ],
)
def test_die_zahl_ist_die_der_zeilen(als, kontakte: Welt, wer: str, frage: str, anzahl: int):
    text = als(wer).get(f"/kontakte/{frage}").content.decode()
    assert re.search(r'netz-ziffern">(\d+) Kontakt', text)[1] == str(anzahl)
    assert text.count('<th scope="row">') == anzahl


def test_thema_ist_ein_filter(als, kontakte: Welt):
    """Of five contacts two are about the theme, one of them in Saarburg too."""
    sprache, frueher = Thema.objects.create(name="Sprache"), Thema.objects.create(name="Sprechen")
    Thema.objects.filter(pk=frueher.pk).update(aufgegangen_in=sprache)
    for tage in (1, 2):
        Kontakt.objects.get(am=timezone.localdate() - timedelta(days=tage)).themen.add(sprache)
    client = als("jugendamt")
    for frage, anzahl in ((f"thema={sprache.pk}", 2), (f"thema={sprache.pk}&sozialraum=saarburg", 1), ("thema=x", 5)):
        text = client.get(f"/kontakte/?{frage}").text
        assert (text.count('<th scope="row">'), f'netz-ziffern">{anzahl} Kontakt' in text) == (anzahl, True), frage
    wahl = client.get("/kontakte/").context["filter"].form.fields["thema"].choices
    assert [name for _, name in wahl] == ["Alle", "Sprache"]


def test_wer_den_eigenen_eintrag_nicht_mehr_im_raum_hat_zaehlt_ihn_trotzdem(als, kontakte: Welt):
    konz = kontakte.person("netzwerk_konz").bereich
    assert Kontakt.objects.sichtbar_fuer(konz).count() == 5
    Kontakt.objects.filter(am=timezone.localdate() - timedelta(days=4)).update(erfasst_von=kontakte.person("jugendamt"))
    assert 'netz-ziffern">4 Kontakte' in als("netzwerk_konz").get("/kontakte/").content.decode()
