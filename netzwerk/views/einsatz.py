"""Staffing: how each Sozialraum stands, proposing, deciding and ending an Einsatz."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import CreateView, DetailView, TemplateView, UpdateView, View
from django.views.generic.detail import SingleObjectMixin

from konten.tables import FORMATE, Spalte, exportantwort
from konten.views import Bearbeitbar, Gesichert, MitBereich, MitRueckgabe, MitStichtag, Sichtbar, lies_datum
from netzwerk.forms.einsatz import Ablehnungsform, Einsatzendeform, Einsatzform, Entscheidungsform
from netzwerk.models import Einsatz, Stellenausnahme
from netzwerk.rules import Einsatzstatus
from netzwerk.selectors.groessenvergleich import groessenvergleich
from netzwerk.selectors.qualifikation import qualifikationslagen, sichtbare_qualifikation
from netzwerk.selectors.simulation import entscheidungshilfe, vorschau, was_waere_wenn
from netzwerk.selectors.stellenanteil import Stellenlage, stellenanteile, tag_ohne_traegerschaft
from netzwerk.services.einsatz import aendere, beende, bestaetige, darf_entscheiden, lehne_ab, schlage_vor
from netzwerk.services.uebergabe import pruefe_ende
from netzwerk.services.zaehlung import zaehle_neu
from sozialraum.models import Sozialraum

HILFE = "/hilfe/stellenanteile/"
KRUMEN = [{"titel": "Stellenanteile", "url": "/stellenanteile/"}]
LETZTE_TAGE, NAECHSTE_TAGE = 365, 183
HOECHSTENS_TAGE = 10 * 366
SPALTEN = (
    Spalte("Sozialraum", lambda e: e.sozialraum.name, 28),
    Spalte("Netzwerkfachkraft", lambda e: str(e.fachkraft), 28),
    Spalte("Träger", lambda e: e.traeger.name, 32),
    Spalte("VZÄ", lambda e: e.vzae, 10),
    Spalte("erster Tag", lambda e: e.von, 14),
    Spalte("letzter Tag", lambda e: e.bis, 14),
    Spalte("Stand", lambda e: e.get_zustand_display(), 16),
    Spalte("Grund für mehr als den Mindestumfang", lambda e: e.get_mehranteil_grund_display(), 36),
    Spalte("Erläuterung", lambda e: e.mehranteil_text, 40),
)


class EinsatzListe(MitStichtag, Gesichert, TemplateView):
    """Staffing per Sozialraum on a day. Sums and verdicts of all within reach, people of the own Träger only."""

    permission_required = "einsatz.sehen"
    template_name = "netzwerk/einsatz_list.html"
    hilfe = HILFE

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        format_ = request.GET.get("format")
        if format_ in FORMATE:
            zeilen = Einsatz.objects.sichtbar_fuer(self.bereich).fuer_liste()
            return exportantwort("stellenanteile", format_, SPALTEN, zeilen)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        stichtag = self.lies_stichtag()
        von, bis = self._zeitraum(stichtag)
        darf = self.bereich.darf("einsatz.vorschlagen")
        return super().get_context_data(
            stichtag=stichtag,
            von=von,
            bis=bis,
            **self._raeume(stichtag, von, bis),
            neu_url=reverse("netzwerk:einsatz_neu") if darf else None,
            darf_ausnahme=self.bereich.darf("einsatz.bestaetigen"),
            vorgeschlagene=self._vorgeschlagene(),
            **kwargs,
        )

    def _vorgeschlagene(self) -> list[Einsatz]:
        """What waits for who confirms, whenever it begins. One query, none for others."""
        if not self.bereich.darf("einsatz.bestaetigen"):
            return []
        return list(
            Einsatz.objects.sichtbar_fuer(self.bereich).filter(zustand=Einsatzstatus.VORGESCHLAGEN).fuer_liste()
        )

    def _zeitraum(self, stichtag: date) -> tuple[date, date]:
        """Period of the drawing and of the gaps; a year back, half a year ahead unless the address says so."""
        von = lies_datum(self.request, "von", stichtag - timedelta(days=LETZTE_TAGE))
        bis = lies_datum(self.request, "bis", stichtag + timedelta(days=NAECHSTE_TAGE))
        if von <= bis <= von + timedelta(days=HOECHSTENS_TAGE):
            return von, bis
        messages.error(self.request, "Bitte wählen Sie einen Zeitraum von höchstens zehn Jahren, der nach vorn läuft.")
        return stichtag - timedelta(days=LETZTE_TAGE), stichtag + timedelta(days=NAECHSTE_TAGE)

    def _raeume(self, stichtag: date, von: date, bis: date) -> dict[str, Any]:
        ids = self.bereich.sozialraeume("einsatz.sehen")
        menge = Sozialraum.objects.sichtbar_fuer(self.bereich)
        raeume = list(menge if ids is None else menge.filter(pk__in=ids))
        lagen = stellenanteile(stichtag, von, bis, [raum.pk for raum in raeume])
        ausnahmen = _laufende_ausnahmen(stichtag, [raum.pk for raum in raeume])
        traeger = self.bereich.traeger("einsatz.sehen")
        karten = [
            _karte(raum, lagen[raum.pk].fuer_traeger(traeger)) | {"ausnahmen": ausnahmen.get(raum.pk, [])}
            for raum in raeume
        ]
        return {"raeume": karten, "groessen": groessenvergleich(stichtag, raeume, lagen)}


def _laufende_ausnahmen(stichtag: date, ids: list[int]) -> dict[int, list[Stellenausnahme]]:
    ergebnis: dict[int, list[Stellenausnahme]] = {}
    zeilen = Stellenausnahme.objects.filter(sozialraum__in=ids).exclude(bis__lt=stichtag).order_by("von")
    for ausnahme in zeilen.select_related("erteilt_von"):
        ergebnis.setdefault(ausnahme.sozialraum_id, []).append(ausnahme)
    return ergebnis


def _karte(raum: Sozialraum, lage: Stellenlage) -> dict[str, Any]:
    warnung = {ende.einsatz.pk: ende.warnung for ende in lage.endet_bald}
    gruppen = (
        ("gilt", lage.gueltig),
        ("unterbrochen", lage.ruhend),
        ("beginnt noch", lage.kuenftig),
        ("vorgeschlagen", lage.vorgeschlagen),
    )
    zeilen = [
        {"einsatz": einsatz, "stand": stand, "warnung": warnung.get(einsatz.pk), "pausen": lage.pausen.get(einsatz.pk)}
        for stand, einsaetze in gruppen
        for einsatz in einsaetze
    ]
    return {"raum": raum, "lage": lage, "zeilen": zeilen, "leiste": lage.leiste()}


class Einsatzformular(MitRueckgabe, MitBereich):
    """A form that saves by a service and shows at the field what it refuses."""

    permission_required = "einsatz.vorschlagen"
    template_name = "netzwerk/einsatz_form.html"
    hilfe = HILFE
    erfolg = ""

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """The preview computes and saves nothing: as a piece of the page, without JavaScript as the page."""
        if "vorschau" not in request.POST:
            return super().post(request, *args, **kwargs)
        self.object = self.get_object() if "uuid" in self.kwargs else None
        form = self.get_form()
        rechnung = vorschau(form.entwurf)
        form.errors.clear()
        if request.htmx:
            self.template_name = "netzwerk/_einsatzrechnung.html"
        return self.render_to_response(self.get_context_data(form=form, vorschau=rechnung))

    def form_valid(self, form: forms.ModelForm) -> HttpResponse:
        try:
            einsatz = self.speichere(form)
        except ValidationError as fehler:
            form.uebernimm(fehler)
            return self.form_invalid(form)
        messages.success(self.request, self.erfolg)
        return HttpResponseRedirect(einsatz.get_absolute_url())


class EinsatzNeu(Einsatzformular, Gesichert, CreateView):
    model = Einsatz
    form_class = Einsatzform
    erfolg = "Der Einsatz ist vorgeschlagen. Er zählt, sobald das Jugendamt ihn bestätigt hat."

    def get_initial(self) -> dict[str, Any]:
        return {name: self.request.GET[name] for name in ("fachkraft", "sozialraum") if name in self.request.GET}

    def speichere(self, form: forms.ModelForm) -> Einsatz:
        return schlage_vor(einsatz=form.instance, durch=self.request.user)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        ziel = reverse("netzwerk:einsatz_liste")
        return super().get_context_data(ueberschrift="Einsatz vorschlagen", kruemel=KRUMEN, liste_url=ziel, **kwargs)


class EinsatzBearbeiten(Einsatzformular, Bearbeitbar, UpdateView):
    model = Einsatz
    form_class = Einsatzform
    erfolg = "Der Vorschlag ist geändert."

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("fachkraft__traeger")

    def speichere(self, form: forms.ModelForm) -> Einsatz:
        form.instance.version = form.cleaned_data["version"] or 0
        return aendere(einsatz=form.instance, durch=self.request.user)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        krumen = [*KRUMEN, {"titel": str(self.object), "url": self.object.get_absolute_url()}]
        ziel = self.object.get_absolute_url()
        return super().get_context_data(ueberschrift="Vorschlag ändern", kruemel=krumen, liste_url=ziel, **kwargs)


class EinsatzDetail(Sichtbar, DetailView):
    """One Einsatz with what may be done with it."""

    permission_required = "einsatz.sehen"
    model = Einsatz
    hilfe = HILFE

    def get_queryset(self) -> QuerySet:
        verbunden = ("fachkraft", "sozialraum", "traeger", "vorgeschlagen_von", "entschieden_von")
        return super().get_queryset().select_related(*verbunden)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        einsatz = self.object
        offen = einsatz.zustand == Einsatzstatus.VORGESCHLAGEN
        eigen = self.bereich.darf("einsatz.vorschlagen") and einsatz.traeger_id in self._eigene()
        grund = {
            "kruemel": KRUMEN,
            "aendern": offen and eigen,
            "entscheiden": offen and self.bereich.darf("einsatz.bestaetigen"),
            "vier_augen": darf_entscheiden(einsatz, self.request.user.pk),
            "entscheidung": Entscheidungsform(initial={"version": einsatz.version}, auto_id="bestaetigen_%s"),
            "ablehnung": Ablehnungsform(initial={"version": einsatz.version}),
            "ohne_traeger_ab": tag_ohne_traegerschaft(einsatz),
            "simulierbar": einsatz.zustand == Einsatzstatus.BESTAETIGT,
            "unterbrechungen": einsatz.unterbrechungen.all(),
            "darf_unterbrechen": eigen and einsatz.zustand == Einsatzstatus.BESTAETIGT,
            "ende": Einsatzendeform(bereich=self.bereich)
            if eigen and einsatz.zustand == Einsatzstatus.BESTAETIGT
            else None,
        }
        if grund["entscheiden"] and grund["vier_augen"]:
            grund |= self._hilfe(einsatz)
        return super().get_context_data(**grund | kwargs)

    def _hilfe(self, einsatz: Einsatz) -> dict[str, Any]:
        """What whoever decides has to know: sums, doubles, and how the person is qualified."""
        person = einsatz.fachkraft
        sichtbar = person.pk in sichtbare_qualifikation(self.bereich, [person])
        lage = qualifikationslagen(self.bereich.stichtag, [person])[person.pk] if sichtbar else None
        return {"vorschau": entscheidungshilfe(einsatz), "qualifikation": lage}

    def _eigene(self) -> frozenset[int]:
        ids = self.bereich.traeger("einsatz.vorschlagen")
        return frozenset([self.object.traeger_id]) if ids is None else ids


class EinsatzSimulation(Sichtbar, DetailView):
    """What would follow if this Einsatz ended on `?bis=`; saves nothing."""

    permission_required = "einsatz.sehen"
    model = Einsatz
    template_name = "netzwerk/einsatz_simulation.html"
    hilfe = HILFE

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("fachkraft", "sozialraum", "traeger")

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        einsatz, heute = self.object, self.bereich.stichtag
        bis = max(lies_datum(self.request, "bis", heute), einsatz.von)
        return super().get_context_data(
            simulation=was_waere_wenn(einsatz, bis, heute, self.bereich.traeger("einsatz.sehen")),
            kruemel=[*KRUMEN, {"titel": str(einsatz), "url": einsatz.get_absolute_url()}],
            **kwargs,
        )


class Einsatzhandlung(SingleObjectMixin, View):
    """An act on one Einsatz by POST: refused input comes back on the page of the Einsatz."""

    model = Einsatz
    http_method_names = ["post"]
    form_class: type[forms.Form] = Entscheidungsform
    formname = "entscheidung"
    erfolg = ""

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        einsatz = self.get_object()
        form = self.baue_form()
        if not form.is_valid():
            return self._zeige(form)
        try:
            with transaction.atomic():
                self.handle(einsatz, form.cleaned_data)
                zaehle_neu(sozialraum_ids=[einsatz.sozialraum_id])
        except ValidationError as fehler:
            if set(getattr(fehler, "error_dict", {})) & set(form.fields) and hasattr(form, "uebernimm"):
                form.uebernimm(fehler)
                return self._zeige(form)
            messages.error(request, " ".join(fehler.messages))
        else:
            messages.success(request, self.erfolg)
        return HttpResponseRedirect(einsatz.get_absolute_url())

    def baue_form(self) -> forms.Form:
        return self.form_class(self.request.POST)

    def _zeige(self, form: forms.Form) -> HttpResponse:
        seite = EinsatzDetail(kwargs=self.kwargs, request=self.request, args=())
        seite.object = seite.get_object()
        return seite.render_to_response(seite.get_context_data(**{self.formname: form}))


class EinsatzBestaetigen(Sichtbar, Einsatzhandlung):
    permission_required = "einsatz.bestaetigen"
    erfolg = "Der Einsatz ist bestätigt und zählt ab seinem ersten Tag."

    def handle(self, einsatz: Einsatz, daten: dict[str, Any]) -> None:
        bestaetige(einsatz=einsatz, version=daten["version"], durch=self.request.user)


class EinsatzAblehnen(Sichtbar, Einsatzhandlung):
    permission_required = "einsatz.bestaetigen"
    form_class = Ablehnungsform
    formname = "ablehnung"
    erfolg = "Der Vorschlag ist abgelehnt. Der Träger sieht den Grund."

    def handle(self, einsatz: Einsatz, daten: dict[str, Any]) -> None:
        grund = daten["ablehnungsgrund"]
        lehne_ab(einsatz=einsatz, version=daten["version"], grund=grund, durch=self.request.user)


class EinsatzBeenden(Bearbeitbar, Einsatzhandlung):
    permission_required = "einsatz.vorschlagen"
    formname = "ende"
    erfolg = "Das Ende ist eingetragen."

    def baue_form(self) -> forms.Form:
        return Einsatzendeform(self.request.POST, bereich=self.bereich)

    def handle(self, einsatz: Einsatz, daten: dict[str, Any]) -> None:
        bestaetigt = daten["trotz_offener"]
        pruefe_ende(einsatz=einsatz, bis=daten["bis"], bestaetigt=bestaetigt, heute=self.bereich.stichtag)
        beende(einsatz=einsatz, bis=daten["bis"])
