"""Reads of the administration."""

from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from konten.models import Benutzer
from konten.models.abfrage import vorbereitet
from sozialraum.models import Gebietszuordnung, Gemeinde, Sozialraum, Traegerschaft, Zustaendigkeit


@vorbereitet
def ohne_steuerung(stichtag: date) -> QuerySet[Sozialraum]:
    """Sozialräume that no Träger steers on that day. One query."""
    steuernde = Traegerschaft.objects.aktiv(stichtag).filter(
        sozialraum=OuterRef("pk"), ist_steuerungsverantwortlich=True
    )
    return Sozialraum.objects.filter(~Exists(steuernde))


def mit_zuordnungen(gemeinden: QuerySet[Gemeinde]) -> QuerySet[Gemeinde]:
    """Each Gemeinde with all its assignments, newest first, in `zuordnungen`. One query more."""
    zeilen = Gebietszuordnung.objects.select_related("sozialraum").order_by("-von")
    return gemeinden.prefetch_related(Prefetch("gebietszuordnungen", zeilen, to_attr="zuordnungen"))


def gemeinden_im(gemeinden: QuerySet[Gemeinde], sozialraum: Sozialraum, stichtag: date) -> QuerySet[Gemeinde]:
    """Those that belong to the Sozialraum on that day."""
    zeilen = Gebietszuordnung.objects.aktiv(stichtag).filter(gemeinde=OuterRef("pk"), sozialraum=sozialraum)
    return gemeinden.filter(Exists(zeilen))


def mit_aufgaben(konten: QuerySet[Benutzer], stichtag: date) -> QuerySet[Benutzer]:
    """Each account with the responsibilities that hold on that day in `aufgaben`. One query more."""
    zeilen = Zustaendigkeit.objects.aktiv(stichtag).fuer_liste()
    return konten.prefetch_related(Prefetch("zustaendigkeiten", zeilen, to_attr="aufgaben"))
