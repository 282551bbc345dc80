"""Next steps in lists, written in Python: a page shows twenty-five of them."""

from collections.abc import Iterator

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from konten.rules.zahl import tagesdatum
from netzwerk.models import Wiedervorlage

register = template.Library()
_LINK = '<a href="{}">{}</a>'


@register.simple_tag(takes_context=True)
def woher(context: template.Context, schritt: Wiedervorlage) -> SafeString:
    """What a next step is about and where it came from."""
    teile = format_html_join("", "<span>{}</span>", ((teil,) for teil in _woher(schritt, context["request"].user.pk)))
    return format_html('<span class="netz-leise netz-wv__woher">{}</span>', teile)


def _woher(schritt: Wiedervorlage, betrachter: int | None) -> Iterator[str]:
    for einer in schritt.beteiligte:
        yield format_html(_LINK, einer.get_absolute_url(), einer)
    if schritt.sozialraum:
        yield str(schritt.sozialraum)
    if schritt.zusage_satz:
        yield schritt.zusage_satz
    if schritt.benutzer_id != betrachter:
        yield f"zuständig: {schritt.benutzer}"
    if kontakt := schritt.kontakt:
        yield format_html(_LINK, kontakt.get_absolute_url(), f"aus Kontakt vom {tagesdatum(kontakt.am)}")
    if schritt.beschluss:
        yield f"aus {schritt.beschluss.sitzung}"
    if anzahl := getattr(schritt, "aufschubzahl", 0):
        yield f"{'einmal' if anzahl == 1 else f'{anzahl}-mal'} verschoben"
