"""Example data: complete for the example accounts, plausible, the same every time, and never beside real data."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count, F

from berichte.services.beispieldaten import KENNWORT, Bestand, bestand
from konten.models import Benutzer, Protokolleintrag, handelnd
from konten.rules import Rolle
from netzwerk.models import Einsatz, Kontakt, Kontaktbeteiligung, Wiedervorlage
from netzwerk.rules import Einsatzstatus
from netzwerk.rules.stellenanteil import Anteil, luecken
from partner.models import Funktion, Intervall, Kategorieausnahme, Netzwerkpartner, Partnerzustand, Wirkungsbereich
from sozialraum.models import Gemeinde, Sozialraum, Traeger, Traegerschaft
from tests.welt import baue_welt

STICHTAG = date(2026, 11, 22)
MITGEBRACHT = {"Jugendamt", "Leitstelle Familie"}
FREIE_RUFNUMMERN = re.compile(r"(030 23125|040 66969|069 90009|089 99998|0221 4710) \d{3}")
ERFUNDEN = re.compile("beispiel|muster|probe|übung|fantasie|modell", re.IGNORECASE)


def baue(**optionen) -> None:
    call_command("beispieldaten", **{"groesse": "klein", "stichtag": STICHTAG, "verbosity": 0, **optionen})


@pytest.fixture(scope="class")
def beispieldaten(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Built once for the class and rolled back after it; each test has its own savepoint inside."""
    with django_db_blocker.unblock(), transaction.atomic():
        baue()
        yield
        transaction.set_rollback(True)


