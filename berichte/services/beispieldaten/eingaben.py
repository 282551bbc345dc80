"""What forms leave behind: an unfinished entry, a confirmed hint of the guard, the number of the Jugendamt."""

from datetime import UTC, datetime, time
from urllib.parse import urlencode

from berichte.services.beispieldaten.rahmen import Rahmen
from konten.models import Benutzer, Entwurf, Parameter, Textbestaetigung
from konten.rules.textschutz import arten_von, pruefe_text
from netzwerk.models import Kontakt
from netzwerk.rules import Bezug

TELEFON = "0651 000000 (erfundene Nummer)"
#: the name of a group looks like the name of a family: a hint that is rightly confirmed
MIT_HINWEIS = "Die Spielgruppe „Familie Sonnenschein“ sucht ab Januar einen größeren Raum."
ANGEFANGEN = "Die Kita fragt nach einem Vortrag zum Medienkonsum."


def lege_eingaben_an(rahmen: Rahmen) -> None:
    """Five queries, whatever the size."""
    mittag = datetime.combine(rahmen.stichtag, time(11, 30), UTC)
    angefangen = {"uuid": rahmen.wuerfel.schluessel(), "art": "telefonat", "wann": "heute", "inhalt": ANGEFANGEN}
    Entwurf.objects.bulk_create(
        [
            Entwurf(
                benutzer=Benutzer.objects.get(username="team-konz"),
                formular="kontakt-neu.beispiel",
                titel=f"Kontakt erfassen: {ANGEFANGEN}",
                adresse="/kontakte/neu/",
                inhalt=urlencode(angefangen),
                stand=int(mittag.timestamp() * 1000),
            )
        ]
    )
    Parameter.objects.filter(schluessel="kinderschutz_telefon").update(wert=TELEFON)
    Parameter.objects.filter(schluessel="barrierefreiheit_mail").update(wert="barrieren@landkreis.example.org")
    kontakt = Kontakt.objects.filter(
        erfasst_von__username="netzwerk-konz", bezug=Bezug.UEBERGREIFEND, am__lte=rahmen.stichtag
    ).order_by("-am", "-pk")[10:11].get()  # fmt: skip
    Kontakt.objects.filter(pk=kontakt.pk).update(inhalt=MIT_HINWEIS)
    Textbestaetigung.objects.bulk_create(
        [
            Textbestaetigung(
                uuid=rahmen.wuerfel.schluessel(),
                benutzer=kontakt.erfasst_von,
                modell="netzwerk.kontakt",
                objekt=kontakt.uuid,
                feld="inhalt",
                muster=arten_von(pruefe_text(MIT_HINWEIS)),
            )
        ]
    )
