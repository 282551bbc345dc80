"""All records with free text of all apps, and the confirmed hints of the guard against client data in them."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from finanzen.selectors.textschutz import QUELLEN as GELD
from konten.models import Textbestaetigung
from konten.rules import ALLE, Geltungsbereich
from netzwerk.selectors.textschutz import QUELLEN as ARBEIT
from netzwerk.selectors.textschutz import RECHT

#: word in the address -> kind of record
QUELLEN = {quelle.art: quelle for quelle in (*ARBEIT, *GELD)}
JE_MODELL = {quelle.modell._meta.label_lower: quelle for quelle in QUELLEN.values()}


def sichtbare_bestaetigungen(bereich: Geltungsbereich, *, nur_vorhandene: bool = False) -> QuerySet[Textbestaetigung]:
    """Confirmed hints of the records whose text this person may blank; of deleted ones for who may everywhere."""
    menge = Textbestaetigung.objects.sichtbar_fuer(bereich).filter(modell__in=JE_MODELL)
    if bereich.reichweite(RECHT) is ALLE and not nur_vorhandene:
        return menge
    treffer = Q(pk__in=[])
    for modell, quelle in JE_MODELL.items():
        # Few hints stand against thousands of records: each hint looks for its own.
        treffer |= Q(modell=modell) & Q(Exists(quelle.schwaerzbar_fuer(bereich).filter(uuid=OuterRef("objekt"))))
    return menge.filter(treffer)


def vorhandene(bereich: Geltungsbereich, hinweise: Iterable[Textbestaetigung]) -> set[UUID]:
    """Of these hints the records that still exist and may be opened. One query for each kind of record."""
    je_modell: dict[str, set[UUID]] = defaultdict(set)
    for hinweis in hinweise:
        je_modell[hinweis.modell].add(hinweis.objekt)
    return {
        schluessel
        for modell, gesucht in je_modell.items()
        for schluessel in JE_MODELL[modell]
        .schwaerzbar_fuer(bereich)
        .filter(uuid__in=gesucht)
        .values_list("uuid", flat=True)
    }
