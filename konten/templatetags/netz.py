"""Small words for templates: German dates and numbers, the hidden mark of a form's owner."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

import pyphen
from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from konten.rules.datei import groesse_in_worten
from konten.rules.entwurf import FERTIG, SCHLUESSELFELD, STANDFELD
from konten.rules.zahl import dezimal, relativ, tagesdatum
from konten.services.rueckgabe import FELD, absender
from konten.widgets import fehler, feld, gruppe

register = template.Library()
LANGES_WORT = 9
register.simple_tag(feld)
register.simple_tag(gruppe)
register.simple_tag(fehler)
_TRENNER = pyphen.Pyphen(lang="de_DE", left=3, right=3)


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
    """ "vor 3 Tagen", "in 5 Wochen", seen from the Stichtag."""
    return "" if wert is None else relativ(wert, stichtag)


@register.filter
def vor_meldung(text: str) -> str:
    """The label before its message: with a colon, unless it is a question."""
    return text if text.endswith("?") else f"{text}:"


@register.filter
def dateigroesse(wert: int) -> str:
    """34 KB, 1,2 MB."""
    return groesse_in_worten(wert)


@register.filter
@lru_cache(maxsize=512)
def silben(text: str) -> SafeString:
    """Narrow headings break inside a long word only at the syllable nearest its middle, and after a slash."""
    worte = " ".join(_mit_trennstelle(wort) for wort in str(text).split(" "))
    return SafeString(conditional_escape(worte).replace("/", "/<wbr>"))


def _mit_trennstelle(wort: str) -> str:
    stellen = _TRENNER.positions(wort) if len(wort) >= LANGES_WORT and wort.isalpha() else []
    if not stellen:
        return wort
    mitte = min(stellen, key=lambda stelle: abs(stelle - len(wort) / 2))
    return f"{wort[:mitte]}\u00ad{wort[mitte:]}"


@register.simple_tag(takes_context=True)
def absenderfeld(context: template.Context) -> SafeString:
    """Hidden field that ties a form to the account that opened it, so that text kept for her goes to nobody else."""
    benutzer = context["request"].user
    if not benutzer.is_authenticated:
        return SafeString("")
    mal = format_html('<input type="hidden" name="{}" value="{}">', FELD, absender(benutzer.pk))
    return mal + _entwurfsfelder(context.get("view"), context.get("form"))


def _entwurfsfelder(view: Any, form: Any) -> SafeString:
    """What the script needs to keep the form as a draft: its key, and what of it the page shows already."""
    if not getattr(view, "entwurfsart", ""):
        return SafeString("")
    return format_html(
        '<input type="hidden" name="{}" value="{}" data-entwurf="{}" data-entwurf-gezeigt="{}">'
        '<input type="hidden" name="{}" value="">',
        SCHLUESSELFELD,
        view.entwurfsschluessel,
        view.entwurfsanfang(),
        view.entwurf.stand if view.entwurf else "eingaben" if form is not None and form.is_bound else "",
        STANDFELD,
    )


@register.simple_tag(takes_context=True)
def fertige_entwuerfe(context: template.Context) -> SafeString:
    """Tells the device, once, which copies of drafts it may remove."""
    sitzung = getattr(context.get("request"), "session", {})
    if FERTIG not in sitzung:
        return SafeString("")
    return format_html('<div hidden data-entwuerfe-fertig="{}"></div>', " ".join(sitzung.pop(FERTIG)))