class TestKlein:
    pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("beispieldaten")]

    def test_umfang(self) -> None:
        assert Sozialraum.objects.count() == 4
        assert Gemeinde.objects.count() == 104
        assert 40 <= Netzwerkpartner.objects.count() <= 70
        assert 220 <= Kontakt.objects.count() <= 300
        assert Kontakt.objects.filter(am__gt=STICHTAG).count() == 0
        assert Kontaktbeteiligung.objects.exclude(am=F("kontakt__am")).count() == 0

    @pytest.mark.parametrize(
        ("username", "rollen", "sozialraeume"),
        [
            ("netzwerk-konz", {Rolle.NETZWERK}, {"konz"}),
            ("netzwerk-saarburg", {Rolle.NETZWERK}, {"saarburg"}),
            ("leitung-konz", {Rolle.LEITUNG}, {"konz"}),
            ("leitung-fremd", {Rolle.LEITUNG}, {"konz", "saarburg"}),
            ("jugendamt", {Rolle.JUGENDAMT}, set()),
            ("jugendamt-2", {Rolle.JUGENDAMT}, set()),
            ("leitstelle", {Rolle.LEITSTELLE}, set()),
            ("team-konz", {Rolle.TEAM}, {"konz"}),
            ("datenschutz", {Rolle.DATENSCHUTZ}, set()),
            ("admin", {Rolle.ADMIN}, set()),
        ],
    )
    def test_beispielkonto_hat_seine_rolle(self, username: str, rollen: set, sozialraeume: set) -> None:
        konto = Benutzer.objects.get(username=username)
        bereich = konto.bereich
        assert konto.check_password(KENNWORT)
        assert konto.ist_beispiel
        assert set(bereich.raeume) == rollen
        eigene = Sozialraum.objects.filter(pk__in=bereich.eigene_sozialraeume)
        assert set(eigene.values_list("kuerzel", flat=True)) == sozialraeume

    def test_die_beiden_leitungen_gehoeren_zu_verschiedenen_traegern_in_konz(self) -> None:
        (steuernd,) = Traegerschaft.objects.aktiv(STICHTAG).filter(
            sozialraum__kuerzel="konz", ist_steuerungsverantwortlich=True
        )
        konz = Benutzer.objects.get(username="leitung-konz").bereich.raeume[Rolle.LEITUNG].traeger
        fremd = Benutzer.objects.get(username="leitung-fremd").bereich.raeume[Rolle.LEITUNG].traeger
        assert konz == {steuernd.traeger_id}
        assert konz.isdisjoint(fremd)

    def test_besetzung_hat_vorschlag_ende_und_luecke(self) -> None:
        bestaetigt = Einsatz.objects.bestaetigt()
        assert Einsatz.objects.filter(zustand=Einsatzstatus.VORGESCHLAGEN).count() == 1
        bald = bestaetigt.filter(bis__range=(STICHTAG, STICHTAG + timedelta(days=90)))
        assert list(bald.values_list("sozialraum__kuerzel", flat=True)) == ["hermeskeil"]
        seit = STICHTAG - timedelta(days=365)
        luecken_je_raum = {
            raum.kuerzel: luecken(_anteile(raum), seit, STICHTAG, Decimal("0.25")) for raum in Sozialraum.objects.all()
        }
        ganz, einarbeitung = luecken_je_raum.pop("rst")
        assert (ganz.von, ganz.bis, ganz.tage) == (date(2026, 5, 6), date(2026, 6, 10), 36)
        assert (einarbeitung.von, einarbeitung.bis) == (date(2026, 6, 11), date(2026, 6, 25))
        assert luecken_je_raum == {"hermeskeil": [], "konz": [], "saarburg": []}

    def test_einrichtungen_und_menschen_sind_erkennbar_erfunden(self) -> None:
        partner = Netzwerkpartner.objects.exclude(kurzname__in=MITGEBRACHT)
        assert all(ERFUNDEN.search(eintrag.name) for eintrag in partner)
        assert all(FREIE_RUFNUMMERN.fullmatch(eintrag.telefon) for eintrag in partner)
        assert partner.values("name").distinct().count() == partner.count()
        assert {netz.web.rstrip("/").rpartition(".example.")[2] for netz in partner.exclude(web="")} == {"org"}
        nummern = Funktion.objects.exclude(telefon="").values_list("telefon", flat=True)
        assert all(FREIE_RUFNUMMERN.fullmatch(nummer) for nummer in nummern)

    @pytest.mark.parametrize("modell", [Benutzer, Netzwerkpartner, Funktion])
    def test_alle_adressen_enden_auf_example_org(self, modell) -> None:
        adressen = list(modell.objects.exclude(email="").values_list("email", flat=True))
        assert len(adressen) > 10
        assert all(adresse.endswith("example.org") for adresse in adressen)

    def test_einrichtungen_sitzen_in_gemeinden_ihres_sozialraums(self) -> None:
        sitz = Wirkungsbereich.objects.filter(partner__gemeinde__isnull=False)
        falsch = sitz.exclude(partner__gemeinde__gebietszuordnungen__sozialraum=F("sozialraum"))
        assert sitz.count() > 40
        assert not falsch.exists()

    def test_partner_in_allen_lagen(self) -> None:
        zustaende = Counter(Partnerzustand.objects.aktiv(STICHTAG).values_list("zustand", flat=True))
        assert (zustaende["ruhend"], zustaende["geschlossen"]) == (2, 2)
        assert Netzwerkpartner.objects.ohne_zustaendigkeit(STICHTAG).count() == 3
        mehrfach = Netzwerkpartner.objects.annotate(raeume=Count("wirkungsbereiche")).filter(raeume__gt=1, ort="Trier")
        assert mehrfach.exclude(kurzname__in=MITGEBRACHT).count() == 2
        assert Intervall.objects.filter(partner__isnull=False).count() == 1
        ausnahmen = Kategorieausnahme.objects.aktiv(STICHTAG).values_list("sozialraum__kuerzel", "kategorie__kuerzel")
        assert ("rst", "familienbildung") in ausnahmen
        assert Funktion.objects.filter(bis__lt=STICHTAG).exists()
        assert Funktion.objects.filter(ist_schluesselperson=True).exists()
        assert Netzwerkpartner.objects.filter(name="Kita Beispielbach", ort="Konz").exists()

    def test_eine_pflichtkategorie_hat_keinen_partner(self) -> None:
        saarburg = Wirkungsbereich.objects.filter(sozialraum__kuerzel="saarburg")
        assert not saarburg.filter(partner__kategoriezuordnungen__kategorie__kuerzel="fruehe-hilfen").exists()

    def test_wiedervorlagen_der_ersten_fachkraft(self) -> None:
        offene = Wiedervorlage.objects.offen().filter(benutzer__username="netzwerk-konz").order_by("am")
        assert [(zeile.am - STICHTAG).days for zeile in offene] == [-9, -3, 0, 1, 2, 5, 12, 20]
        assert [aufschub.grund for aufschub in offene[0].aufschuebe.all()] == [
            "Niemanden erreicht",
            "Warte auf Antwort",
        ]
        assert (offene[1].zusage, offene[7].sozialraum.kuerzel, offene[7].kontakt) == ("partner", "konz", None)

    def test_kontakte_aller_arten_und_beide_ergebnisse(self) -> None:
        assert set(Kontakt.objects.values_list("bezug", flat=True)) == {"uebergreifend", "fallbezogen", "beides"}
        assert Kontakt.objects.values("art").distinct().count() == 8
        assert Kontaktbeteiligung.objects.filter(ergebnis="nicht_erreicht").count() >= 10
        assert Kontakt.objects.annotate(anzahl=Count("beteiligungen")).filter(anzahl__gt=1).count() >= 10
        assert {tag.weekday() for tag in Kontakt.objects.values_list("am", flat=True)} == {0, 1, 2, 3, 4}
        assert Kontakt.objects.filter(erstellt_am__date=F("am")).count() == Kontakt.objects.count()

    def test_zaehlende_kontakte_stimmen_mit_der_regel(self, capsys) -> None:
        call_command("pruefen")
        assert "Keine Widersprüche" in capsys.readouterr().out
        anteil = Kontaktbeteiligung.objects.filter(zaehlt=True).count() / Kontaktbeteiligung.objects.count()
        assert 0.6 < anteil < 0.95

    def test_abdeckung_ist_gemischt(self) -> None:
        lagen = letzte_kontakte()
        assert lagen["bis 180 Tage"] > lagen["älter"] > 0
        assert lagen["nie"] >= 3

    def test_massenzeilen_stehen_nicht_im_protokoll(self) -> None:
        fremde = Protokolleintrag.objects.exclude(content_type__app_label__in=["sozialraum", "partner", "konten"])
        assert set(fremde.values_list("content_type__model", flat=True)) == {"thema", "budgetregel"}

    def test_ein_zweiter_lauf_ergibt_dasselbe(self) -> None:
        assert bestand() is Bestand.BEISPIEL
        baue()
        erster = alle_zeilen()
        baue()
        assert alle_zeilen() == erster


