"""Acts on meetings: planning, mails with calendar files, minutes, and the one contact of a held meeting."""

from dataclasses import replace
from datetime import date, time, timedelta

import icalendar
import pytest
import vobject
from django.core.exceptions import ValidationError
from django.utils import timezone

from konten.models import Benutzer, Versandauftrag
from konten.rules import Rolle
from konten.services.versand import _nachricht
from netzwerk.models import Beschluss, Kontakt, Sitzung, Wiedervorlage
from netzwerk.selectors.pruefung import befunde
from netzwerk.selectors.sitzung import empfaenger
from netzwerk.services.kontakt import ZwischenzeitlichGeaendert
from netzwerk.services.protokoll import Beschlussangabe, Protokollangaben, halte_fest, oeffne, schliesse_ab
from netzwerk.services.sitzung import (
    Punkt,
    Sitzungsangaben,
    aendere,
    lade_ein,
    loesche,
    plane,
    sage_ab,
)
from partner.models import Netzwerkpartner, Wirkungsbereich
from sozialraum.models import Zustaendigkeit
from tests.netzwerk.gremien import fachkraftsitz, heute_vor, neue_sitzung, neues_gremium, sitz
from tests.welt import ANFANG, Welt, neue_ansprechperson, neuer_partner

pytestmark = pytest.mark.django_db


def halte(sitzung: Sitzung, wer: Benutzer, anwesend: dict, **angaben) -> Sitzung:
    sitzung.refresh_from_db()
    werte = {mitglied.pk: stand for mitglied, stand in anwesend.items()}
    return halte_fest(
        sitzung_id=sitzung.pk, version=sitzung.version, benutzer=wer, angaben=Protokollangaben(werte, **angaben)
    )


def schliesse(sitzung: Sitzung, wer: Benutzer) -> Sitzung:
    sitzung.refresh_from_db()
    return schliesse_ab(sitzung_id=sitzung.pk, version=sitzung.version, benutzer=wer, heute=timezone.localdate())


def zeilen(sitzung: Sitzung) -> set[tuple[str, str, bool]]:
    sitzung.refresh_from_db()
    beteiligungen = sitzung.kontakt.beteiligungen.select_related("partner", "sozialraum")
    return {(zeile.partner.name, zeile.sozialraum.kuerzel, zeile.zaehlt) for zeile in beteiligungen}


# --- Planning ---------------------------------------------------------------------------------------------------------


def test_reihe_hat_dieselbe_tagesordnung_an_jedem_tag(welt: Welt):
    angaben = Sitzungsangaben(am=date(2026, 3, 5), beginn=time(9), punkte=(Punkt("Begrüßung"), Punkt("Ferien")))
    sitzungen, _ = plane(
        gremium=neues_gremium(welt), angaben=angaben, benutzer=welt.person("leitstelle"), wochen=12, anzahl=3
    )
    assert [sitzung.am for sitzung in sitzungen] == [date(2026, 3, 5), date(2026, 5, 28), date(2026, 8, 20)]
    for sitzung in sitzungen:
        assert list(sitzung.punkte.values_list("reihenfolge", "titel")) == [(1, "Begrüßung"), (2, "Ferien")]


def test_keine_sitzung_nach_dem_ende_des_gremiums(welt: Welt):
    gremium = neues_gremium(welt, bis=date(2026, 4, 1))
    with pytest.raises(ValidationError, match=r"28\.05\.2026"):
        plane(
            gremium=gremium,
            angaben=Sitzungsangaben(am=date(2026, 3, 5)),
            benutzer=welt.person("leitstelle"),
            wochen=12,
            anzahl=2,
        )
    assert Sitzung.objects.count() == 0


def test_punkte_umordnen_behaelt_ergebnisse(welt: Welt):
    sitzung = neue_sitzung(neues_gremium(welt), punkte=("Eins", "Zwei", "Drei"))
    _, zwei, drei = sitzung.punkte.order_by("reihenfolge")
    zwei.text = "Beraten"
    zwei.save()
    neu = (Punkt("Drei", drei.uuid), Punkt("Zwei", zwei.uuid), Punkt("Vier"))
    aendere(sitzung_id=sitzung.pk, version=1, angaben=Sitzungsangaben(am=sitzung.am, punkte=neu))
    assert list(sitzung.punkte.values_list("titel", "text")) == [("Drei", ""), ("Zwei", "Beraten"), ("Vier", "")]
    with pytest.raises(ValidationError, match="Zu „Zwei“ steht schon ein Ergebnis"):
        aendere(sitzung_id=sitzung.pk, version=2, angaben=Sitzungsangaben(am=sitzung.am, punkte=()))


