"""Small words for templates: German dates and numbers, the hidden mark of a form's owner."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

import pyphen
from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from konten.rules.zahl import dezimal, relativ, tagesdatum
from konten.services.rueckgabe import FELD, absender

register = template.Library()


@register.filter
def tag(wert: date | None) -> str:
    """22.11.2026; empty for no date."""
    return tagesdatum(wert)


@register.filter
def zahl(wert: int | Decimal | None) -> str:
    """14.512; places as given."""
    return "" if wert is None else dezimal(wert)


@register.filter
def vzae(wert: Decimal | None) -> str:
    """0,25; stored with four places, shown with two."""
    return "" if wert is None else dezimal(wert.quantize(Decimal("0.01"), ROUND_HALF_UP))


@register.filter
def relativ_zu(wert: date | None, stichtag: date) -> str:
    """ "vor 3 Tagen", "in 2 Wochen", seen from the Stichtag."""
    return "" if wert is None else relativ(wert, stichtag)


@register.filter
@lru_cache(maxsize=512)
def silben(text: str) -> SafeString:
    """Short headings break where German words do: soft hyphens in words, a break after a slash."""
    trenner = pyphen.Pyphen(lang="de_DE", left=4, right=4)
    worte = (trenner.inserted(wort, "\u00ad") for wort in conditional_escape(str(text)).split(" "))
    return SafeString(" ".join(worte).replace("/", "/<wbr>"))


@register.simple_tag(takes_context=True)
def absenderfeld(context: template.Context) -> SafeString:
    """Hidden field that ties a form to the account that opened it, so that text kept for her goes to nobody else."""
    benutzer = context["request"].user
    if not benutzer.is_authenticated:
        return SafeString("")
    return format_html('<input type="hidden" name="{}" value="{}">', FELD, absender(benutzer.pk))