def _anteile(raum: Sozialraum) -> list[Anteil]:
    return [Anteil(zeile.von, zeile.bis, zeile.vzae) for zeile in raum.einsaetze.bestaetigt()]


def letzte_kontakte() -> Counter[str]:
    """How old the last counting contact of each active partner in each Sozialraum is."""
    letzte: dict[tuple[int, int], date] = {}
    for partner, raum, am in Kontaktbeteiligung.objects.filter(zaehlt=True).values_list(
        "partner_id", "sozialraum_id", "am"
    ):
        letzte[partner, raum] = max(am, letzte.get((partner, raum), am))
    aktive = Partnerzustand.objects.aktiv(STICHTAG).filter(zustand="aktiv").values("partner")
    lagen: Counter[str] = Counter()
    for paar in Wirkungsbereich.objects.filter(partner__in=aktive).values_list("partner_id", "sozialraum_id"):
        am = letzte.get(paar)
        lagen["nie" if am is None else "bis 180 Tage" if (STICHTAG - am).days <= 180 else "älter"] += 1
    return lagen


def alle_zeilen() -> dict[str, list[str]]:
    """Content of every table but times of entry, salted passwords and the audit log."""
    ergebnis = {}
    for modell in apps.get_models(include_auto_created=True):
        if modell._meta.app_label in {"konten", "sozialraum", "partner", "netzwerk"} and modell != Protokolleintrag:
            unstet = {"erstellt_am", "geaendert_am", "password"}
            spalten = [feld.attname for feld in modell._meta.concrete_fields if feld.name not in unstet]
            if modell._meta.label in MITGEBRACHTE_ZEILEN:
                spalten.remove("uuid")
            ergebnis[modell._meta.label] = sorted(map(str, modell.objects.values_list(*spalten)))
    return ergebnis


