"""Rows of the portrait's longest table, written in Python: a Sozialraum has dozens of Gemeinden."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from konten.rules.zahl import dezimal, tagesdatum
from sozialraum.selectors.portraet import Gebiet

register = template.Library()
_ZEILE = (
    '<tr><th scope="row">{}</th><td data-label="Verbands&shy;gemeinde">{}</td>'
    '<td class="zahl" data-label="Einwohnerzahl">{}</td><td data-label="Zuordnung"><span>seit {}{}{}</span></td></tr>'
)
_UNBELEGT = "erschlossen, nicht belegt"


@register.simple_tag
def gemeindezeilen(gebiete: Iterable[Gebiet]) -> SafeString:
    """One row per Gemeinde: to which Verbandsgemeinde it belongs, how many live there, since when it is assigned."""
    return format_html_join("", "{}", ((_zeile(gebiet),) for gebiet in gebiete))


def _zeile(gebiet: Gebiet) -> SafeString:
    return format_html(
        _ZEILE,
        gebiet.gemeinde,
        gebiet.verbandsgemeinde,
        dezimal(gebiet.einwohner),
        tagesdatum(gebiet.von),
        f", bis {tagesdatum(gebiet.bis)}" if gebiet.bis else "",
        "" if gebiet.ist_belegt else format_html("<br><em>{}</em>", _UNBELEGT),
    )
