"""Entries of the public directory, written in Python: a page of the list holds twenty of them."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from konten.rules.zahl import tagesdatum
from netzwerk.selectors.verzeichniszeile import Zeile

register = template.Library()


@register.simple_tag
def verzeichnisstand(zeile: Zeile) -> SafeString:
    """How sure we are that the entry is true."""
    geprueft_am = zeile.angebot.geprueft_am
    if geprueft_am is None:
        return format_html("<strong>{}</strong>", "noch nicht geprüft, bitte vorher anrufen")
    zusatz = "" if zeile.ist_geprueft else format_html(", <strong>{}</strong>", "bitte vorher anrufen")
    return format_html("Stand: {}{}", tagesdatum(geprueft_am), zusatz)


@register.simple_tag
def verzeichniseintrag(zeile: Zeile) -> SafeString:
    """One offer of the list."""
    angebot = zeile.angebot
    merkmale = format_html_join("", "<li>{}</li>", ((merkmal,) for merkmal in zeile.merkmale))
    return format_html(
        '<li><article><h3><a href="{}">{}</a></h3>{}{}<p class="netz-leise">{} · {}</p></article></li>',
        zeile.url,
        angebot.titel,
        format_html("<p>{}</p>", angebot.kurztext) if angebot.kurztext else "",
        format_html('<ul class="netz-vz-merkmale">{}</ul>', merkmale) if merkmale else "",
        angebot.anbieter.name,
        verzeichnisstand(zeile),
    )