#: tables in which base data, whose keys are random, stand beside example data
MITGEBRACHTE_ZEILEN = {
    "konten.Parameter",
    "sozialraum.Gebietszuordnung",
    "sozialraum.Sozialraumzentrum",
    "partner.Intervall",
    "partner.Kategoriepflicht",
    "partner.Kategoriezuordnung",
    "partner.Partnerzustand",
    "partner.Schliesszeit",
    "partner.Wirkungsbereich",
}


@pytest.mark.django_db
class TestSchutz:
    def test_echte_konten_verhindern_beispieldaten(self) -> None:
        baue_welt()
        with pytest.raises(CommandError, match="echte Daten"):
            baue(ersetzen=True)
        assert Traeger.objects.count() == 2

    def test_partner_ohne_konten_verhindern_beispieldaten(self) -> None:
        Netzwerkpartner.objects.create(name="Kita am Ort")
        with pytest.raises(CommandError, match="echte Daten"):
            baue()
        assert not Benutzer.objects.exists()

    def test_grunddaten_allein_gelten_als_leer(self) -> None:
        call_command("grunddaten", verbosity=0)
        assert bestand() is Bestand.LEER

    def test_falls_leer_laesst_vorhandenes_in_ruhe(self, capsys) -> None:
        baue_welt()
        baue(falls_leer=True, verbosity=1)
        assert capsys.readouterr().out == ""
        assert Traeger.objects.count() == 2

    def test_bearbeitete_beispieldaten_nur_mit_ausdruecklichem_ersetzen(self) -> None:
        baue()
        ada = Benutzer.objects.get(username="netzwerk-konz")
        with handelnd(ada.pk):
            Netzwerkpartner.objects.get(name="Kita Beispielbach").save()
            kita = Netzwerkpartner.objects.get(name="Kita Beispielbach")
            kita.telefon = "030 23125 000"
            kita.save()
        with pytest.raises(CommandError, match="--ersetzen"):
            baue()
        assert Netzwerkpartner.objects.get(name="Kita Beispielbach").telefon == "030 23125 000"
        baue(ersetzen=True)
        assert Netzwerkpartner.objects.get(name="Kita Beispielbach").telefon != "030 23125 000"

    def test_im_echten_betrieb_nie(self, settings) -> None:
        settings.PRODUKTION = True
        with pytest.raises(CommandError, match="Betrieb"):
            baue()
        assert not Benutzer.objects.exists()

    def test_zu_frueher_stichtag(self) -> None:
        with pytest.raises(CommandError, match=r"01\.01\.2021"):
            baue(stichtag=date(2020, 12, 31))
        assert not Benutzer.objects.exists()

    def test_neue_kontakte_bekommen_freie_schluessel(self) -> None:
        baue()
        letzter = Kontakt.objects.order_by("-pk").first()
        neu = Kontakt.objects.create(art="telefonat", am=STICHTAG, bezug="uebergreifend")
        assert neu.pk == letzter.pk + 1

    def test_ausgabe_nennt_zahlen_und_konten(self, capsys) -> None:
        baue(verbosity=1)
        text = capsys.readouterr().out
        assert "4 Sozialräume" in text
        assert KENNWORT in text
        assert text.count("\n  ") == 10
