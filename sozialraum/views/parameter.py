"""The parameters of the rules: what holds today, what held before."""

from collections import defaultdict
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.generic import ListView

from konten.models import Parameter
from konten.rules.parameter import PARAMETER, Parametereintrag
from konten.tables import FORMATE, Spalte, exportantwort
from konten.views import Sichtbar
from sozialraum.views.sachen import PARAMETERSACHE
from sozialraum.views.verwaltung import HILFE, KRUMEN, gueltigkeit


class ParameterListe(Sichtbar, ListView):
    """Every parameter with its value today, its source and its history. One query."""

    permission_required = "stammdaten.sehen"
    model = Parameter
    template_name = "verwaltung/parameter.html"
    hilfe = HILFE

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        format_ = request.GET.get("format")
        if format_ in FORMATE:
            zeitraum = (Spalte("gültig ab", lambda z: z.von, 14), Spalte("gültig bis", lambda z: z.bis, 14))
            return exportantwort("parameter", format_, [*PARAMETERSACHE.spalten, *zeitraum], self.get_queryset())
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().order_by("schluessel", "-von")

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        kontext = super().get_context_data(**kwargs)
        je_name = defaultdict(list)
        for zeile in kontext["object_list"]:
            je_name[zeile.schluessel].append(zeile)
        darf = self.bereich.darf("stammdaten.pflegen")
        return kontext | {
            "sache": PARAMETERSACHE,
            "kruemel": KRUMEN,
            "zeilen": [_zeile(name, eintrag, je_name[name], darf) for name, eintrag in PARAMETER.items()],
        }


def _zeile(name: str, eintrag: Parametereintrag, werte: list[Parameter], darf: bool) -> dict[str, Any]:
    heute = timezone.localdate()
    gueltig = next((wert for wert in werte if wert.gilt_am(heute)), None)
    return {
        "name": name,
        "eintrag": eintrag,
        "gueltig": gueltig,
        "wert": (gueltig.wert if gueltig else eintrag.vorgabe).replace(".", ","),
        "verlauf": [(wert, wert.wert.replace(".", ","), gueltigkeit(wert, heute)) for wert in werte],
        "neu_url": f"{PARAMETERSACHE.url('neu')}?schluessel={name}" if darf else None,
    }
