"""Entries on the time line of a relationship, written in Python: a page shows twenty of them."""

from collections.abc import Iterable
from datetime import date

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from konten.rules.zahl import relativ, tagesdatum
from netzwerk.rules.verlauf import Verlaufsart
from netzwerk.selectors.verlauf.basis import Ereignis

register = template.Library()
_EINTRAG = '<li><time datetime="{}">{} <span aria-hidden="true">·</span> {}</time><h3>{}</h3>{}</li>'
_WICHTIG = _EINTRAG.replace("<li>", '<li class="ist-wichtig">')
_VERBORGEN = "Das Ergebnis fallbezogener Kontakte lesen nur die Netzwerkfachkräfte des Sozialraums."
_NICHT_GEDRUCKT = "Was einen Fall betrifft, steht nicht in der Akte."


@register.simple_tag
def zeitstrahleintraege(ereignisse: Iterable[Ereignis], heute: date) -> SafeString:
    """List items, newest first; what the viewer may not read is empty in the entry already."""
    return format_html_join("", "{}", ((_eintrag(ereignis, heute),) for ereignis in ereignisse))


@register.simple_tag
def zeitstrahlakte(ereignisse: Iterable[Ereignis], heute: date) -> SafeString:
    """The same for paper, without what concerns a case."""
    return format_html_join("", "{}", ((_eintrag(e.ohne_falltext(), heute, _NICHT_GEDRUCKT),) for e in ereignisse))


def _eintrag(e: Ereignis, heute: date, verborgen: str = _VERBORGEN) -> SafeString:
    return format_html(
        _WICHTIG if e.ist_wichtig else _EINTRAG,
        e.am.isoformat(),
        tagesdatum(e.am),
        relativ(e.am, heute),
        format_html('<a href="{}">{}</a>', e.url, e.titel) if e.url else e.titel,
        # Of a contact out of reach there is nothing but day, kind and outcome.
        "" if e.art is Verlaufsart.KONTAKT and not e.url else _einzelheiten(e, verborgen),
    )


def _einzelheiten(e: Ereignis, verborgen: str) -> SafeString:
    teile = (
        format_html('<p class="netz-merkmale">{}</p>', _merkmale(e)) if e.merkmale or e.marke else "",
        format_html('<p class="netz-kontakttext">{}</p>', linebreaksbr(e.text)) if e.text else "",
        _vereinbarung(e.vereinbart) if e.vereinbart else "",
        format_html('<p class="netz-leise">{}</p>', verborgen) if e.ist_verborgen else "",
        format_html('<p class="netz-leise">{}</p>', e.zusatz) if e.zusatz else "",
    )
    return format_html_join("", "{}", ((teil,) for teil in teile))


def _merkmale(e: Ereignis) -> SafeString:
    marke = format_html('<span class="netz-zustand netz-zustand--neutral">{}</span>', e.marke) if e.marke else ""
    return format_html("{}{}", _worte(e.merkmale), marke)


def _worte(worte: Iterable[str]) -> SafeString:
    return format_html_join("", "<span>{}</span>", ((wort,) for wort in worte))


def _vereinbarung(text: str) -> SafeString:
    return format_html('<p class="netz-kontakttext"><strong>Vereinbart:</strong> {}</p>', linebreaksbr(text))
