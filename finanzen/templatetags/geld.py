"""Money as people read it."""

from decimal import Decimal

from django import template

from finanzen.rules.mittel import euro, prozentsatz

register = template.Library()
register.filter("euro", euro)
register.filter("prozentsatz", prozentsatz)


@register.filter
def ganze(betrag: Decimal) -> str:
    """ "20.000 €": for the marks of an axis."""
    return euro(betrag).replace(",00 €", " €")
