"""A meeting as calendar file: invitation, cancellation, or to take along."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from netzwerk.models import Sitzung
from netzwerk.rules.gremium import Sitzungsstatus, termin_uid

ZONE = ZoneInfo("Europe/Berlin")
EINLADEN, ABSAGEN, ZEIGEN = "REQUEST", "CANCEL", "PUBLISH"
ICS = "text/calendar"
#: Written out: what the package derives from the system ends after some years and moves the change by an hour.
ZEITZONE = """BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
""".replace("\n", "\r\n")


@dataclass(frozen=True, slots=True)
class Eingeladen:
    """Name and address of somebody who is invited."""

    name: str
    adresse: str


def termindatei(
    sitzung: Sitzung,
    *,
    methode: str,
    folge: int,
    erzeugt: datetime,
    punkte: Sequence[str] = (),
    eingeladene: Sequence[Eingeladen] = (),
) -> str:
    """The meeting as iCalendar text with its own time zone. `folge` rises with every version. No query.

    Without a beginning it lasts all day; without an end no duration is invented.
    """
    kalender = Calendar()
    kalender.add("prodid", "-//Netzwerkarbeit//Gremien//DE")
    kalender.add("version", "2.0")
    kalender.add("method", methode)
    kalender.add_component(Timezone.from_ical(ZEITZONE))
    kalender.add_component(_termin(sitzung, methode, folge, erzeugt, punkte, eingeladene))
    return kalender.to_ical().decode()


def _termin(
    sitzung: Sitzung,
    methode: str,
    folge: int,
    erzeugt: datetime,
    punkte: Sequence[str],
    eingeladene: Sequence[Eingeladen],
) -> Event:
    termin = Event()
    termin.add("uid", termin_uid(str(sitzung.uuid)))
    termin.add("sequence", folge)
    termin.add("dtstamp", erzeugt.astimezone(UTC))
    termin.add("summary", sitzung.gremium.name)
    termin.add("dtstart", _zeitpunkt(sitzung.am, sitzung.beginn))
    if sitzung.beginn and sitzung.ende:
        termin.add("dtend", _zeitpunkt(sitzung.am, sitzung.ende))
    if sitzung.ort:
        termin.add("location", sitzung.ort)
    if punkte:
        termin.add("description", "Tagesordnung:\n" + "\n".join(f"{nr}. {titel}" for nr, titel in enumerate(punkte, 1)))
    abgesagt = methode == ABSAGEN or sitzung.zustand == Sitzungsstatus.ABGESAGT
    termin.add("status", "CANCELLED" if abgesagt else "CONFIRMED")
    if eingeladene:
        termin.add("organizer", _person("Netzwerkarbeit", settings.DEFAULT_FROM_EMAIL))
    for person in eingeladene:
        termin.add("attendee", _person(person.name, person.adresse, rsvp=methode == EINLADEN), encode=0)
    return termin


def _zeitpunkt(tag: date, uhrzeit: time | None) -> date | datetime:
    return datetime.combine(tag, uhrzeit, ZONE) if uhrzeit else tag


def _person(name: str, adresse: str, *, rsvp: bool | None = None) -> vCalAddress:
    person = vCalAddress(f"mailto:{adresse}")
    person.params["CN"] = vText(name)
    if rsvp is not None:
        person.params["ROLE"] = vText("REQ-PARTICIPANT")
        person.params["PARTSTAT"] = vText("NEEDS-ACTION")
        person.params["RSVP"] = vText("TRUE" if rsvp else "FALSE")
    return person
