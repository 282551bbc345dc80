"""Amounts in forms: German in and out, refused ones stay as typed."""

from decimal import Decimal

import pytest
from django import forms

from konten.forms.betrag import Betragsfeld


class Probeform(forms.Form):
    betrag = Betragsfeld(label="Betrag")


@pytest.mark.parametrize(
    ("text", "betrag"), [("1.234,56", "1234.56"), (" 7 € ", "7.00"), ("0", "0.00"), ("912345.67", "912345.67")]
)
def test_liest_deutsche_betraege(text: str, betrag: str):
    form = Probeform({"betrag": text})
    assert form.is_valid()
    assert form.cleaned_data["betrag"] == Decimal(betrag)


@pytest.mark.parametrize("text", ["", "zwölf", "1,234,5", "-1", "9" * 31, "12.34.5", "\x00"])
def test_abgelehntes_bleibt_stehen(text: str):
    form = Probeform({"betrag": text})
    assert list(form.errors) == ["betrag"]
    assert form["betrag"].value() == text


def test_vorhandenes_steht_deutsch_da_und_ist_unveraendert():
    form = Probeform({"betrag": "1.234,50"}, initial={"betrag": Decimal("1234.50")})
    assert Probeform(initial={"betrag": Decimal("1234.50")})["betrag"].value() == "1.234,50"
    assert form.changed_data == []
