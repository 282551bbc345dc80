"""The personal calendar: whose it is, what stands in it, and that two independent readers agree on it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import vobject
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from konten.models import Kalenderadresse, Mailwunsch
from konten.rules import Rolle
from konten.services.kalenderadresse import erzeuge, inhaber, widerrufe
from netzwerk.models import Gremium, Kontakt, Sitzung, Wiedervorlage
from netzwerk.rules.gremium import Ebene, Sitzungsstatus
from netzwerk.selectors.bereich import geltungsbereich
from netzwerk.services.kalender import kalendertext
from sozialraum.models import Zustaendigkeit
from tests.welt import ANFANG, Welt, neuer_partner

pytestmark = pytest.mark.django_db
HEUTE = date(2026, 11, 23)
STUNDE = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _ohne_gezaehltes():
    cache.clear()


def neuer_schritt(welt: Welt, name: str = "netzwerk_konz", was: str = "Ämter anrufen", **felder) -> Wiedervorlage:
    return Wiedervorlage.objects.create(
        **{"benutzer": welt.personen[name], "was": was, "am": date(2026, 11, 25), **felder}
    )


def neue_sitzung(welt: Welt, am: date, beginn: time | None = time(14), ende: time | None = time(15, 30), **felder):
    gremium = Gremium.objects.create(
        **{"name": "Runder Tisch Größe", "ebene": Ebene.HANDLUNG, "sozialraum": welt.konz, "von": ANFANG, **felder}
    )
    return Sitzung.objects.create(gremium=gremium, am=am, beginn=beginn, ende=ende, ort="Rathaus, Zimmer 3")


def kalender(welt: Welt, name: str = "netzwerk_konz", tag: date = HEUTE) -> bytes:
    return kalendertext(geltungsbereich(welt.person(name), tag))


def termine(text: bytes) -> dict[str, object]:
    """Events by uid as icalendar reads them."""
    return {str(termin["uid"]): termin for termin in Calendar.from_ical(text).walk("VEVENT")}


def titel(text: bytes) -> list[str]:
    return sorted(str(termin["summary"]) for termin in termine(text).values())


def test_wiedervorlage_ist_ein_ganzer_tag_der_nichts_blockiert(welt: Welt):
    schritt = neuer_schritt(welt)
    termin = termine(kalender(welt))[f"wiedervorlage-{schritt.uuid}@netzwerkarbeit"]
    assert str(termin["summary"]) == "Wiedervorlage: Ämter anrufen"
    assert (termin.decoded("dtstart"), termin.decoded("dtend")) == (date(2026, 11, 25), date(2026, 11, 26))
    assert termin["dtstart"].params["VALUE"] == "DATE"
    assert str(termin["transp"]) == "TRANSPARENT"


def test_zwei_leser_sind_sich_einig(welt: Welt):
    neuer_schritt(
        welt, was="Ein sehr langer Schritt; mit Komma, Semikolon und Umlauten äöüß " + "wieder und wieder " * 6
    )
    neue_sitzung(welt, date(2026, 12, 1))
    text = kalender(welt)
    gelesen = vobject.readOne(text.decode())
    zweite = {
        (v.uid.value, v.summary.value, v.dtstart.value, v.dtend.value, int(v.sequence.value))
        for v in gelesen.vevent_list
    }
    erste = {
        (str(t["uid"]), str(t["summary"]), t.decoded("dtstart"), t.decoded("dtend"), int(t["sequence"]))
        for t in termine(text).values()
    }
    als_utc = lambda wert: wert.astimezone(UTC) if isinstance(wert, datetime) else wert  # noqa: E731
    assert {tuple(map(als_utc, zeile)) for zeile in erste} == {tuple(map(als_utc, zeile)) for zeile in zweite}
    assert len(erste) == 2


def test_text_uebersteht_lesen_und_schreiben_unveraendert(welt: Welt):
    neuer_schritt(welt)
    neue_sitzung(welt, date(2026, 12, 1))
    text = kalender(welt)
    assert Calendar.from_ical(Calendar.from_ical(text).to_ical()) == Calendar.from_ical(text)
    assert all(len(zeile) <= 75 for zeile in text.split(b"\r\n"))
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT2H" in text


@pytest.mark.parametrize(
    ("am", "uhrzeit_utc"),
    [
        (date(2026, 10, 23), 12),  # summer time
        (date(2026, 10, 25), 13),  # the day on which it ends
        (date(2026, 10, 26), 13),
        (date(2027, 3, 26), 13),
        (date(2027, 3, 28), 12),  # the day on which it begins
        (date(2041, 7, 1), 12),  # zones that packages write out end before that
    ],
)
def test_sitzung_liegt_auch_nach_der_zeitumstellung_um_vierzehn_uhr(welt: Welt, am: date, uhrzeit_utc: int):
    sitzung = neue_sitzung(welt, am)
    text = kalender(welt, tag=am - timedelta(days=30))
    termin = termine(text)[f"sitzung-{sitzung.uuid}@netzwerkarbeit"]
    assert termin["dtstart"].params["TZID"] == "Europe/Berlin"
    erwartet = datetime(am.year, am.month, am.day, uhrzeit_utc, tzinfo=UTC)
    assert termin.decoded("dtstart").astimezone(UTC) == erwartet
    # vobject computes with the VTIMEZONE of the file, not with what the machine knows.
    zweiter = vobject.readOne(text.decode()).vevent
    assert zweiter.dtstart.value.astimezone(UTC) == erwartet
    assert zweiter.dtend.value - zweiter.dtstart.value == timedelta(minutes=90)


def test_sitzung_ohne_uhrzeit_ist_ganztags_und_abgesagte_bleibt_erkennbar(welt: Welt):
    sitzung = neue_sitzung(welt, date(2026, 12, 1), beginn=None, ende=None)
    Sitzung.objects.update(zustand=Sitzungsstatus.ABGESAGT)
    termin = termine(kalender(welt))[f"sitzung-{sitzung.uuid}@netzwerkarbeit"]
    assert (str(termin["status"]), str(termin["summary"])) == ("CANCELLED", "Abgesagt: Runder Tisch Größe")
    assert termin.decoded("dtstart") == date(2026, 12, 1)


def test_kennung_bleibt_und_folge_steigt_wenn_sich_etwas_aendert(welt: Welt):
    schritt = neuer_schritt(welt)
    ((uid, vorher),) = termine(kalender(welt)).items()
    Wiedervorlage.objects.update(am=date(2026, 11, 30), geaendert_am=schritt.geaendert_am + STUNDE)
    ((uid_danach, danach),) = termine(kalender(welt)).items()
    assert uid == uid_danach
    assert int(danach["sequence"]) == int(vorher["sequence"]) + 3600
    assert danach.decoded("last-modified") - vorher.decoded("last-modified") == STUNDE


def test_fallbezogenes_steht_nicht_im_kalender(welt: Welt):
    kontakt = Kontakt.objects.create(
        art="telefonat", am=HEUTE, bezug="fallbezogen", erfasst_von=welt.personen["netzwerk_konz"]
    )
    neuer_schritt(welt, was="Familie Geheim anrufen", kontakt=kontakt)
    text = kalender(welt)
    assert b"Geheim" not in text
    assert titel(text) == ["Wiedervorlage: Nächster Schritt aus einem fallbezogenen Kontakt"]


def test_jede_sieht_nur_das_eigene_und_die_vertretung_auch_das_der_vertretenen(welt: Welt):
    neuer_schritt(welt, was="Eigenes")
    neuer_schritt(welt, "netzwerk_saarburg", was="Fremdes")
    neue_sitzung(welt, date(2026, 12, 1))
    assert titel(kalender(welt)) == ["Runder Tisch Größe", "Wiedervorlage: Eigenes"]
    assert titel(kalender(welt, "netzwerk_saarburg")) == ["Wiedervorlage: Fremdes"]
    Zustaendigkeit.objects.create(
        benutzer=welt.personen["netzwerk_saarburg"],
        rolle=Rolle.NETZWERK,
        vertritt=welt.personen["netzwerk_konz"],
        von=HEUTE,
        bis=HEUTE,
    )
    assert "Wiedervorlage: Eigenes" in titel(kalender(welt, "netzwerk_saarburg"))
    assert titel(kalender(welt, "netzwerk_saarburg", HEUTE + timedelta(days=1))) == ["Wiedervorlage: Fremdes"]


def test_faellige_kontakte_nur_auf_wunsch(welt: Welt):
    partner = neuer_partner(welt, "Kita Beispielbach")
    assert termine(kalender(welt)) == {}
    Mailwunsch.objects.create(benutzer=welt.personen["netzwerk_konz"], faellige_im_kalender=True)
    termin = termine(kalender(welt))[f"faellig-{partner.uuid}-{welt.konz.pk}@netzwerkarbeit"]
    assert str(termin["summary"]) == "Noch nie erreicht: Kita Beispielbach (Konz)"


# --- The address --------------------------------------------------------------------------------------------------


def adresse(welt: Welt, name: str = "netzwerk_konz") -> str:
    return f"/kalender/{erzeuge(benutzer=welt.personen[name])}.ics"


def test_adresse_gibt_den_kalender_ohne_anmeldung_und_wird_nirgends_aufgehoben(welt: Welt):
    neuer_schritt(welt, am=timezone.localdate())
    antwort = Client().get(adresse(welt))
    assert (antwort.status_code, antwort["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert (antwort["Cache-Control"], antwort["Referrer-Policy"]) == ("private, no-store", "no-referrer")
    assert titel(antwort.content) == ["Wiedervorlage: Ämter anrufen"]
    assert not antwort.cookies


def test_gespeichert_ist_nur_der_abdruck(welt: Welt):
    geheimnis = erzeuge(benutzer=welt.personen["netzwerk_konz"])
    gespeichert = Kalenderadresse.objects.get()
    assert geheimnis not in str(vars(gespeichert))
    assert inhaber(geheimnis) == welt.personen["netzwerk_konz"]
    assert inhaber(gespeichert.abdruck) is None


def test_neue_adresse_macht_die_alte_ungueltig_und_widerruf_jede(welt: Welt):
    alte, neue = adresse(welt), adresse(welt)
    assert [Client().get(url).status_code for url in (alte, neue)] == [404, 200]
    assert widerrufe(benutzer=welt.personen["netzwerk_konz"])
    assert Client().get(neue).status_code == 404


def test_stillgelegtes_konto_hat_keinen_kalender(welt: Welt):
    url = adresse(welt)
    welt.personen["netzwerk_konz"].is_active = False
    welt.personen["netzwerk_konz"].save()
    assert Client().get(url).status_code == 404


def test_unveraendertes_wird_nicht_noch_einmal_uebertragen(welt: Welt):
    url = adresse(welt)
    erste = Client().get(url)
    zweite = Client().get(url, headers={"If-None-Match": erste["ETag"]})
    assert (zweite.status_code, zweite.content) == (304, b"")
    neuer_schritt(welt)
    assert Client().get(url, headers={"If-None-Match": erste["ETag"]}).status_code == 200


def test_zu_haeufiges_fragen_wird_gebremst(welt: Welt):
    url = adresse(welt)
    assert {Client().get(url).status_code for _ in range(120)} == {200}
    gebremst = Client().get(url)
    assert (gebremst.status_code, gebremst["Retry-After"]) == (429, "3600")


def test_seite_zeigt_die_adresse_genau_einmal(welt: Welt, als):
    client = als("netzwerk_konz")
    assert client.post("/konto/kalender/neu/").url == "/konto/kalender/"
    antwort = client.get("/konto/kalender/")
    geheimnis = antwort.context["adresse"].removesuffix(".ics").rpartition("/")[2]
    assert antwort["Cache-Control"] == "no-store"
    assert inhaber(geheimnis) == welt.personen["netzwerk_konz"]
    assert geheimnis not in client.get("/konto/kalender/").content.decode()
    assert client.post("/konto/kalender/widerrufen/").status_code == 302
    assert inhaber(geheimnis) is None


def test_neu_laden_und_nachfragen_lassen_die_adresse_gelten(welt: Welt, als):
    client = als("netzwerk_konz")
    client.post("/konto/kalender/neu/")
    abdruck = Kalenderadresse.objects.get().abdruck
    assert ["adresse" in client.get("/konto/kalender/").context for _ in range(2)] == [True, False]
    frage = client.post("/konto/kalender/neu/").content.decode()
    assert "Adresse ersetzen" in frage
    assert Kalenderadresse.objects.get().abdruck == abdruck
    assert client.post("/konto/kalender/neu/", {"ersetzen": "1"}).status_code == 302
    assert Kalenderadresse.objects.get().abdruck != abdruck
