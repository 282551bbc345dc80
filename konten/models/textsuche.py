"""Search in columns that hold text as it was typed."""

import re
from collections.abc import Sequence

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection
from django.db.models import Q, QuerySet

from konten.rules.suche import suchformen

SPRACHE = "german"


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
