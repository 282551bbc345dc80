"""The personal calendar as iCalendar text: next steps and due contacts of a day, meetings with their time."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from icalendar import Calendar, Event, Timezone

from konten.models import Mailwunsch
from konten.rules import Geltungsbereich
from netzwerk.models import Sitzung, Wiedervorlage
from netzwerk.rules.abdeckung import Lage
from netzwerk.rules.gremium import Sitzungsstatus, termin_uid
from netzwerk.selectors.anstehend import (
    Faelliger,
    aussentext,
    eigene_sitzungen,
    mit_namen,
    offene_schritte,
    zustaende,
)
from netzwerk.services.termin import ZEITZONE, ZONE

#: how often calendar programs should ask
ABSTAND = timedelta(hours=2)
RUECKBLICK, VORSCHAU = timedelta(days=60), timedelta(days=400)
_TAG = timedelta(days=1)


def kalendertext(bereich: Geltungsbereich) -> bytes:
    """Calendar of the person whose scope this is, on its day (K07). Three queries, nine with due contacts.

    The same records give the same bytes on the same day: nothing in it depends on the hour.
    """
    kalender = _rahmen()
    for schritt in offene_schritte(bereich):
        kalender.add_component(_schritt(schritt))
    tag = bereich.stichtag
    for sitzung in eigene_sitzungen(bereich, tag - RUECKBLICK, tag + VORSCHAU):
        kalender.add_component(_sitzung(sitzung))
    wunsch = Mailwunsch.objects.sichtbar_fuer(bereich).first()
    if wunsch and wunsch.faellige_im_kalender:
        for termin in _faellige(bereich):
            kalender.add_component(termin)
    return kalender.to_ical()


def _rahmen() -> Calendar:
    kalender = Calendar()
    kalender.add("prodid", "-//Netzwerkarbeit//Kalender//DE")
    kalender.add("version", "2.0")
    kalender.add("calscale", "GREGORIAN")
    kalender.add("method", "PUBLISH")
    kalender.add("x-wr-calname", "Netzwerkarbeit")
    kalender.add("x-wr-timezone", "Europe/Berlin")
    kalender.add("refresh-interval", ABSTAND, parameters={"VALUE": "DURATION"})
    kalender.add("x-published-ttl", "PT2H")
    kalender.add_component(Timezone.from_ical(ZEITZONE))
    return kalender


def _termin(uid: str, titel: str, geaendert: datetime, folge: int, pfad: str) -> Event:
    termin = Event()
    termin.add("uid", uid)
    termin.add("dtstamp", geaendert.astimezone(UTC))
    termin.add("last-modified", geaendert.astimezone(UTC))
    termin.add("sequence", folge)
    termin.add("summary", titel)
    termin.add("url", settings.BASIS_URL + pfad)
    return termin


def _ganztags(termin: Event, tag: date) -> Event:
    """Occupies the day without blocking it."""
    termin.add("dtstart", tag)
    termin.add("dtend", tag + _TAG)
    termin.add("transp", "TRANSPARENT")
    return termin


def _schritt(schritt: Wiedervorlage) -> Event:
    # Seconds since it was entered: rises with every change, as calendars ask for, and needs no column of its own.
    folge = int((schritt.geaendert_am - schritt.erstellt_am).total_seconds())
    uid = f"wiedervorlage-{schritt.uuid}@netzwerkarbeit"
    return _ganztags(
        _termin(uid, f"Wiedervorlage: {aussentext(schritt)}", schritt.geaendert_am, folge, schritt.get_absolute_url()),
        schritt.am,
    )


def _sitzung(sitzung: Sitzung) -> Event:
    abgesagt = sitzung.zustand == Sitzungsstatus.ABGESAGT
    titel = f"Abgesagt: {sitzung.gremium}" if abgesagt else str(sitzung.gremium)
    pfad = sitzung.get_absolute_url()
    termin = _termin(termin_uid(sitzung.uuid), titel, sitzung.geaendert_am, sitzung.version, pfad)
    termin.add("status", "CANCELLED" if abgesagt else "CONFIRMED")
    if sitzung.ort:
        termin.add("location", sitzung.ort)
    if sitzung.beginn is None:
        return _ganztags(termin, sitzung.am)
    termin.add("dtstart", datetime.combine(sitzung.am, sitzung.beginn, ZONE))
    if sitzung.ende:
        termin.add("dtend", datetime.combine(sitzung.am, sitzung.ende, ZONE))
    return termin


def _faellige(bereich: Geltungsbereich) -> Iterable[Event]:
    """Partners whose next contact is due or will be within the preview; who was never reached stands on today."""
    grenze = bereich.stichtag + VORSCHAU
    lagen = [lage for lage in zustaende(bereich) if (lage.faellig_am or bereich.stichtag) <= grenze]
    return [_faelliger(eintrag, bereich.stichtag) for eintrag in mit_namen(lagen) if _gehoert_hinein(eintrag)]


def _gehoert_hinein(eintrag: Faelliger) -> bool:
    return eintrag.lage.faellig_am is not None or eintrag.lage.lage in (Lage.NIE, Lage.NEU)


def _faelliger(eintrag: Faelliger, heute: date) -> Event:
    lage = eintrag.lage
    tag = lage.faellig_am or heute
    stand = datetime.combine(lage.letzter or lage.seit, time(), UTC)
    titel = f"Kontakt fällig: {eintrag.partner.name} ({eintrag.sozialraum})"
    if lage.letzter is None:
        titel = f"Noch nie erreicht: {eintrag.partner.name} ({eintrag.sozialraum})"
    uid = f"faellig-{eintrag.partner.uuid}-{lage.sozialraum_id}@netzwerkarbeit"
    return _ganztags(_termin(uid, titel, stand, tag.toordinal(), eintrag.partner.get_absolute_url()), tag)
