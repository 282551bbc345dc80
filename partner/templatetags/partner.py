"""Words of the partner pages for templates."""

from django import template

from partner.rules import erreichbarkeit

register = template.Library()


@register.filter
def telefonziel(wert: str) -> str:
    """Number for a `tel:` link."""
    return erreichbarkeit.telefonziel(wert)
