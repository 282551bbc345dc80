"""What a provider answers, through its link or on the phone: both count the same (K22)."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from konten.models import Benutzer, Linkschluessel
from konten.services.link import verbrauche
from netzwerk.models import Lotsenanfrage, Lotsenschritt, Lotsenweiterleitung
from netzwerk.rules.lotsen import Antwort, Antwortweg, Ereignis, antwortfehler
from netzwerk.services.fassung import ZwischenzeitlichGeaendert
from netzwerk.services.lotsenbrief import melde_antwort

GESCHLOSSEN = "Diese Anfrage ist inzwischen abgeschlossen. Danke, dass Sie antworten wollten."


@dataclass(frozen=True, slots=True)
class Angabe:
    """frei, Warteliste (perhaps until when), or passt nicht with its reason."""

    antwort: str
    warteliste_bis: date | None = None
    grund: str = ""

    def bereinigt(self) -> "Angabe":
        """Without a day that does not belong to this answer."""
        bis = self.warteliste_bis if self.antwort == Antwort.WARTELISTE else None
        return Angabe(self.antwort, bis, " ".join(self.grund.split()))


@transaction.atomic
def antworte(
    *,
    frage_id: int,
    version: int,
    angabe: Angabe,
    heute: date,
    schluessel: Linkschluessel | None = None,
    durch: Benutzer | None = None,
) -> Lotsenweiterleitung:
    """Stores the answer, or another one while the request is open; the same one twice is one answer.

    Raises ValidationError once the request is closed or when something is missing, ZwischenzeitlichGeaendert when
    somebody else answered after the page was opened.
    """
    anfrage = _offene(frage_id)
    frage = Lotsenweiterleitung.objects.select_for_update(of=("self",)).select_related("partner").get(pk=frage_id)
    neu = angabe.bereinigt()
    if (frage.antwort, frage.warteliste_bis, frage.grund) == (neu.antwort, neu.warteliste_bis, neu.grund):
        return frage
    if frage.version != version:
        raise ZwischenzeitlichGeaendert(frage.version)
    if fehler := antwortfehler(neu.antwort, neu.warteliste_bis, neu.grund, heute):
        raise ValidationError(fehler)
    _speichere(frage, neu, durch)
    if schluessel is not None:
        verbrauche(schluessel=schluessel)
    Lotsenschritt.objects.create(
        anfrage=anfrage, ereignis=Ereignis.ANTWORT, durch=durch, text=_satz(frage), weiterleitung=frage
    )
    if durch is None:
        melde_antwort(frage, anfrage, heute)
    return frage


def _offene(frage_id: int) -> Lotsenanfrage:
    """The request is locked first, as everywhere: closing and answering wait for each other."""
    menge = Lotsenanfrage.objects.select_for_update(of=("self",)).select_related("zustaendig")
    anfrage = menge.get(weiterleitungen=frage_id)
    if not anfrage.ist_offen:
        raise ValidationError(GESCHLOSSEN)
    return anfrage


def _speichere(frage: Lotsenweiterleitung, angabe: Angabe, durch: Benutzer | None) -> None:
    frage.antwort, frage.warteliste_bis, frage.grund = angabe.antwort, angabe.warteliste_bis, angabe.grund
    frage.beantwortet_am, frage.eingetragen_von = timezone.now(), durch
    frage.beantwortet_weg = Antwortweg.TELEFON if durch else Antwortweg.LINK
    frage.version += 1
    frage.save()


def _satz(frage: Lotsenweiterleitung) -> str:
    """As it was said that day; a later answer does not change it."""
    bis = f", voraussichtlich frei ab {frage.warteliste_bis:%d.%m.%Y}" if frage.warteliste_bis else ""
    return f"{frage.get_antwort_display()}{bis}{f': {frage.grund}' if frage.grund else ''}"
