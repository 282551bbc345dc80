"""`manage.py pruefen` finds what does not agree, and nothing in a sound database."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from konten.rules import Rolle
from netzwerk.models import Einsatz, Kontakt, Kontaktbeteiligung, Netzwerkfachkraft
from netzwerk.selectors.pruefung import Befund, befunde
from netzwerk.services.zaehlung import zaehle_neu
from partner.models import Partnerzustand, Wirkungsbereich
from sozialraum.models import Gebietszuordnung, Traegerschaft, Zustaendigkeit
from tests.welt import ANFANG, Welt, neuer_partner

AM = date(2026, 3, 4)


@pytest.fixture
def beteiligung(welt: Welt) -> Kontaktbeteiligung:
    """A contact of the Netzwerkfachkraft of Konz that counts."""
    kontakt = Kontakt.objects.create(
        art="telefonat", am=AM, bezug="uebergreifend", erfasst_von=welt.personen["netzwerk_konz"]
    )
    zeile = Kontaktbeteiligung.objects.create(
        kontakt=kontakt, partner=neuer_partner(welt), sozialraum=welt.konz, am=AM, ergebnis="erreicht", zaehlt=True
    )
    assert not list(befunde())
    return zeile


def gefunden() -> list[str]:
    return [befund.pruefung for befund in befunde()]


def test_abweichender_tag_der_kopie(beteiligung: Kontaktbeteiligung) -> None:
    Kontaktbeteiligung.objects.update(am=date(2026, 3, 5))
    ort = f"Kontakt {beteiligung.kontakt_id}, Beteiligung {beteiligung.pk}"
    assert list(befunde()) == [Befund("Tag", f"{ort}: 05.03.2026 statt 04.03.2026")]


def test_falsche_zaehlung_in_beide_richtungen(beteiligung: Kontaktbeteiligung) -> None:
    Kontaktbeteiligung.objects.update(zaehlt=False)
    assert [befund.satz.partition(": ")[2] for befund in befunde()] == ["zählt nicht statt zählt"]
    Kontaktbeteiligung.objects.update(zaehlt=True, ergebnis="nicht_erreicht")
    assert [befund.satz.partition(": ")[2] for befund in befunde()] == ["zählt statt zählt nicht"]


def test_einsatz_der_am_tag_noch_nicht_begann(beteiligung: Kontaktbeteiligung) -> None:
    Einsatz.objects.filter(sozialraum__kuerzel="konz").update(von=date(2026, 3, 5))
    assert gefunden() == ["Zählung"]
    zaehle_neu()
    assert gefunden() == []


def test_vertretung_zaehlt_nur_in_ihrer_zeit(welt: Welt, beteiligung: Kontaktbeteiligung) -> None:
    Kontakt.objects.update(erfasst_von=welt.personen["netzwerk_saarburg"])
    assert gefunden() == ["Zählung"]
    vertretung = Zustaendigkeit.objects.create(
        benutzer=welt.personen["netzwerk_saarburg"],
        rolle=Rolle.NETZWERK,
        vertritt=welt.personen["netzwerk_konz"],
        von=date(2026, 3, 1),
        bis=date(2026, 3, 4),
    )
    assert gefunden() == []
    Zustaendigkeit.objects.filter(pk=vertretung.pk).update(bis=date(2026, 3, 3))
    assert gefunden() == ["Zählung"]


def test_ueberschneidende_zeilen(welt: Welt, beteiligung: Kontaktbeteiligung) -> None:
    partner = beteiligung.partner
    Gebietszuordnung.objects.create(
        gemeinde=welt.gemeinden["Konz"], sozialraum=welt.saarburg, von=date(2026, 1, 1), ist_belegt=True
    )
    Partnerzustand.objects.create(partner=partner, zustand="ruhend", von=date(2026, 6, 1))
    Wirkungsbereich.objects.create(partner=partner, sozialraum=welt.konz, von=date(2026, 7, 1))
    Traegerschaft.objects.create(
        traeger=welt.traeger["musterhof"],
        sozialraum=welt.konz,
        ist_steuerungsverantwortlich=True,
        von=date(2026, 8, 1),
    )
    assert list(befunde()) == [
        Befund(
            "Gemeinde in einem Sozialraum",
            f"Gemeinde {welt.gemeinden['Konz'].pk}: am 01.01.2026 gelten zwei Einträge",
        ),
        Befund("Zustand eines Partners", f"Partner {partner.pk}: am 01.06.2026 gelten zwei Einträge"),
        Befund(
            "Partner wirkt im Sozialraum",
            f"Partner {partner.pk}, Sozialraum {welt.konz.pk}: am 01.07.2026 gelten zwei Einträge",
        ),
        Befund("steuerungsverantwortlicher Träger", f"Sozialraum {welt.konz.pk}: am 01.08.2026 gelten zwei Einträge"),
    ]


def test_aneinander_anschliessende_zeilen_sind_in_ordnung(welt: Welt) -> None:
    partner = neuer_partner(welt)
    Partnerzustand.objects.filter(partner=partner).update(bis=date(2026, 5, 31))
    Partnerzustand.objects.create(partner=partner, zustand="ruhend", von=date(2026, 6, 1))
    assert gefunden() == []


def test_mehr_als_eine_volle_stelle(welt: Welt) -> None:
    fachkraft = Netzwerkfachkraft.objects.get(benutzer=welt.personen["netzwerk_konz"])
    einsatz = Einsatz.objects.create(
        fachkraft=fachkraft,
        sozialraum=welt.saarburg,
        traeger=fachkraft.traeger,
        vzae=Decimal("0.70"),
        von=date(2026, 2, 1),
    )
    assert gefunden() == []
    Einsatz.objects.filter(pk=einsatz.pk).update(vzae=Decimal("0.7001"))
    assert list(befunde()) == [
        Befund("Stellenanteile", f"Netzwerkfachkraft {fachkraft.pk} hat am 01.02.2026 zusammen 1,0001 VZÄ")
    ]


def test_befehl_endet_mit_einer_liste(welt: Welt, beteiligung: Kontaktbeteiligung, capsys) -> None:
    for nummer in range(3):
        kontakt = Kontakt.objects.create(art="besuch", am=ANFANG, bezug="uebergreifend")
        Kontaktbeteiligung.objects.create(
            kontakt=kontakt,
            partner=beteiligung.partner,
            sozialraum=welt.konz,
            am=date(2025, 1, 1 + nummer),
            ergebnis="erreicht",
        )
    with pytest.raises(CommandError, match="3 Widersprüche gefunden"):
        call_command("pruefen", hoechstens=2)
    zeilen = capsys.readouterr().out.splitlines()
    assert len(zeilen) == 3
    assert zeilen[-1] == "Tag: und 1 weitere"


def test_befehl_ist_still_zufrieden(welt: Welt, capsys) -> None:
    call_command("pruefen")
    assert capsys.readouterr().out == "Keine Widersprüche gefunden.\n"