def test_zweite_aenderung_auf_alter_fassung_wird_abgelehnt(welt: Welt):
    sitzung = neue_sitzung(neues_gremium(welt))
    aendere(sitzung_id=sitzung.pk, version=1, angaben=Sitzungsangaben(am=sitzung.am, ort="Bürgerhaus"))
    with pytest.raises(ZwischenzeitlichGeaendert):
        aendere(sitzung_id=sitzung.pk, version=1, angaben=Sitzungsangaben(am=sitzung.am, ort="Schule"))
    sitzung.refresh_from_db()
    assert (sitzung.ort, sitzung.version) == ("Bürgerhaus", 2)


# --- Invitation -------------------------------------------------------------------------------------------------------


@pytest.fixture
def geladene(welt: Welt) -> Sitzung:
    """A meeting in ten days; five seats, four addresses, two of them the same."""
    gremium = neues_gremium(welt, name="AK Übergang; Kita, Schule")
    kita = neuer_partner(welt, "Kita Beispielbach", email="info@kita.example.org")
    person = neue_ansprechperson(kita, "Ärmel", email="alex@kita.example.org")
    sitz(gremium, kita, funktion=person)
    sitz(gremium, neuer_partner(welt, "Schule Musterberg", kategorie="schule", email="Schule@example.org"))
    sitz(gremium, neuer_partner(welt, "Hort Musterberg", email="schule@example.org"))
    sitz(gremium, neuer_partner(welt, "Verein Ohnemail", kategorie="verein"))
    sitz(gremium, neuer_partner(welt, "Früher dabei", email="weg@example.org"), bis=heute_vor(20))
    fachkraftsitz(welt, gremium)
    return neue_sitzung(gremium, -10, ("Begrüßung", "Verschiedenes"), ort="Rathaus & Hof")


def mails(folge: int) -> dict[str, Versandauftrag]:
    return {m.empfaenger: m for m in Versandauftrag.objects.filter(anlass__contains=f":{folge}:")}


def test_wer_abgewaehlt_ist_bekommt_keine_einladung(welt: Welt, geladene: Sitzung):
    schluessel = [e.schluessel for e in empfaenger(geladene) if e.adresse.startswith("alex")]
    with pytest.raises(ValidationError, match="mindestens eine Person"):
        lade_ein(sitzung_id=geladene.pk, version=1, benutzer=welt.person("netzwerk_konz"), nur=[])
    assert lade_ein(sitzung_id=geladene.pk, version=1, benutzer=welt.person("netzwerk_konz"), nur=schluessel) == 1
    assert set(mails(1)) == {"alex@kita.example.org"}


def test_einladung_geht_an_jede_adresse_einmal(welt: Welt, geladene: Sitzung):
    assert lade_ein(sitzung_id=geladene.pk, version=1, benutzer=welt.person("netzwerk_konz")) == 3
    post = mails(1)
    assert set(post) == {"alex@kita.example.org", "schule@example.org", "netzwerk_konz@example.org"}
    brief = post["alex@kita.example.org"]
    assert brief.betreff == f"Einladung: AK Übergang; Kita, Schule am {geladene.am:%d.%m.%Y}"
    assert "Wo: Rathaus & Hof" in brief.text
    assert "1. Begrüßung\n2. Verschiedenes" in brief.text
    wochentag = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")[geladene.am.weekday()]
    assert f"Wann: {wochentag}, {geladene.am.day}. " in brief.text
    ada = welt.personen["netzwerk_konz"]
    assert f"Freundliche Grüße\n{ada}\n" in brief.text
    assert brief.text.endswith(ada.email)
    assert _nachricht(brief).reply_to == [ada.email]
    assert _nachricht(post[ada.email]).reply_to != [ada.email], "nobody answers herself"
    for stueck in (
        "<strong>AK Übergang; Kita, Schule</strong>",
        "Uhr<br>Wo: Rathaus &amp; Hof</p>",
        "<li>Verschiedenes</li>",
    ):
        assert stueck in brief.html
    assert "abbestellen" not in brief.html
    assert brief.beilage_typ == "text/calendar; method=REQUEST"
    assert "@" not in brief.anlass
    geladene.refresh_from_db()
    assert (geladene.zustand, geladene.einladung_folge) == ("eingeladen", 1)


