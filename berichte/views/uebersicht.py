"""The start page."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from berichte.selectors.entscheidungen import Entscheidung, entscheidungen
from berichte.selectors.uebersicht import lagebild, quartal, uebersicht
from konten.rules import Geltungsbereich
from konten.selectors import offene_entwuerfe
from konten.views import Gesichert
from netzwerk.reports import felder
from netzwerk.selectors.bekanntheit import kennenzulernende
from netzwerk.selectors.mitteilung import ungelesene
from netzwerk.selectors.vertretung import eigene_vertretungen
from partner.selectors.angebotspflege import wartende_angebote

#: kind of what waits -> (how it reads, page that lists it, what of that page)
WARTENDES = {
    "nachweis": ("Eingereichte Nachweise prüfen", "netzwerk:nachweis_liste", ""),
    "antrag": ("Ausnahmeanträge entscheiden", "finanzen:ausnahmeantrag_liste", "?zustand=beantragt"),
    "volumen": ("Finanzvolumen {jahr} bestätigen", "finanzen:volumen_liste", "?jahr={jahr}"),
    "projekt": ("Beantragte Projekte entscheiden", "finanzen:projekt_liste", "?zustand=beantragt"),
    "verwendung": ("Verwendungsnachweise {jahr} prüfen", "finanzen:verwendungsnachweis_liste", "?jahr={jahr}"),
    "ausnahme": (
        "Bald endende Ausnahmen verlängern oder enden lassen",
        "sozialraum:ausnahme_verwalten",
        "?sortierung=bis",
    ),
    "vorschlaege": ("Vorschläge von Anbietern entscheiden", "partner:vorschlag_liste", ""),
    "zu_pruefen": ("Angebote prüfen", "partner:angebot_liste", "?frische=faellig&sortierung=geprueft{meine}"),
    "besonderheit": ("Besonderheiten wieder ansehen", "sozialraum:besonderheiten", "?stand=ansehen"),
}
TAGESZEITEN = ((11, "Guten Morgen"), (18, "Guten Tag"), (24, "Guten Abend"))


def wartet(eine: Entscheidung) -> dict[str, Any]:
    """A line of what waits: its words, the list it leads to, how many."""
    satz, seite, frage = WARTENDES[eine.art]
    url = reverse(seite) + frage.format(jahr=eine.jahr)
    return {"satz": satz.format(jahr=eine.jahr), "url": url, "zahl": eine.zahl}


def angebotspflege(bereich: Geltungsbereich) -> list[dict[str, Any]]:
    """Lines of offers that wait; who has own Sozialräume is led to those."""
    meine = "&meine=on" if bereich.sozialraeume("angebot.pruefen") is not None else ""
    zeilen = []
    for was, zahl in sorted(wartende_angebote(bereich).items()):
        satz, seite, frage = WARTENDES[was]
        zeilen.append({"satz": satz, "url": reverse(seite) + frage.format(meine=meine), "zahl": zahl})
    return zeilen


class Startseite(Gesichert, TemplateView):
    """What is due, what comes next, what I must decide; open to every account, each sees its own."""

    permission_required = ()
    template_name = "berichte/uebersicht.html"
    hilfe = "/hilfe/"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        stunde = timezone.localtime().hour
        return super().get_context_data(
            blick=uebersicht(self.bereich),
            wartendes=[*map(wartet, entscheidungen(self.bereich)), *angebotspflege(self.bereich)],
            entwuerfe=offene_entwuerfe(self.request.user.pk),
            gruss=next(gruss for ende, gruss in TAGESZEITEN if stunde < ende),
            heute=self.bereich.stichtag,
            kollegen=kennenzulernende(self.bereich),
            vertretungen=eigene_vertretungen(self.bereich),
            mitteilungen=ungelesene(self.bereich),
            hat_lage=self.bereich.darf(Lage.permission_required),
            **kwargs,
        )


class Lage(Gesichert, TemplateView):
    """How the Sozialräume stand: as a page, and as the part of the start page that loads by itself."""

    permission_required = "abdeckung.sehen"
    hilfe = "/hilfe/"

    def get_template_names(self) -> list[str]:
        return ["berichte/_lage.html"] if self.request.htmx else ["berichte/lage.html"]

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        lage, bereich = lagebild(self.bereich), self.bereich
        matrix = lage.matrix
        return super().get_context_data(
            auswertung_url=_auswertung(bereich),
            heute=bereich.stichtag,
            lage=lage,
            landkreisweit=not bereich.eigene_sozialraeume,
            matrix=matrix,
            stellen=[(zeile.sozialraum, lage.stellen.get(zeile.sozialraum.pk)) for zeile in matrix.zeilen],
            zeilen=[(zeile, felder(matrix, zeile, "/partner/")) for zeile in matrix.zeilen],
            **kwargs,
        )


def _auswertung(bereich: Geltungsbereich) -> str:
    """Where the number of contacts comes from: the same quarter, counted by the same rule."""
    if not bereich.darf("kontakt.statistik"):
        return ""
    tag = bereich.stichtag
    return f"{reverse('berichte:auswertung')}?von={quartal(tag)[0]}&bis={tag}"
