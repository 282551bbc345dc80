"""The start page."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from berichte.selectors.uebersicht import quartal, uebersicht
from konten.rules import Geltungsbereich
from konten.selectors import offene_entwuerfe
from konten.views import Gesichert
from netzwerk.reports import felder
from netzwerk.selectors.bekanntheit import kennenzulernende

TAGESZEITEN = ((11, "Guten Morgen"), (18, "Guten Tag"), (24, "Guten Abend"))


class Startseite(Gesichert, TemplateView):
    """What is due, what comes next, what I must decide; open to every account, each sees its own."""

    permission_required = ()
    template_name = "berichte/uebersicht.html"
    hilfe = "/hilfe/"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        blick = uebersicht(self.bereich)
        stunde = timezone.localtime().hour
        matrix = blick.matrix
        return super().get_context_data(
            auswertung_url=_auswertung(self.bereich),
            blick=blick,
            entwuerfe=offene_entwuerfe(self.request.user.pk),
            gruss=next(gruss for ende, gruss in TAGESZEITEN if stunde < ende),
            heute=self.bereich.stichtag,
            kollegen=kennenzulernende(self.bereich),
            matrix=matrix,
            stellen=[(zeile.sozialraum, blick.stellen.get(zeile.sozialraum.pk)) for zeile in matrix.zeilen]
            if matrix
            else [],
            zeilen=[(zeile, felder(matrix, zeile, "/partner/")) for zeile in matrix.zeilen] if matrix else [],
            landkreisweit=matrix is not None and not self.bereich.eigene_sozialraeume,
            **kwargs,
        )


def _auswertung(bereich: Geltungsbereich) -> str:
    """Where the number of contacts comes from: the same quarter, counted by the same rule."""
    if not bereich.darf("kontakt.statistik"):
        return ""
    tag = bereich.stichtag
    return f"{reverse('berichte:auswertung')}?von={quartal(tag)[0]}&bis={tag}"
