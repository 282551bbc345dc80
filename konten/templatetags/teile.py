"""Small pieces that stand in every row of a table, written in Python: an included template costs ten times as much."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()
_ZUSTAND = (
    '<span class="netz-zustand netz-zustand--{}"><span class="netz-zustand__symbol" aria-hidden="true">{}</span> {}'
    "</span>"
)


@register.simple_tag
def zustand(anzeige: Any) -> SafeString:
    """A state with class, symbol and word: never colour alone."""
    return format_html(_ZUSTAND, anzeige.klasse, anzeige.symbol, anzeige.wort)