def test_doppelt_gesendet_ist_einmal_eingeladen(welt: Welt, geladene: Sitzung):
    lade_ein(sitzung_id=geladene.pk, version=1, benutzer=welt.person("netzwerk_konz"))
    with pytest.raises(ZwischenzeitlichGeaendert):
        lade_ein(sitzung_id=geladene.pk, version=1, benutzer=welt.person("netzwerk_konz"))
    assert Versandauftrag.objects.count() == 3


def test_kalenderdatei_liest_auch_ein_zweiter_leser(welt: Welt, geladene: Sitzung):
    lade_ein(sitzung_id=geladene.pk, version=1, benutzer=welt.person("netzwerk_konz"))
    text = mails(1)["alex@kita.example.org"].beilage
    kalender = icalendar.Calendar.from_ical(text)
    (termin,) = kalender.walk("VEVENT")
    (zone,) = kalender.walk("VTIMEZONE")
    assert (kalender["METHOD"], zone["TZID"]) == ("REQUEST", "Europe/Berlin")
    assert termin["UID"] == f"sitzung-{geladene.uuid}@netzwerkarbeit"
    assert termin["SEQUENCE"] == 1
    assert str(termin["SUMMARY"]) == "AK Übergang; Kita, Schule"
    assert termin["DTSTART"].params["TZID"] == "Europe/Berlin"
    beginn = termin["DTSTART"].dt
    assert (beginn.date(), beginn.time()) == (geladene.am, time(14))
    assert termin["ATTENDEE"] == "mailto:alex@kita.example.org"
    assert termin["ATTENDEE"].params["CN"] == "Alex Ärmel"

    zweiter = vobject.readOne(text)
    assert zweiter.method.value == "REQUEST"
    assert zweiter.vevent.uid.value == termin["UID"]
    assert zweiter.vevent.summary.value == "AK Übergang; Kita, Schule"
    assert zweiter.vevent.dtstart.value.timestamp() == beginn.timestamp()
    assert zweiter.vevent.dtend.value - zweiter.vevent.dtstart.value == timedelta(minutes=90)
    assert zweiter.vevent.location.value == "Rathaus & Hof"


@pytest.mark.parametrize(("tag", "versatz"), [(date(2026, 7, 1), 2), (date(2026, 12, 1), 1)])
def test_sommer_und_winterzeit(welt: Welt, geladene: Sitzung, tag: date, versatz: int):
    aendere(
        sitzung_id=geladene.pk, version=1, angaben=Sitzungsangaben(am=tag, beginn=time(14), punkte=()),
    )  # fmt: skip
    lade_ein(sitzung_id=geladene.pk, version=2, benutzer=welt.person("netzwerk_konz"))
    text = mails(1)["schule@example.org"].beilage
    beginn = vobject.readOne(text).vevent.dtstart.value
    assert beginn.utcoffset() == timedelta(hours=versatz)


def test_aenderung_des_tages_macht_die_einladung_alt_und_die_neue_ersetzt_sie(welt: Welt, geladene: Sitzung):
    wer = welt.person("netzwerk_konz")
    lade_ein(sitzung_id=geladene.pk, version=1, benutzer=wer)
    aendere(sitzung_id=geladene.pk, version=2, angaben=Sitzungsangaben(am=geladene.am + timedelta(days=7)))
    geladene.refresh_from_db()
    assert geladene.zustand == "geplant"
    lade_ein(sitzung_id=geladene.pk, version=3, benutzer=wer)
    alte, neue = (
        icalendar.Calendar.from_ical(mails(f)["schule@example.org"].beilage).walk("VEVENT")[0] for f in (1, 2)
    )
    assert alte["UID"] == neue["UID"]
    assert (alte["SEQUENCE"], neue["SEQUENCE"]) == (1, 2)
    assert mails(2)["schule@example.org"].betreff.startswith("Aktualisierte Einladung")


