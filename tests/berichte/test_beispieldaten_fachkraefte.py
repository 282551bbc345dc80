"""Example data about Netzwerkfachkräfte: every state that the pages can show stands there at least once."""

from datetime import timedelta

import pytest

from netzwerk.models import (
    Absprache,
    Abweichungsbegruendung,
    Bekanntbestaetigung,
    Entscheidungsbefugnis,
    Fuehrungszeugnis,
    Kompetenzeinschaetzung,
    Netzwerkfachkraft,
    Qualifikationsnachweis,
    Steckbrief,
    Vorstellung,
)
from netzwerk.rules.fachkraft import Nachweisart, Nachweisstatus, Vorstellungsart
from netzwerk.rules.fuehrungszeugnis import Zeugnisstand, stand
from netzwerk.rules.qualifikation import Erfuellung
from netzwerk.selectors.bekanntheit import bekanntheiten
from netzwerk.selectors.qualifikation import Personenlage, qualifikationslagen
from sozialraum.models import Zustaendigkeit
from tests.berichte.test_beispieldaten import STICHTAG, beispieldaten

__all__ = ["beispieldaten"]
BALD = STICHTAG + timedelta(days=90)


def lagen() -> list[Personenlage]:
    """People with a Sozialraum on the day: those the rule asks about."""
    alle = qualifikationslagen(STICHTAG, list(Netzwerkfachkraft.objects.all())).values()
    return [lage for lage in alle if lage.sozialraeume]


def gueltige_arten(lage: Personenlage) -> set[str]:
    bestaetigte = lage.fachkraft.nachweise.filter(zustand=Nachweisstatus.BESTAETIGT)
    return set(bestaetigte.exclude(gueltig_bis__lt=STICHTAG).values_list("art", flat=True))


class TestFachkraefte:
    pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("beispieldaten")]

    def test_nachweise_in_jedem_stand(self) -> None:
        nachweise = Qualifikationsnachweis.objects
        assert set(nachweise.values_list("zustand", flat=True)) == set(Nachweisstatus.values)
        bestaetigt = nachweise.filter(zustand=Nachweisstatus.BESTAETIGT)
        assert bestaetigt.filter(gueltig_bis__isnull=True).exists()
        assert bestaetigt.filter(gueltig_bis__lt=STICHTAG).exists()
        assert bestaetigt.filter(gueltig_bis__range=(STICHTAG, BALD)).exists()
        assert bestaetigt.filter(gueltig_bis__gt=BALD).exclude(verlaengerung_grund="").exists()
        assert not nachweise.filter(zustand=Nachweisstatus.ZURUECKGEWIESEN, ablehnungsgrund="").exists()

    def test_der_baum_auf_jedem_weg(self) -> None:
        grund, erzieher, systemisch = Nachweisart.GRUND, Nachweisart.ERZIEHER, Nachweisart.SYSTEMISCH
        kurs = Nachweisart.LUETTRINGHAUS
        assert {lage.erfuellung for lage in lagen()} == set(Erfuellung)
        erfuellt = [gueltige_arten(lage) for lage in lagen() if lage.erfuellung.gilt]
        assert any({grund, kurs} <= arten for arten in erfuellt), "by A and D"
        assert any({erzieher, systemisch, kurs} <= arten and grund not in arten for arten in erfuellt), "by B, C, D"
        fehlend = [gueltige_arten(lage) for lage in lagen() if lage.erfuellung == Erfuellung.FEHLT]
        assert any(grund in arten and kurs not in arten for arten in fehlend), "D is missing"
        assert any({erzieher, kurs} <= arten and systemisch not in arten for arten in fehlend), "C is missing"

    def test_leitung_auf_jedem_weg_und_abweichend_mit_und_ohne_grund(self) -> None:
        worte = {lage.leitungsstand.wort for lage in lagen()}
        assert worte >= {"erfüllt", "abweichend", "abweichend, Begründung fehlt"}
        assert Netzwerkfachkraft.objects.filter(leitungen__von__lte=STICHTAG).exists()
        halbes_jahr = STICHTAG - timedelta(days=183)
        assert Absprache.objects.filter(am__gt=halbes_jahr, naechste_am__gt=STICHTAG).exists()
        assert Absprache.objects.filter(am__lt=halbes_jahr).exists()
        assert Abweichungsbegruendung.objects.aktiv(STICHTAG).exists()

    def test_befugnisse_gelten_und_sind_abgelaufen(self) -> None:
        assert Entscheidungsbefugnis.objects.aktiv(STICHTAG).exists()
        assert Entscheidungsbefugnis.objects.filter(bis__lt=STICHTAG).exists()
        assert Kompetenzeinschaetzung.objects.exists()

    def test_fuehrungszeugnis_in_jedem_stand(self) -> None:
        tage = Fuehrungszeugnis.objects.in_bulk(field_name="fachkraft_id")
        staende = {
            stand(eintrag.wiedervorlage_am if (eintrag := tage.get(lage.fachkraft.pk)) else None, STICHTAG)
            for lage in lagen()
        }
        assert staende == set(Zeugnisstand)

    def test_bekannt_und_noch_nicht(self) -> None:
        assert set(Steckbrief.objects.values_list("ist_veroeffentlicht", flat=True)) == {True, False}
        assert set(Vorstellung.objects.values_list("art", flat=True)) == set(Vorstellungsart.values)
        staende = {eine.stand.urteil.stand for eine in bekanntheiten(STICHTAG)}
        assert staende >= {"erfuellt", "abweichend"}
        assert Bekanntbestaetigung.objects.exists()
        team = Zustaendigkeit.objects.get(benutzer__username="team-konz", vertritt=None)
        gekannte = Bekanntbestaetigung.objects.filter(benutzer=team.benutzer).values("fachkraft")
        assert team.sozialraum.einsaetze.bestaetigt().aktiv(STICHTAG).exclude(fachkraft__in=gekannte).exists()
