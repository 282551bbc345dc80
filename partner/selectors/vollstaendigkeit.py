"""Which facts partners state (K16): one set of conditions for page, list, filter, order and figures."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Combinable

from konten.models.abfrage import vorbereitet
from partner.models import (
    Angabenpruefung,
    Funktion,
    Funktionsadresse,
    Kategoriezuordnung,
    Netzwerkpartner,
    Wirkungsbereich,
)
from partner.models.netzwerkpartner import Partnermenge
from partner.rules import Partnerstatus
from partner.rules.vollstaendigkeit import FAKTEN, Raumstand, Vollstaendigkeit, vollstaendigkeit


class Angabenstand(NamedTuple):
    """What an entry states, and when somebody last said that it is true."""

    vollstaendigkeit: Vollstaendigkeit
    geprueft_am: date | None
    geprueft_von: str = ""


def bedingungen(stichtag: date) -> Mapping[str, Q]:
    """Key of a fact → condition under which an entry states it on the day. The weights are `FAKTEN`. No query."""

    def gilt(modell: type) -> Q:
        return Q(Exists(modell.objects.aktiv(stichtag).filter(partner=OuterRef("pk"))))

    return {
        "zustaendigkeit": ~Q(zustaendigkeiten=""),
        "aufgaben": ~Q(aufgaben=""),
        "erreichbar": ~Q(telefon="", email=""),
        "ansprechperson": gilt(Funktion),
        "sozialraum": gilt(Wirkungsbereich),
        "kategorie": gilt(Kategoriezuordnung),
        "anschrift": ~Q(strasse="") & ~Q(ort=""),
        "zielgruppen": ~Q(zielgruppen="", zielgruppen_frei=""),
        "oeffnung": ~Q(oeffnungszeiten={}, oeffnungshinweis=""),
        "funktionsadresse": gilt(Funktionsadresse),
    }


def punkte(stichtag: date) -> Combinable:
    """Sum of the weights as a column to sort and filter by. No query of its own."""
    wenn = bedingungen(stichtag)
    teile = [Case(When(wenn[fakt.schluessel], then=Value(fakt.gewicht)), default=Value(0)) for fakt in FAKTEN]
    summe: Combinable = teile[0]
    for teil in teile[1:]:
        summe += teil
    return ExpressionWrapper(summe, IntegerField())


def ohne_fakt(menge: Partnermenge, schluessel: str, stichtag: date) -> Partnermenge:
    """Entries that do not state this fact on the day. No query of its own."""
    return menge.exclude(bedingungen(stichtag)[schluessel])


def ungeprueft_seit(menge: Partnermenge, grenze: date) -> Partnermenge:
    """Entries that nobody has confirmed since that day. No query of its own."""
    return menge.filter(~Exists(Angabenpruefung.objects.filter(partner=OuterRef("pk"), am__gte=grenze)))


def angabenstaende(partner_ids: Collection[int], stichtag: date) -> Mapping[int, Angabenstand]:
    """What these entries state on the day. One query."""
    return {zeile[0]: _stand(zeile[1:]) for zeile in _fakten(partner_ids, stichtag)}


def _stand(werte: Iterable) -> Angabenstand:
    *vorhanden, geprueft_am, vorname, nachname = werte
    da = [fakt.schluessel for fakt, ist_da in zip(FAKTEN, vorhanden, strict=True) if ist_da]
    return Angabenstand(vollstaendigkeit(da), geprueft_am, " ".join(filter(None, (vorname, nachname))))


@vorbereitet
def _fakten(partner_ids: Collection[int], stichtag: date) -> QuerySet:
    return _mit_fakten(Netzwerkpartner.objects.filter(pk__in=partner_ids), stichtag)


def _mit_fakten(menge: Partnermenge, stichtag: date) -> QuerySet:
    wenn = bedingungen(stichtag)
    spalten = {f"hat_{f.schluessel}": ExpressionWrapper(wenn[f.schluessel], BooleanField()) for f in FAKTEN}
    pruefung = Angabenpruefung.objects.filter(partner=OuterRef("pk"), am__lte=stichtag).order_by("-am", "-pk")
    spalten |= {
        "zuletzt": Subquery(pruefung.values("am")[:1]),
        "wer_vorname": Subquery(pruefung.values("durch__vorname")[:1]),
        "wer_nachname": Subquery(pruefung.values("durch__nachname")[:1]),
    }
    return menge.annotate(**spalten).order_by().values_list("pk", *spalten)


class Raumbild(NamedTuple):
    """The figures of one Sozialraum, and how many of its partners lack which fact."""

    stand: Raumstand
    fehlende: Counter


def raumstaende(stichtag: date, grenze: date) -> Mapping[int, Raumbild]:
    """Completeness of the active partners by Sozialraum; `grenze` as in `ungeprueft_seit`. Two queries."""
    aktive = Netzwerkpartner.objects.eigenstaendig().im_zustand(stichtag, Partnerstatus.AKTIV)
    staende = {zeile[0]: _stand(zeile[1:]) for zeile in _mit_fakten(aktive, stichtag)}
    bilder: dict[int, Raumbild] = defaultdict(lambda: Raumbild(Raumstand(), Counter()))
    paare = Wirkungsbereich.objects.aktiv(stichtag).order_by().values_list(F("sozialraum_id"), F("partner_id"))
    for raum, partner in set(paare):
        if (stand := staende.get(partner)) is None:
            continue
        veraltet = stand.geprueft_am is None or stand.geprueft_am < grenze
        bild = bilder[raum]
        bild.fehlende.update(fakt.schluessel for fakt in stand.vollstaendigkeit.fehlende)
        bilder[raum] = Raumbild(bild.stand.mit(stand.vollstaendigkeit, ist_veraltet=veraltet), bild.fehlende)
    return bilder