def test_absage_erreicht_auch_wer_nicht_mehr_mitglied_ist(welt: Welt, geladene: Sitzung):
    wer = welt.person("netzwerk_konz")
    lade_ein(sitzung_id=geladene.pk, version=1, benutzer=wer)
    gegangen = geladene.gremium.mitglieder.get(partner__name="Kita Beispielbach")
    gegangen.bis = heute_vor(1)
    gegangen.save()
    Versandauftrag.objects.filter(empfaenger="schule@example.org").update(empfaenger="")
    assert sage_ab(sitzung_id=geladene.pk, version=2, benutzer=wer) == 3
    post = mails(2)
    assert set(post) == {"alex@kita.example.org", "schule@example.org", "netzwerk_konz@example.org"}
    kalender = icalendar.Calendar.from_ical(post["alex@kita.example.org"].beilage)
    (termin,) = kalender.walk("VEVENT")
    assert (kalender["METHOD"], termin["STATUS"], termin["SEQUENCE"]) == ("CANCEL", "CANCELLED", 2)
    loesche(sitzung=geladene, version=3)
    assert not Sitzung.objects.exists()


def test_niemand_mit_adresse(welt: Welt):
    sitzung = neue_sitzung(neues_gremium(welt), -5)
    with pytest.raises(ValidationError, match="Kein Mitglied hat eine E-Mail-Adresse"):
        lade_ein(sitzung_id=sitzung.pk, version=1, benutzer=welt.person("leitstelle"))


# --- The one contact --------------------------------------------------------------------------------------------------


@pytest.fixture
def runde(welt: Welt) -> tuple[Sitzung, dict]:
    """Kita, school and the Netzwerkfachkraft of Konz, three days ago."""
    gremium = neues_gremium(welt)
    sitze = {
        "kita": sitz(gremium, neuer_partner(welt, "Kita")),
        "schule": sitz(gremium, neuer_partner(welt, "Schule", kategorie="schule")),
        "fachkraft": fachkraftsitz(welt, gremium),
    }
    return neue_sitzung(gremium), sitze


def test_gehaltene_sitzung_ist_genau_ein_kontakt(welt: Welt, runde: tuple):
    sitzung, s = runde
    leitstelle = welt.person("leitstelle")
    gast = neuer_partner(welt, "Gastverein", kategorie="verein")
    stand = {s["kita"]: "anwesend", s["schule"]: "entschuldigt", s["fachkraft"]: "anwesend"}
    halte(sitzung, leitstelle, stand, gaeste=frozenset([gast.pk]))
    assert Kontakt.objects.count() == 0
    schliesse(sitzung, leitstelle)
    schliesse(sitzung, leitstelle)
    kontakt = Kontakt.objects.get()
    assert (kontakt.art, kontakt.bezug, kontakt.am) == ("gremium", "uebergreifend", sitzung.am)
    assert (kontakt.dauer_minuten, kontakt.erfasst_von) == (90, leitstelle)
    assert zeilen(sitzung) == {("Kita", "konz", True), ("Gastverein", "konz", True)}
    assert list(befunde()) == []


def test_ohne_fachkraft_zaehlt_die_sitzung_nicht(welt: Welt, runde: tuple):
    sitzung, s = runde
    halte(sitzung, welt.person("leitstelle"), {s["kita"]: "anwesend", s["fachkraft"]: "entschuldigt"})
    schliesse(sitzung, welt.person("leitstelle"))
    assert zeilen(sitzung) == {("Kita", "konz", False)}
    assert list(befunde()) == []


def test_wer_als_fachkraft_abschliesst_war_beteiligt(welt: Welt, runde: tuple):
    sitzung, s = runde
    halte(sitzung, welt.person("netzwerk_konz"), {s["kita"]: "anwesend"})
    schliesse(sitzung, welt.person("netzwerk_konz"))
    assert zeilen(sitzung) == {("Kita", "konz", True)}


def test_fachkraft_eines_anderen_sozialraums_zaehlt_hier_nicht(welt: Welt, runde: tuple):
    sitzung, s = runde
    fremd = fachkraftsitz(welt, sitzung.gremium, "netzwerk_saarburg")
    halte(sitzung, welt.person("leitstelle"), {s["kita"]: "anwesend", fremd: "anwesend"})
    schliesse(sitzung, welt.person("leitstelle"))
    assert zeilen(sitzung) == {("Kita", "konz", False)}
    assert list(befunde()) == []


def test_vertretung_zaehlt_wie_die_vertretene(welt: Welt, runde: tuple):
    sitzung, s = runde
    vertretung = welt.person("netzwerk_saarburg")
    Zustaendigkeit.objects.create(
        benutzer=vertretung, rolle=Rolle.NETZWERK, vertritt=welt.person("netzwerk_konz"), von=ANFANG
    )
    fremd = fachkraftsitz(welt, sitzung.gremium, "netzwerk_saarburg")
    halte(sitzung, welt.person("leitstelle"), {s["kita"]: "anwesend", fremd: "anwesend"})
    schliesse(sitzung, welt.person("leitstelle"))
    assert zeilen(sitzung) == {("Kita", "konz", True)}
    assert list(befunde()) == []


