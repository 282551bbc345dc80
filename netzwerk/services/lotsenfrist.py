"""Nightly: what passed its deadline goes to the Leitung, old texts and unconfirmed requests go away (K22)."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from konten.models import Linkschluessel
from konten.selectors import parameter_am
from konten.services.link import loesche_alte
from netzwerk.models import Lotsenanfrage, Lotsenschritt
from netzwerk.rules.lotsen import Anfragestatus, Ereignis, ist_ueberfaellig, texte_loeschen_vor
from netzwerk.selectors.lotsen import ueberfaellige
from netzwerk.services.lotsen import BESTAETIGUNGSFRIST
from netzwerk.services.lotsenbrief import melde_eskalierte

#: fields that say in words what was needed and who asked; the figures need none of them
TEXTE = ("titel", "text", "rueckmeldung", "absender_name", "absender_stelle", "absender_email", "absender_telefon")


def eskaliere_ueberfaellige(heute: date) -> int:
    """Each overdue request once, until it is opened again; returns how many."""
    return sum(_eskaliere(pk, heute) for pk in ueberfaellige(heute).values_list("pk", flat=True))


@transaction.atomic
def _eskaliere(anfrage_id: int, heute: date) -> bool:
    anfrage = Lotsenanfrage.objects.select_for_update(of=("self",)).get(pk=anfrage_id)
    if anfrage.eskaliert_am or not ist_ueberfaellig(anfrage.zustand, anfrage.frist_am, heute):
        return False
    anfrage.eskaliert_am = heute
    anfrage.version += 1
    anfrage.save()
    Lotsenschritt.objects.create(anfrage=anfrage, ereignis=Ereignis.ESKALIERT)
    melde_eskalierte(anfrage, heute)
    return True


def loesche_texte(heute: date) -> int:
    """Texts and names of requests that were closed long ago; what the figures need stays. Returns how many."""
    vor = texte_loeschen_vor(heute, parameter_am(heute)["lotsen_texte_loeschen_monate"])
    alte = Lotsenanfrage.objects.filter(
        zustand=Anfragestatus.ABGESCHLOSSEN, abgeschlossen_am__lt=vor, texte_geloescht_am__isnull=True
    )
    return sum(_loesche(pk, heute, vor) for pk in alte.values_list("pk", flat=True))


@transaction.atomic
def _loesche(anfrage_id: int, heute: date, vor: date) -> bool:
    anfrage = Lotsenanfrage.objects.select_for_update(of=("self",)).get(pk=anfrage_id)
    if anfrage.ist_offen or anfrage.abgeschlossen_am >= vor:
        return False
    for feld in TEXTE:
        setattr(anfrage, feld, "")
    anfrage.texte_geloescht_am = heute
    anfrage.version += 1
    anfrage.save()
    anfrage.schritte.update(text="", geaendert_am=timezone.now())
    fragen = list(anfrage.weiterleitungen.values_list("uuid", flat=True))
    anfrage.weiterleitungen.update(grund="", empfaenger="", geaendert_am=timezone.now())
    Linkschluessel.objects.filter(gegenstand__in=[anfrage.uuid, *fragen]).delete()
    Lotsenschritt.objects.create(anfrage=anfrage, ereignis=Ereignis.GELOESCHT)
    return True


def verwirf_unbestaetigte(heute: date) -> int:
    """Requests from the public form that nobody confirmed, and links that ended a year ago. Returns how many."""
    grenze = timezone.now() - BESTAETIGUNGSFRIST
    unbestaetigte = Lotsenanfrage.objects.filter(zustand=Anfragestatus.UNBESTAETIGT, erstellt_am__lt=grenze)
    anzahl = unbestaetigte.count()
    unbestaetigte.delete()
    loesche_alte(grenze.replace(year=heute.year - 1, day=1))
    return anzahl
