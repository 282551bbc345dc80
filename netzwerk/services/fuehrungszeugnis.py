"""The Führungszeugnis: the Leitung enters three dates; the nightly job removes them when the law says so.

The audit says that something was entered, read, changed or removed and by whom; the dates never get there.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from konten.selectors import parameter_am
from konten.services.protokoll import protokolliere_geaenderte
from netzwerk.models import Einsatz, Fuehrungszeugnis, Netzwerkfachkraft
from netzwerk.models.einsatz import Einsatzmenge
from netzwerk.rules import Einsatzstatus
from netzwerk.rules.fuehrungszeugnis import angabenfehler, ist_zu_loeschen, wiedervorlage

OHNE_EINSATZ = (
    "Diese Angaben dürfen nur gespeichert werden, solange ein Einsatz läuft, bevorsteht oder vorgeschlagen ist. "
    "Bitte schlagen Sie zuerst den Einsatz vor."
)
UEBER_SICH = "Ihr eigenes Führungszeugnis sieht eine andere Person der Leitung ein und trägt es ein."


@transaction.atomic
def trage_ein(*, fachkraft: Netzwerkfachkraft, datum: date, eingesehen_am: date, benutzer_id: int) -> Fuehrungszeugnis:
    """Stores the three dates, the third computed; replaces what was there.

    Raises ValidationError: one's own, too old when seen, days out of order, no Einsatz that it would be for. Up to six
    queries.
    """
    if fachkraft.benutzer_id == benutzer_id:
        raise ValidationError(UEBER_SICH)
    heute = timezone.localdate()
    parameter = parameter_am(eingesehen_am)
    if fehler := angabenfehler(datum, eingesehen_am, heute, parameter["fuehrungszeugnis_alter_monate"]):
        raise ValidationError(fehler)
    if not _einsaetze().filter(fachkraft=fachkraft).exclude(bis__lt=heute).exists():
        raise ValidationError(OHNE_EINSATZ)
    faellig = wiedervorlage(datum, parameter["fuehrungszeugnis_wiedervorlage_jahre"])
    werte = {"datum": datum, "eingesehen_am": eingesehen_am, "wiedervorlage_am": faellig}
    eintrag, ist_neu = Fuehrungszeugnis.objects.update_or_create(fachkraft=fachkraft, defaults=werte)
    if not ist_neu:
        # The fields are kept out of the audit, so a change would leave no trace at all.
        protokolliere_geaenderte([(eintrag, {})], benutzer_id=benutzer_id)
    return eintrag


def loesche_faellige(stichtag: date) -> int:
    """Nightly: removes entries some months after the last Einsatz, at once if none followed. Returns how many."""
    monate = parameter_am(stichtag)["fuehrungszeugnis_loeschen_monate"]
    anzahl = 0
    for eintrag in Fuehrungszeugnis.objects.order_by("pk"):
        zeiten = _einsaetze().filter(fachkraft=eintrag.fachkraft_id).values_list("von", "bis")
        if ist_zu_loeschen(eintrag.eingesehen_am, zeiten, stichtag, monate):
            eintrag.delete()
            anzahl += 1
    return anzahl


def _einsaetze() -> Einsatzmenge:
    """Confirmed and proposed ones alike: a proposal is what the Zeugnis is asked for."""
    return Einsatz.objects.exclude(zustand=Einsatzstatus.ABGELEHNT)