def test_partner_der_dort_nicht_wirkt_zaehlt_nicht(welt: Welt, runde: tuple):
    sitzung, s = runde
    fremd = sitz(sitzung.gremium, neuer_partner(welt, "Kita Saarburg", sozialraum="saarburg"))
    halte(sitzung, welt.person("leitstelle"), {fremd: "anwesend", s["fachkraft"]: "anwesend"})
    schliesse(sitzung, welt.person("leitstelle"))
    assert zeilen(sitzung) == {("Kita Saarburg", "konz", False)}


def test_landkreisweit_zaehlt_sie_wo_partner_und_fachkraft_arbeiten(welt: Welt):
    gremium = neues_gremium(welt, raum=None)
    beratung = neuer_partner(welt, "Beratung")
    Wirkungsbereich.objects.create(partner=beratung, sozialraum=welt.saarburg, von=ANFANG)
    nur_saarburg = neuer_partner(welt, "Kita Saarburg", sozialraum="saarburg")
    nirgends = neuer_partner(welt, "Noch offen", sozialraum=None)
    sitze = [sitz(gremium, partner) for partner in (beratung, nur_saarburg, nirgends)]
    sitzung = neue_sitzung(gremium)
    halte(
        sitzung,
        welt.person("leitstelle"),
        dict.fromkeys([*sitze, fachkraftsitz(welt, gremium)], "anwesend"),
    )
    schliesse(sitzung, welt.person("leitstelle"))
    assert zeilen(sitzung) == {("Beratung", "konz", True), ("Kita Saarburg", "saarburg", False)}
    assert list(befunde()) == []


def test_spaetere_anwesenheit_aendert_denselben_kontakt(welt: Welt, runde: tuple):
    sitzung, s = runde
    wer = welt.person("leitstelle")
    halte(sitzung, wer, {s["kita"]: "anwesend", s["fachkraft"]: "anwesend"})
    schluessel = schliesse(sitzung, wer).kontakt.uuid
    halte(sitzung, welt.person("netzwerk_konz"), {s["kita"]: "abwesend", s["schule"]: "anwesend"})
    kontakt = Kontakt.objects.get()
    assert (kontakt.uuid, kontakt.erfasst_von) == (schluessel, wer)
    assert zeilen(sitzung) == {("Schule", "konz", False)}
    assert list(befunde()) == []


def test_niemand_kam_doch_nicht(welt: Welt, runde: tuple):
    sitzung, s = runde
    wer = welt.person("leitstelle")
    with pytest.raises(ValidationError, match="wer anwesend war"):
        schliesse(sitzung, wer)
    halte(sitzung, wer, {s["kita"]: "anwesend"})
    schliesse(sitzung, wer)
    halte(sitzung, wer, {s["fachkraft"]: "anwesend"})
    assert Kontakt.objects.count() == 0
    assert list(befunde()) == []


def test_wieder_oeffnen_verschieben_abschliessen(welt: Welt, runde: tuple):
    sitzung, s = runde
    wer = welt.person("leitstelle")
    halte(sitzung, wer, {s["kita"]: "anwesend", s["fachkraft"]: "anwesend"})
    schliesse(sitzung, wer)
    sitzung.refresh_from_db()
    oeffne(sitzung_id=sitzung.pk, version=sitzung.version)
    assert zeilen(sitzung) == {("Kita", "konz", True)}
    aendere(sitzung_id=sitzung.pk, version=sitzung.version, angaben=Sitzungsangaben(am=heute_vor(5)))
    schliesse(sitzung, wer)
    kontakt = Kontakt.objects.get()
    assert kontakt.am == heute_vor(5)
    assert set(kontakt.beteiligungen.values_list("am", "zaehlt")) == {(heute_vor(5), True)}
    assert list(befunde()) == []


