"""Spellings of the words of a search."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from konten.rules import normalisiere
from konten.rules.suche import HOECHSTENS, schreibweisen, suchformen


@pytest.mark.parametrize(
    ("wort", "formen"),
    [
        ("kita", ("kita",)),
        ("mueller", ("mueller", "müller", "mÜller")),
        ("strasse", ("strasse", "straße")),
        ("", ("",)),
    ],
)
def test_schreibweisen(wort, formen):
    assert schreibweisen(wort) == formen


def test_jedes_wort_fuer_sich():
    assert suchformen("Übung  KITA") == [("uebung", "übung", "Übung"), ("kita",)]


@given(st.text(st.sampled_from("abcäöüßAÄ ue"), max_size=12))
def test_was_man_tippt_ist_eine_der_schreibweisen(wort):
    gefaltet = normalisiere(wort)
    formen = schreibweisen(gefaltet)
    assert gefaltet in formen
    assert len(formen) <= HOECHSTENS
    assert {normalisiere(form) for form in formen} == {gefaltet}
