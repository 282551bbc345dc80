"""Words of the partner pages for templates."""

from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html

from partner.rules import erreichbarkeit
from partner.rules.angebot import FRISCHE_ZEICHEN
from partner.rules.vereinbarung import ZEICHEN, lage, wort

register = template.Library()


@register.filter
def telefonziel(wert: str) -> str:
    """Number for a `tel:` link."""
    return erreichbarkeit.telefonziel(wert)


@register.simple_tag
def vereinbarungsstand(vereinbarung: Any, stichtag: date) -> str:
    """Badge: how the agreement stands on that day."""
    angaben = (stichtag, vereinbarung.von, vereinbarung.bis, vereinbarung.pruefen_am)
    klasse, symbol = ZEICHEN[lage(*angaben)]
    return format_html(
        '<span class="netz-zustand netz-zustand--{}"><span class="netz-zustand__symbol" aria-hidden="true">{}</span> '
        "{}</span>",
        klasse,
        symbol,
        wort(*angaben),
    )


@register.simple_tag
def angebotsfrische(frische: Any) -> str:
    """Badge: how sure we are that an offer's entry is true."""
    klasse, symbol = FRISCHE_ZEICHEN[frische]
    return format_html(
        '<span class="netz-zustand netz-zustand--{}"><span class="netz-zustand__symbol" aria-hidden="true">{}</span> '
        "{}</span>",
        klasse,
        symbol,
        frische.label,
    )
