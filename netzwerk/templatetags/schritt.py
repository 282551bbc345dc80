"""Next steps in lists, written in Python: a page shows twenty-five of them."""

from collections.abc import Iterator
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from konten.rules.zahl import relativ, tagesdatum

register = template.Library()
_LINK = '<a href="{}">{}</a>'
_LEISE = '<span class="netz-leise">{}</span>'
_MARKE = (
    '<span class="netz-zustand netz-zustand--{}"><span class="netz-zustand__symbol" aria-hidden="true">{}</span> {}'
    "</span>"
)
_HAKEN = (
    '<form method="post" action="{}"><input type="hidden" name="csrfmiddlewaretoken" value="{}">'
    '<input type="hidden" name="weiter" value="{}"><button class="netz-haken" type="submit">'
    '<span aria-hidden="true">✓</span> Erledigt<span class="kern-sr-only">: {}</span></button></form>'
)
_OEFFNEN = (
    '<form method="post" action="{}"><input type="hidden" name="csrfmiddlewaretoken" value="{}">'
    '<input type="hidden" name="weiter" value="{}"><input type="hidden" name="zurueck" value="1">'
    '<button class="netz-haken" type="submit">Wieder öffnen<span class="kern-sr-only">: {}</span></button></form>'
)


@register.simple_tag(takes_context=True)
def woher(context: template.Context, schritt: Any) -> SafeString:
    """What a next step is about and where it came from."""
    teile = format_html_join("", "<span>{}</span>", ((teil,) for teil in _woher(schritt, context["request"].user.pk)))
    return format_html('<span class="netz-leise netz-wv__woher">{}</span>', teile)


def _woher(schritt: Any, betrachter: int | None) -> Iterator[str]:
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


@register.simple_tag(takes_context=True)
def frist(context: template.Context, schritt: Any) -> SafeString:
    """Until when, or when it was done and by whom."""
    heute = context["heute"]
    if schritt.erledigt_am:
        wer = schritt.erledigt_von if schritt.erledigt_von_id != context["request"].user.pk else None
        return format_html(_LEISE, f"erledigt am {tagesdatum(schritt.erledigt_am)}{f' von {wer}' if wer else ''}")
    if schritt.am == heute:
        return format_html(_MARKE, "faellig", "!", "heute")
    text = f"{tagesdatum(schritt.am)}, {relativ(schritt.am, heute)}"
    return format_html(_MARKE, "ueberfaellig", "✕", text) if schritt.am < heute else format_html(_LEISE, text)


@register.simple_tag(takes_context=True)
def haken(context: template.Context, schritt: Any) -> SafeString:
    """The button that ticks the step off, or opens it again."""
    return format_html(
        _OEFFNEN if schritt.erledigt_am else _HAKEN,
        schritt.erledigt_url,
        context["csrf_token"],
        context["request"].get_full_path(),
        schritt.text,
    )
