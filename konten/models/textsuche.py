"""Search in columns that hold text as it was typed."""

import re
from collections.abc import Sequence
from typing import TypeVar

from django.contrib.postgres.search import SearchQuery, SearchVector, TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import Model, Q, QuerySet

from konten.rules import normalisiere
from konten.rules.suche import naehe, silben, suchformen

SPRACHE = "german"
#: how alike a name must be to be offered when nothing was found
AEHNLICH_AB = 0.4
M = TypeVar("M", bound=Model)


def mit_worten(menge: QuerySet, text: str, felder: Sequence[str]) -> QuerySet:
    """Rows in which every word of the text occurs in one of the columns, whatever the umlauts and case."""
    for formen in suchformen(text):
        menge = menge.filter(Q(*((f"{feld}__icontains", form) for feld in felder for form in formen), _connector=Q.OR))
    return menge


def mit_volltext(menge: QuerySet, text: str, felder: Sequence[str]) -> QuerySet:
    """The same for long texts: on PostgreSQL by German stems and beginnings of words, elsewhere as `mit_worten`."""
    if connection.vendor != "postgresql":
        return mit_worten(menge, text, felder)
    worte = [[form for form in formen if re.fullmatch(r"[\w-]+", form)] for formen in suchformen(text)]
    if not worte or not all(worte):
        return mit_worten(menge, text, felder)
    frage = " & ".join(f"({' | '.join(f'{form}:*' for form in formen)})" for formen in worte)
    vektor = SearchVector(*felder, config=SPRACHE)
    return menge.annotate(volltext=vektor).filter(volltext=SearchQuery(frage, config=SPRACHE, search_type="raw"))


def mit_aehnlichem_namen(menge: QuerySet[M], spalte: str, text: str, hoechstens: int) -> list[M]:
    """Rows whose normalised name comes near to the text, the nearest first: for slips of the pen.

    By shared trigrams: on PostgreSQL with its index (two queries), elsewhere over all names in Python (two queries).
    """
    gesucht = normalisiere(text)
    if connection.vendor != "postgresql":
        return _aehnliche_ohne_index(menge, spalte, gesucht, hoechstens)
    with transaction.atomic(), connection.cursor() as zeiger:
        zeiger.execute(f"SET LOCAL pg_trgm.word_similarity_threshold = {AEHNLICH_AB}")
        nahe = menge.annotate(naehe=TrigramWordSimilarity(gesucht, spalte))
        return list(
            nahe.filter(**{f"{spalte}__trigram_word_similar": gesucht}).order_by("-naehe", spalte, "pk")[:hoechstens]
        )


def _aehnliche_ohne_index(menge: QuerySet[M], spalte: str, gesucht: str, hoechstens: int) -> list[M]:
    worte = silben(gesucht)
    bewertet = sorted(
        (-wert, name, pk)
        for pk, name in menge.order_by().values_list("pk", spalte)
        if (wert := naehe(worte, name)) >= AEHNLICH_AB
    )[:hoechstens]
    zeilen = menge.in_bulk([pk for *_, pk in bewertet])
    return [zeilen[pk] for *_, pk in bewertet]
