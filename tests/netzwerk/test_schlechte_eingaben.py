"""What cannot be is refused on the page, with the record that stands in the way."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from netzwerk.models import Absprache, Einsatz, Leitungsfachkraft, Qualifikationsnachweis
from netzwerk.rules.fachkraft import Nachweisstatus
from sozialraum.models import Traegerschaft, Zustaendigkeit
from tests.netzwerk.test_einsatz_seiten import NEU, eingaben, fachkraft
from tests.welt import ANFANG, Welt

pytestmark = pytest.mark.django_db
Als = Callable[[str], Client]


def meldungen(antwort) -> str:
    assert antwort.status_code == 200
    return " ".join(text for liste in antwort.context["form"].errors.values() for text in liste)


def test_mehr_als_eine_volle_stelle_nennt_tag_ort_und_zeit(welt: Welt, als: Als):
    """0.30 in Konz since the beginning, 0.80 more from January on."""
    person = welt.person("netzwerk_konz").netzwerkfachkraft
    antwort = als("leitung_konz").post(NEU, eingaben(person, anteil="0,8"))
    assert "Am 01.01.2026 wären es zusammen 1,10 VZÄ, mehr als eine volle Stelle." in meldungen(antwort)
    assert f"Schon eingetragen: Konz 0,30 VZÄ ab {ANFANG:%d.%m.%Y}." in meldungen(antwort)
    assert person.einsaetze.count() == 1


def test_ende_vor_beginn(welt: Welt, als: Als):
    antwort = als("leitung_konz").post(NEU, eingaben(fachkraft(welt), bis="2025-12-31"))
    assert meldungen(antwort) == "Das Ende liegt vor dem Beginn."


def test_zweimal_gesendet_ist_ein_vorschlag(welt: Welt, als: Als):
    leitung, person = als("leitung_konz"), fachkraft(welt)
    assert leitung.post(NEU, eingaben(person)).status_code == 302
    antwort = leitung.post(NEU, eingaben(person))
    satz = "Genau so ist er schon vorgeschlagen: Robin Probe, Konz, 0,25 VZÄ ab 01.01.2026."
    assert meldungen(antwort) == satz
    assert person.einsaetze.count() == 1


def test_traeger_an_diesem_tag_nicht_dort_nennt_seine_zeit(welt: Welt, als: Als):
    ende = timezone.localdate() + timedelta(days=30)
    Traegerschaft.objects.filter(traeger=welt.traeger["beispieltal"], sozialraum=welt.konz).update(bis=ende)
    antwort = als("leitung_konz").post(NEU, eingaben(fachkraft(welt)))
    danach = ende + timedelta(days=1)
    assert meldungen(antwort) == (
        f"Beispieltal ist am {danach:%d.%m.%Y} nicht Träger im Sozialraum Konz, "
        f"eingetragen ist vom {ANFANG:%d.%m.%Y} bis {ende:%d.%m.%Y}."
    )
    assert not Einsatz.objects.filter(zustand="vorgeschlagen").exists()


def test_traeger_bestaetigt_seinen_eigenen_nachweis_nicht(welt: Welt, als: Als):
    """Not as Leitung; and not as Jugendamt when the same person filed it."""
    leitung = welt.person("leitung_konz")
    nachweis = Qualifikationsnachweis.objects.create(
        fachkraft=fachkraft(welt), art="grund", bezeichnung="Soziale Arbeit (B. A.)", am=ANFANG,
        eingereicht_von=leitung,
    )  # fmt: skip
    url = f"{nachweis.get_absolute_url()}bestaetigen/"
    assert als("leitung_konz").post(url, {"version": 1}).status_code == 403
    Zustaendigkeit.objects.create(benutzer=leitung, rolle="jugendamt", von=ANFANG)
    antwort = als("leitung_konz").post(url, {"version": 1}, follow=True)
    assert "Sie haben den Nachweis eingereicht" in antwort.text
    nachweis.refresh_from_db()
    assert nachweis.zustand == Nachweisstatus.EINGEREICHT


@pytest.fixture
def absprache(welt: Welt, als: Als) -> Callable[[str], str]:
    """Tries to store an Absprache with a Leitungsfachkraft of that Träger; answers with what the page says."""
    person = welt.person("netzwerk_konz").netzwerkfachkraft

    def versuche(traeger: str) -> str:
        wer = Leitungsfachkraft.objects.create(
            traeger=welt.traeger[traeger], vorname="Kim", nachname="Leitner", von=ANFANG
        )
        angaben = {
            "sozialraum": "konz", "leitung": str(wer.uuid), "am": timezone.localdate().isoformat(),
            "teilnehmende": "Kim Leitner", "themen": "Zusammenarbeit",
        }  # fmt: skip
        return meldungen(als("netzwerk_konz").post(f"{person.get_absolute_url()}absprachen/neu/", angaben))

    return versuche


def test_leitungsfachkraft_eines_anderen_traegers(absprache: Callable[[str], str]):
    text = absprache("musterhof")
    heute = timezone.localdate()
    assert "Kim Leitner leitet bei Musterhof gGmbH." in text
    assert f"Am {heute:%d.%m.%Y} ist Jugendhilfe Beispieltal e. V. für Konz steuerungsverantwortlich" in text
    assert not Absprache.objects.exists()


def test_sozialraum_ohne_steuernden_traeger_an_diesem_tag(welt: Welt, absprache: Callable[[str], str]):
    Traegerschaft.objects.filter(sozialraum=welt.konz).update(ist_steuerungsverantwortlich=False)
    heute = timezone.localdate()
    assert f"Am {heute:%d.%m.%Y} ist kein Träger für Konz steuerungsverantwortlich." in absprache("beispieltal")
