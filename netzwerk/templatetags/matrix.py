"""Cells of the coverage matrix, written in Python: a page shows dozens."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()
_MIT_PARTNERN = (
    '<td data-label="{}"><a class="z-{}" href="{}"><span class="zahl"><span aria-hidden="true">{}</span> {} / {}</span>'
    '<span class="wort">{}</span></a></td>'
)
_OHNE_PARTNER = (
    '<td data-label="{}"><span class="z-{}"><span class="zahl" aria-hidden="true">{}</span><span class="wort">{}</span>'
    "</span></td>"
)
_AUSNAHME = (
    '<td data-label="{}"><a class="z-{}" href="{}" title="{}"><span class="zahl" aria-hidden="true">{}</span>'
    '<span class="wort">{}</span><span class="kern-sr-only">: {}</span></a></td>'
)


@register.simple_tag
def matrixfelder(felder: Iterable[Any]) -> SafeString:
    """The cells of one row; each leads to the partners behind it."""
    return format_html_join("", "{}", ((_feld(feld),) for feld in felder))


def _feld(feld: Any) -> SafeString:
    zelle, name = feld.zelle, feld.spalte.kurzname
    zustand = zelle.zustand
    if feld.hinweis:
        zeichen = zustand.symbol, zustand.wort, feld.hinweis
        return format_html(_AUSNAHME, name, zustand.klasse, feld.url, feld.hinweis, *zeichen)
    if not feld.url:
        return format_html(_OHNE_PARTNER, name, zustand.klasse, zustand.symbol, zustand.wort)
    zahlen = zelle.aktuell, zelle.gesamt
    return format_html(_MIT_PARTNERN, name, zustand.klasse, feld.url, zustand.symbol, *zahlen, zustand.wort)
