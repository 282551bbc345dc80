"""Money as people read it."""

from decimal import Decimal

from django import template

from finanzen.rules.mittel import euro, prozentsatz

register = template.Library()
register.filter("euro", euro)
register.filter("prozentsatz", prozentsatz)


@register.filter
def unzertrennt(text: str) -> str:
    """Amount and sign stay on one line."""
    return text.replace(" €", "\u00a0€")


@register.filter
def betrag(wert: Decimal | None) -> str:
    """ "66.234,56 €", never broken between amount and sign."""
    return unzertrennt(euro(wert))


@register.filter
def ganze(wert: Decimal) -> str:
    """ "20.000 €": for the marks of an axis."""
    return unzertrennt(euro(wert).replace(",00 €", " €"))