def test_absage_nach_dem_oeffnen_nimmt_den_kontakt_zurueck(welt: Welt, runde: tuple):
    sitzung, s = runde
    wer = welt.person("leitstelle")
    halte(sitzung, wer, {s["kita"]: "anwesend"})
    schliesse(sitzung, wer)
    sitzung.refresh_from_db()
    with pytest.raises(ValidationError, match="gehalten"):
        sage_ab(sitzung_id=sitzung.pk, version=sitzung.version, benutzer=wer)
    oeffne(sitzung_id=sitzung.pk, version=sitzung.version)
    sage_ab(sitzung_id=sitzung.pk, version=sitzung.version + 1, benutzer=wer)
    assert Kontakt.objects.count() == 0
    assert list(befunde()) == []


def test_pruefen_findet_einen_kontakt_der_anderes_sagt(welt: Welt, runde: tuple):
    sitzung, s = runde
    halte(sitzung, welt.person("leitstelle"), {s["kita"]: "anwesend", s["schule"]: "anwesend"})
    kontakt = schliesse(sitzung, welt.person("leitstelle")).kontakt
    kontakt.beteiligungen.filter(partner__name="Schule").delete()
    assert [befund.pruefung for befund in befunde()] == ["Sitzung"]


def test_kontakt_der_sitzung_wird_nur_dort_geaendert(welt: Welt, runde: tuple):
    sitzung, s = runde
    wer = welt.person("netzwerk_konz")
    halte(sitzung, wer, {s["kita"]: "anwesend"})
    schliesse(sitzung, wer)
    assert not Kontakt.objects.bearbeitbar_fuer(wer.bereich).exists()
    assert not Kontakt.objects.loeschbar_fuer(wer.bereich, 30).exists()
    assert Kontakt.objects.sichtbar_fuer(wer.bereich).exists()


# --- Decisions --------------------------------------------------------------------------------------------------------


def test_beschluss_mit_konto_und_tag_wird_wiedervorlage(welt: Welt, runde: tuple):
    sitzung, _ = runde
    wer, team = welt.person("netzwerk_konz"), welt.person("team_konz")
    lang = "Faltblatt " + "x" * 250
    angabe = Beschlussangabe(text=lang, benutzer_id=team.pk, am=heute_vor(-20))
    halte(sitzung, wer, {}, beschluesse=(angabe, Beschlussangabe(text="Nur vermerkt", zustaendig_text="alle")))
    schritt = Wiedervorlage.objects.get()
    assert (schritt.was, schritt.benutzer, schritt.am) == (lang[:200], team, heute_vor(-20))
    assert (schritt.sozialraum, schritt.beschluss.sitzung) == (welt.konz, sitzung)

    erster = Beschluss.objects.get(text=lang)
    ohne = Beschlussangabe(text=lang, uuid=erster.uuid)
    halte(sitzung, wer, {}, beschluesse=(ohne,))
    assert Wiedervorlage.objects.count() == 0
    assert list(Beschluss.objects.values_list("pk", flat=True)) == [erster.pk]


def test_unveraenderter_beschluss_laesst_die_wiedervorlage_in_ruhe(welt: Welt, runde: tuple):
    sitzung, _ = runde
    team = welt.person("team_konz")
    halte(
        sitzung,
        team,
        {},
        beschluesse=(Beschlussangabe(text="Faltblatt", benutzer_id=team.pk, am=heute_vor(-20)),),
    )
    schritt = Wiedervorlage.objects.get()
    schritt.was, schritt.erledigt_am = "Faltblatt mit der Kita abstimmen", heute_vor(0)
    schritt.save()
    gleich = Beschlussangabe(
        text="Faltblatt", uuid=schritt.beschluss.uuid, benutzer_id=team.pk, am=heute_vor(-20), zustaendig_text=""
    )
    halte(sitzung, team, {}, beschluesse=(gleich,))
    schritt.refresh_from_db()
    assert (schritt.was, schritt.erledigt_am) == ("Faltblatt mit der Kita abstimmen", heute_vor(0))
    halte(sitzung, team, {}, beschluesse=(replace(gleich, text="Plakat"),))
    schritt.refresh_from_db()
    assert schritt.was == "Plakat"


def test_partner_des_gastes_bleibt_geschuetzt(welt: Welt, runde: tuple):
    sitzung, _ = runde
    gast = neuer_partner(welt, "Gast")
    halte(sitzung, welt.person("leitstelle"), {}, gaeste=frozenset([gast.pk]))
    assert sitzung.teilnahmen.get().gast == Netzwerkpartner.objects.get(name="Gast")
    halte(sitzung, welt.person("leitstelle"), {})
    assert sitzung.teilnahmen.count() == 0
