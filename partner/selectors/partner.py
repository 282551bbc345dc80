"""Reads across partners and people: what holds on a day, likely duplicates, search, who changed what."""

from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower, Replace

from konten.models import Protokolleintrag
from konten.rules import normalisiere
from partner.models import Funktion, Kategoriezuordnung, Netzwerkpartner, Partnerzustand, Wirkungsbereich

_UMLAUTE = (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("Ä", "ae"), ("Ö", "oe"), ("Ü", "ue"), ("ß", "ss"))
_HOECHSTENS_AEHNLICHE = 5


def mit_stand(menge: QuerySet[Netzwerkpartner], stichtag: date) -> QuerySet[Netzwerkpartner]:
    """Partners with `kategorien_heute`, `raeume_heute` and `zustaende_heute` of that day. Three queries more."""
    return menge.select_related("gemeinde").prefetch_related(
        Prefetch(
            "kategoriezuordnungen",
            Kategoriezuordnung.objects.aktiv(stichtag).select_related("kategorie"),
            to_attr="kategorien_heute",
        ),
        Prefetch(
            "wirkungsbereiche",
            Wirkungsbereich.objects.aktiv(stichtag).select_related("sozialraum"),
            to_attr="raeume_heute",
        ),
        Prefetch("zustaende", Partnerzustand.objects.aktiv(stichtag), to_attr="zustaende_heute"),
    )


def ort_norm() -> Combinable:
    """Place of a partner as a column to sort by, alike on both databases. No query of its own."""
    ort = Lower("ort")
    for umlaut, ersatz in _UMLAUTE:
        ort = Replace(ort, Value(umlaut), Value(ersatz))
    return ort


def kategorie_rang(stichtag: date) -> Combinable:
    """Rank of a partner's first category on the day as a column to sort by. No query of its own."""
    zeilen = Kategoriezuordnung.objects.aktiv(stichtag).filter(partner=OuterRef("pk"))
    return Subquery(zeilen.order_by("kategorie__reihenfolge").values("kategorie__reihenfolge")[:1])


def aehnliche_partner(name: str, gemeinde_id: int | None, ort: str = "") -> list[Netzwerkpartner]:
    """Entries that may mean the same: one normalised name contains the other, in the same Gemeinde or place.

    Without Gemeinde and place only equal names count. One query, at most five entries.
    """
    norm = normalisiere(name)
    if not norm:
        return []
    menge = Netzwerkpartner.objects.annotate(gesucht=Value(norm, output_field=CharField()))
    enthalten = Q(name_norm__contains=norm) | Q(gesucht__contains=F("name_norm"))
    am_ort = Q(gemeinde=gemeinde_id) if gemeinde_id else Q(ort__iexact=ort) if ort else Q(pk__in=[])
    return list(menge.filter(Q(name_norm=norm) | (enthalten & am_ort)).order_by("name_norm")[:_HOECHSTENS_AEHNLICHE])


def suche_ansprechpersonen(text: str, stichtag: date) -> QuerySet[Funktion]:
    """Functions valid on the day whose person's name holds every word of the text, whatever the umlauts. One query."""
    menge = Funktion.objects.aktiv(stichtag).select_related("person", "partner")
    for wort in normalisiere(text).split():
        menge = menge.filter(person__name_norm__contains=wort)
    return menge.order_by("person__name_norm", "partner__name_norm")


def letzte_aenderungen(partner: Netzwerkpartner, anzahl: int) -> list[tuple[str, object, list[str]]]:
    """Newest changes of the partner's own fields: who, when, which fields by their names. One query."""
    eintraege = Protokolleintrag.objects.filter(
        content_type=ContentType.objects.get_for_model(Netzwerkpartner),
        object_id=partner.pk,
        action=Protokolleintrag.Action.UPDATE,
    ).select_related("actor")
    return [
        (str(eintrag.actor or "das System"), eintrag.timestamp, _feldnamen(eintrag.changes or {}))
        for eintrag in eintraege.order_by("-timestamp", "-pk")[: max(anzahl, 0)]
    ]


def _feldnamen(aenderungen: dict) -> list[str]:
    bekannt = {feld.name: str(feld.verbose_name) for feld in Netzwerkpartner._meta.concrete_fields}
    return [bekannt.get(name, name) for name in aenderungen]
