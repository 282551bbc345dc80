"""Rows of the report's tables, written in Python: page and PDF have dozens of them."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from konten.rules.zahl import dezimal
from netzwerk.selectors.statistik import Bezugszahlen

register = template.Library()
_ZEILE = (
    '<tr><th scope="row">{}</th><td class="zahl" data-label="übergreifend">{}</td>'
    '<td class="zahl" data-label="fallbezogen">{}</td><td class="zahl" data-label="beides">{}</td>'
    '<td class="zahl" data-label="zusammen">{}</td></tr>'
)


@register.simple_tag
def bezugszeile(name: str, zahlen: Bezugszahlen) -> SafeString:
    """Contacts of one line in the three columns of every statistic and together (K02)."""
    werte = zahlen.uebergreifend, zahlen.fallbezogen, zahlen.beides, zahlen.summe
    return format_html(_ZEILE, name, *map(dezimal, werte))
