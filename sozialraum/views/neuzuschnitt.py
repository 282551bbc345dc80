"""Re-cuts: list, draft with list and map of the Gemeinden, discard and open again (K25, K35)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.generic import CreateView, DetailView, UpdateView, View
from django.views.generic.detail import SingleObjectMixin

from konten.rules import normalisiere
from konten.rules.zahl import mehrzahl
from konten.tables import Spalte
from konten.views import Bearbeitbar, Gesichert, MitBereich, Sichtbar
from konten.views.eingabe import KONFLIKT, SCHON_GESPEICHERT, MitEntwurf, MitFassungen, schliesse_ab
from konten.views.handlung import Handlung
from konten.views.liste import Exportliste
from netzwerk.services.neuzuschnitt import hindernisse
from partner.models import Neuzuschnitt
from partner.rules.zuschnitt import Zuschnittstatus
from partner.services.zuschnitt import (
    ZuschnittGeaendert,
    aendere,
    lege_an,
    merke_vor,
    nimm_heraus,
    nimm_wieder_auf,
    verwirf,
)
from sozialraum.forms import Neuzuschnittsform, Vormerkform, Zuschnittsfilter
from sozialraum.models import Gemeinde
from sozialraum.selectors.zuschnitt import Gemeindeort, gemeinden_am
from sozialraum.selectors.zuschnittskarte import zuschnittskarte
from sozialraum.views.verwaltung import KRUMEN

HILFE = "/hilfe/neuzuschnitt/"
RECHT = "stammdaten.pflegen"
INZWISCHEN = "Jemand hat diesen Entwurf inzwischen geändert. Bitte sehen Sie den neuen Stand an und wiederholen Sie es."
SPALTEN = (
    Spalte("ID", lambda n: str(n.uuid), 38),
    Spalte("Name", lambda n: n.name, 40),
    Spalte("gilt ab", lambda n: n.von, 12),
    Spalte("Stand", lambda n: n.get_zustand_display(), 14),
    Spalte("Gemeinden", lambda n: n.anzahl),
    Spalte("Quelle", lambda n: n.quelle, 50),
    Spalte("übernommen am", lambda n: n.uebernommen_am, 18),
)
ANZEIGEN = {
    Zuschnittstatus.ENTWURF: ("neu", "→"),
    Zuschnittstatus.UEBERNOMMEN: ("aktuell", "✓"),
    Zuschnittstatus.VERWORFEN: ("neutral", "–"),
}


def kruemel(akte: Neuzuschnitt | None = None) -> list[dict[str, str]]:
    weg = [*KRUMEN, {"titel": "Neuzuschnitte", "url": reverse("sozialraum:neuzuschnitt_liste")}]
    return [*weg, {"titel": akte.name, "url": akte.get_absolute_url()}] if akte else weg


class Anzeige:
    """A state with class, symbol and word."""

    def __init__(self, akte: Neuzuschnitt) -> None:
        self.klasse, self.symbol = ANZEIGEN[akte.zustand]
        self.wort = akte.get_zustand_display()


class NeuzuschnittListe(Exportliste):
    """Drafts, re-cuts that were taken over, discarded ones."""

    model = Neuzuschnitt
    permission_required = "stammdaten.sehen"
    template_name = "verwaltung/neuzuschnitt_liste.html"
    hilfe = HILFE
    export = ("neuzuschnitte", SPALTEN)

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().annotate(anzahl=Count("wechsel")).order_by("-von", "-pk")

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        kontext = super().get_context_data(kruemel=KRUMEN, darf_pflegen=self.bereich.darf(RECHT), **kwargs)
        return kontext | {"zeilen": [(akte, Anzeige(akte)) for akte in kontext["page_obj"]]}


class Zuschnittsformular(MitEntwurf, MitBereich):
    model = Neuzuschnitt
    form_class = Neuzuschnittsform
    permission_required = RECHT
    template_name = "verwaltung/neuzuschnitt_form.html"
    hilfe = HILFE
    entwurfsart = "neuzuschnitt"


class NeuzuschnittNeu(Zuschnittsformular, Gesichert, CreateView):
    """A new draft; the Gemeinden are chosen on its page."""

    def form_valid(self, form: Neuzuschnittsform) -> HttpResponse:
        form.instance.uuid = form.cleaned_data["uuid"]
        with transaction.atomic():
            akte, ist_neu = lege_an(neuzuschnitt=form.instance, durch=self.request.user)
            schliesse_ab(self.request, form, akte, gespeichert=ist_neu)
        if not ist_neu:
            messages.info(self.request, SCHON_GESPEICHERT)
        return HttpResponseRedirect(akte.get_absolute_url())

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        liste = reverse("sozialraum:neuzuschnitt_liste")
        grund = {"ueberschrift": "Neuzuschnitt planen", "kruemel": kruemel(), "liste_url": liste}
        return super().get_context_data(**grund, **kwargs)


class NeuzuschnittBearbeiten(MitFassungen, Zuschnittsformular, Bearbeitbar, UpdateView):
    """Words and day of a draft; a meanwhile changed one comes back with both versions."""

    def form_valid(self, form: Neuzuschnittsform) -> HttpResponse:
        try:
            with transaction.atomic():
                akte = aendere(neuzuschnitt=form.instance, version=form.cleaned_data["version"] or 0)
                schliesse_ab(self.request, form, akte)
        except ZuschnittGeaendert:
            return self.zeige_fassungen(form, satz=KONFLIKT)
        except ValidationError as fehler:
            form.uebernimm(fehler)
            return self.form_invalid(form)
        messages.success(self.request, "Der Entwurf ist gespeichert.")
        return HttpResponseRedirect(akte.get_absolute_url())

    def frisches_formular(self) -> Neuzuschnittsform:
        return Neuzuschnittsform(bereich=self.bereich, instance=self.get_object())

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        akte = self.get_object()
        grund = {"kruemel": kruemel(akte), "liste_url": akte.get_absolute_url()}
        return super().get_context_data(ueberschrift=f"{akte.name}: Angaben ändern", **grund, **kwargs)


class NeuzuschnittDetail(Sichtbar, DetailView):
    """A draft with its moves, the map and the list to choose from; a re-cut that was taken over with its undo."""

    model = Neuzuschnitt
    permission_required = "stammdaten.sehen"
    template_name = "verwaltung/neuzuschnitt_detail.html"
    hilfe = HILFE

    def get_context_data(self, form: Vormerkform | None = None, **kwargs) -> dict[str, Any]:
        akte, darf = self.object, self.bereich.darf(RECHT)
        uebernommen = akte.zustand == Zuschnittstatus.UEBERNOMMEN
        wechsel = list(akte.wechsel.select_related("gemeinde__verbandsgemeinde", "ziel"))
        kontext = super().get_context_data(
            kruemel=kruemel(),
            stand=Anzeige(akte),
            darf_pflegen=darf,
            bleiben=akte.bleiben.all(),
            hindernisse=hindernisse(akte) if uebernommen and darf else [],
            uebernommen=uebernommen,
            verworfen=akte.zustand == Zuschnittstatus.VERWORFEN,
            **kwargs,
        )
        orte = gemeinden_am(akte.von, self.bereich)
        je_gemeinde = {ort.gemeinde.pk: ort for ort in orte}
        kontext["zeilen"] = [(zeile, je_gemeinde.get(zeile.gemeinde_id)) for zeile in wechsel]
        return kontext | (self._wahl(orte, wechsel, form) if darf and akte.ist_entwurf else {})

    def _wahl(self, orte: list[Gemeindeort], wechsel: list, form: Vormerkform | None) -> dict[str, Any]:
        """The list of Gemeinden to choose from, and the map whose every Gemeinde is a link that marks it."""
        filterform = Zuschnittsfilter(self.request.GET, bereich=self.bereich)
        filterform.is_valid()
        adresse = self.request.POST if form is not None else self.request.GET
        gewaehlt = set(adresse.getlist("gewaehlt"))
        vorgemerkt = {zeile.gemeinde.ags: zeile for zeile in wechsel}
        akte = self.object
        form = form or Vormerkform(neuzuschnitt=akte, bereich=self.bereich, initial={"version": akte.version})
        return {
            "filterform": filterform,
            "gemeinden": [
                (ort, ort.gemeinde.ags in gewaehlt, vorgemerkt.get(ort.gemeinde.ags))
                for ort in orte
                if ort.gemeinde.ags in gewaehlt or _passt(ort, filterform.cleaned_data)
            ],
            "gewaehlt": gewaehlt,
            "form": form,
            "karte": zuschnittskarte(orte, vorgemerkt, gewaehlt, self._verweise(gewaehlt)),
        }

    def _verweise(self, gewaehlt: set[str]) -> Any:
        """The page with this Gemeinde marked, or no longer marked."""
        grund = QueryDict(mutable=True)
        grund.update({name: wert for name, wert in self.request.GET.items() if name in ("q", "vg", "sozialraum")})

        def adresse(ags: str) -> str:
            frage = grund.copy()
            frage.setlist("gewaehlt", sorted(gewaehlt ^ {ags}))
            return f"?{frage.urlencode()}#karte"

        return adresse


def _passt(ort: Gemeindeort, wahl: dict[str, Any]) -> bool:
    if wahl.get("q") and normalisiere(wahl["q"]) not in ort.gemeinde.name_norm:
        return False
    if wahl.get("vg") and ort.gemeinde.verbandsgemeinde_id != wahl["vg"].pk:
        return False
    return not wahl.get("sozialraum") or (ort.sozialraum is not None and ort.sozialraum.pk == wahl["sozialraum"].pk)


class _Zuschnittsakt(Bearbeitbar, SingleObjectMixin, View):
    """A small act on a draft by POST; when somebody was faster it says so and shows the new state."""

    model = Neuzuschnitt
    permission_required = RECHT
    http_method_names = ["post"]

    def _version(self) -> int:
        text = self.request.POST.get("version", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


class NeuzuschnittVormerken(_Zuschnittsakt):
    """Puts the chosen Gemeinden into the draft; refused input comes back on its page with the choice still marked."""

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        akte = self.get_object()
        form = Vormerkform(request.POST, neuzuschnitt=akte, bereich=self.bereich)
        if form.is_valid():
            gemeinden, ziel = list(form.cleaned_data["gewaehlt"]), form.sozialraum()
            try:
                merke_vor(neuzuschnitt=akte, version=form.cleaned_data["version"], gemeinden=gemeinden, ziel=ziel)
            except ZuschnittGeaendert:
                form.add_error(None, INZWISCHEN)
            except ValidationError as fehler:
                form.add_error(None, fehler)
            else:
                messages.success(request, f"Vorgemerkt: {mehrzahl(len(gemeinden), 'Gemeinde', 'Gemeinden')}.")
                return HttpResponseRedirect(akte.get_absolute_url())
        return self._zeige(form)

    def _zeige(self, form: Vormerkform) -> HttpResponse:
        seite = NeuzuschnittDetail(kwargs=self.kwargs, request=self.request, args=())
        seite.object = seite.get_object()
        form.data = form.data.copy()
        form.data["version"] = str(seite.object.version)
        return seite.render_to_response(seite.get_context_data(form=form))


class NeuzuschnittHerausnehmen(_Zuschnittsakt):
    """Takes one Gemeinde out of the draft again."""

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        akte = self.get_object()
        gemeinde = Gemeinde.objects.filter(ags=request.POST.get("gemeinde", "")[:8].replace("\x00", "")).first()
        try:
            if gemeinde:
                nimm_heraus(neuzuschnitt=akte, version=self._version(), gemeinde=gemeinde)
                messages.success(request, f"{gemeinde} ist nicht mehr vorgemerkt.")
        except ZuschnittGeaendert:
            messages.error(request, INZWISCHEN)
        except ValidationError as fehler:
            messages.error(request, " ".join(fehler.messages))
        return HttpResponseRedirect(akte.get_absolute_url())


class NeuzuschnittVerwerfen(Handlung):
    """A draft that nobody wants any more; it can be opened again."""

    model = Neuzuschnitt
    permission_required = RECHT

    def handle(self, objekt: Neuzuschnitt) -> str:
        verwirf(neuzuschnitt=objekt)
        return "Der Entwurf ist verworfen. Sie können ihn wieder öffnen."


class NeuzuschnittWiederOeffnen(Handlung):
    model = Neuzuschnitt
    permission_required = RECHT

    def handle(self, objekt: Neuzuschnitt) -> str:
        nimm_wieder_auf(neuzuschnitt=objekt)
        return "Der Neuzuschnitt ist wieder ein Entwurf."
