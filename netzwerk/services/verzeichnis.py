"""Acts and files of the public directory (K11): a hint about an error, times as calendar, ways as business card."""

from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from icalendar import Calendar, Event, Timezone

from konten.services.textschutz import vermerke_bestaetigungen
from netzwerk.rules.verzeichnis import Kontaktweg, Termin
from netzwerk.services.termin import ZEITZONE, ZONE
from partner.models import Aenderungsvorschlag, Angebot
from partner.rules.bestaetigung import Vorschlagsart
from partner.rules.erreichbarkeit import Stelle, Visitenkarte, vcard

#: hints about one offer that may wait at once; more say nothing new
OFFENE_HOECHSTENS = 20


@transaction.atomic
def melde_fehler(*, angebot: Angebot, text: str, muster: dict[str, str] | None = None) -> bool:
    """Puts the hint into the queue of proposals; nothing public changes. The same text waits only once.

    False when it is not kept: it waits already, or too many do. `muster`: kinds of passage that the guard against
    client data saw and the writer confirmed.
    """
    Angebot.objects.select_for_update().get(pk=angebot.pk)
    offene = Aenderungsvorschlag.objects.offen().filter(angebot=angebot, antwort=Vorschlagsart.MELDUNG)
    if offene.count() >= OFFENE_HOECHSTENS or offene.filter(bemerkung=text).exists():
        return False
    vorschlag = Aenderungsvorschlag.objects.create(
        angebot=angebot, antwort=Vorschlagsart.MELDUNG, bemerkung=text, eingegangen_am=timezone.now()
    )
    vermerke_bestaetigungen(benutzer=None, objekt=vorschlag, muster=muster or {})
    return True


def kalenderdatei(angebot: Angebot, termine: list[Termin], url: str) -> bytes:
    """The dates as iCalendar with their time zone; the same dates give the same bytes. No query."""
    kalender = Calendar()
    kalender.add("prodid", "-//Netzwerkarbeit//Verzeichnis//DE")
    kalender.add("version", "2.0")
    kalender.add("method", "PUBLISH")
    kalender.add_component(Timezone.from_ical(ZEITZONE))
    for nummer, termin in enumerate(termine):
        kalender.add_component(_ereignis(angebot, termin, nummer, url))
    return kalender.to_ical()


def _ereignis(angebot: Angebot, termin: Termin, nummer: int, url: str) -> Event:
    ereignis = Event()
    uhr = f"{termin.von:%H%M}" if termin.von else f"tag{nummer}"
    ereignis.add("uid", f"{angebot.uuid}-{termin.am:%Y%m%d}-{uhr}@netzwerkarbeit")
    ereignis.add("dtstamp", angebot.geaendert_am.astimezone(UTC))
    ereignis.add("summary", angebot.titel)
    if angebot.anschrift:
        ereignis.add("location", angebot.anschrift)
    ereignis.add("url", url)
    if termin.von is None:
        ereignis.add("dtstart", termin.am)
        ereignis.add("dtend", termin.am + timedelta(days=1))
        ereignis.add("transp", "TRANSPARENT")
        return ereignis
    ereignis.add("dtstart", datetime.combine(termin.am, termin.von, ZONE))
    if termin.bis:
        ereignis.add("dtend", datetime.combine(termin.am, termin.bis, ZONE))
    return ereignis


def kontaktkarte(angebot: Angebot, weg: Kontaktweg) -> str:
    """The published ways to the provider as vCard; no person stands on it. No query."""
    anbieter = angebot.anbieter
    stelle = Stelle(
        einrichtung=anbieter.name,
        funktion=weg.name or angebot.titel,
        telefon=weg.telefon,
        email=weg.email,
        strasse=anbieter.strasse,
        plz=anbieter.plz,
        ort=anbieter.ort,
        web=weg.web,
    )
    return vcard(Visitenkarte(str(angebot.uuid), f"{anbieter.name}: {angebot.titel}", "", "", "", (stelle,)))
