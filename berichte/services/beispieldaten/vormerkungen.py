"""Next steps beyond a talk: put off with a reason, promised by the partner, noted for a Sozialraum."""

from datetime import UTC, datetime, time, timedelta

from berichte.services.beispieldaten.rahmen import Rahmen
from netzwerk.models import Aufschub, Wiedervorlage
from netzwerk.rules import Zusage

PERSONA = "netzwerk-konz"
#: (how long before its present day it was put off, to the day, reason), oldest first
AUFSCHUEBE = ((21, "Niemanden erreicht"), (7, "Warte auf Antwort"))
ALLEIN = "Raum für das Treffen aller Kitas anfragen"
IN_TAGEN = 20


def merke_vor(rahmen: Rahmen) -> None:
    """Four queries, whatever the size."""
    person = rahmen.konten[PERSONA]
    offene = list(Wiedervorlage.objects.offen().filter(benutzer=person).order_by("am", "pk"))
    if len(offene) >= 2:
        _schiebe_auf(rahmen, offene[0], person)
        Wiedervorlage.objects.filter(pk=offene[1].pk).update(zusage=Zusage.PARTNER)
    Wiedervorlage.objects.bulk_create(
        [
            Wiedervorlage(
                uuid=rahmen.wuerfel.schluessel(),
                benutzer_id=person,
                sozialraum=rahmen.sozialraeume["konz"],
                was=ALLEIN,
                am=rahmen.stichtag + timedelta(days=IN_TAGEN),
            )
        ]
    )


def _schiebe_auf(rahmen: Rahmen, schritt: Wiedervorlage, person: int) -> None:
    """Each later than the one before, each on the day on which it was put off."""
    zeilen = []
    for vorher, grund in AUFSCHUEBE:
        von = schritt.am - timedelta(days=vorher)
        auf = schritt.am if vorher == AUFSCHUEBE[-1][0] else schritt.am - timedelta(days=AUFSCHUEBE[-1][0])
        zeilen.append(
            Aufschub(
                uuid=rahmen.wuerfel.schluessel(),
                wiedervorlage=schritt,
                von_tag=von,
                auf_tag=auf,
                grund=grund,
                durch_id=person,
            )
        )
    for zeile in Aufschub.objects.bulk_create(zeilen):
        mittag = datetime.combine(zeile.von_tag, time(13), UTC)
        Aufschub.objects.filter(uuid=zeile.uuid).update(erstellt_am=mittag, geaendert_am=mittag)
