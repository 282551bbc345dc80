"""Contacts on a partner's time line, written in Python: a page shows twenty of them."""

from collections.abc import Iterable
from datetime import date

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from konten.rules.zahl import relativ, tagesdatum
from netzwerk.selectors.beziehung import Eintrag

register = template.Library()
_EINTRAG = '<li><time datetime="{}">{} <span aria-hidden="true">·</span> {}</time><h3>{}</h3>{}</li>'
_WICHTIG = _EINTRAG.replace("<li>", '<li class="ist-wichtig">')
_VERBORGEN = "Das Ergebnis fallbezogener Kontakte lesen nur die Netzwerkfachkräfte des Sozialraums."


@register.simple_tag
def zeitstrahleintraege(eintraege: Iterable[Eintrag], heute: date) -> SafeString:
    """List items, newest first; what the viewer may not read is empty in the entry already."""
    return format_html_join("", "{}", ((_eintrag(eintrag, heute),) for eintrag in eintraege))


def _eintrag(e: Eintrag, heute: date) -> SafeString:
    titel = f"{e.art or 'Kontakt'}, {e.ergebnis}"
    return format_html(
        _WICHTIG if e.ist_erreicht else _EINTRAG,
        e.am.isoformat(),
        tagesdatum(e.am),
        relativ(e.am, heute),
        format_html('<a href="{}">{}</a>', e.url, titel) if e.url else titel,
        _einzelheiten(e) if e.url else "",
    )


def _einzelheiten(e: Eintrag) -> SafeString:
    personen = f"mit {', '.join(e.personen)} · " if e.personen else ""
    teile = (
        format_html('<p class="netz-merkmale">{}</p>', _merkmale(e)),
        format_html('<p class="netz-kontakttext">{}</p>', linebreaksbr(e.inhalt)) if e.inhalt else "",
        _vereinbarung(e.vereinbarung) if e.vereinbarung else "",
        format_html('<p class="netz-leise">{}</p>', _VERBORGEN) if e.ist_text_verborgen else "",
        format_html('<p class="netz-leise">{}erfasst von {}</p>', personen, e.erfasst_von),
    )
    return format_html_join("", "{}", ((teil,) for teil in teile))


def _merkmale(e: Eintrag) -> SafeString:
    bezug = format_html('<span class="netz-zustand netz-zustand--neutral">{}</span>', e.bezug) if e.bezug else ""
    return format_html("{}{}{}", _worte(e.sozialraeume), bezug, _worte(e.themen))


def _worte(worte: Iterable[str]) -> SafeString:
    return format_html_join("", "<span>{}</span>", ((wort,) for wort in worte))


def _vereinbarung(text: str) -> SafeString:
    return format_html('<p class="netz-kontakttext"><strong>Vereinbart:</strong> {}</p>', linebreaksbr(text))
