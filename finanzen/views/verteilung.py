"""Distributing the money of a Sozialraum to its Träger; reasons for a negative balance."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import CreateView, FormView

from finanzen.forms.volumen import Minusform, Verteilungsform
from finanzen.models import Minusbegruendung
from finanzen.rules.mittel import NULL
from finanzen.selectors.haushalt import haushalt_von, netzwerkmittel
from finanzen.selectors.verteilung import (
    VORSCHLAEGE,
    stand_der_verteilung,
    verteilte_betraege,
    vorschlag,
    waehlbare_traeger,
)
from finanzen.services.verteilung import begruende_minus, verteile_mittel
from finanzen.views.uebersicht import Raumseite, finanzkruemel
from konten.views import MitBereich, MitRueckgabe
from konten.views.eingabe import schliesse_ab
from sozialraum.models import Sozialraum, Traeger


class Raumformular(Raumseite):
    """A form about one Sozialraum and year, with the way back to its page."""

    def raum_url(self) -> str:
        return reverse("finanzen:raum", args=[self.jahr, self.kwargs["kuerzel"]])

    def rahmen(self, raum: Sozialraum) -> dict[str, Any]:
        krumen = [*finanzkruemel(self.jahr), {"titel": raum.name, "url": self.raum_url()}]
        return {"jahr": self.jahr, "raum": raum, "kruemel": krumen, "liste_url": self.raum_url()}


class Verteilung(MitRueckgabe, Raumformular, FormView):
    """`…/verteilung/`: amounts per Träger; `?vorschlag=vzae|gleich` fills them in, saving is a second step."""

    permission_required = "volumen.pflegen"
    form_class = Verteilungsform
    template_name = "finanzen/verteilung_form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        self.raum = self.hole_raum()
        self.mittel = netzwerkmittel(self.jahr, [self.raum.pk]).get(self.raum.pk)
        self.traeger = list(waehlbare_traeger(self.jahr, self.raum.pk))
        betraege = self._vorschlag() or verteilte_betraege(self.jahr, self.raum.pk)
        return {**super().get_form_kwargs(), "traeger": self.traeger, "betraege": betraege}

    def _vorschlag(self) -> dict:
        art = self.request.GET.get("vorschlag", "")
        if art not in VORSCHLAEGE or self.mittel is None or not self.traeger:
            return {}
        ids = [traeger.pk for traeger in self.traeger]
        betraege = vorschlag(art, self.mittel.mittel, self.jahr, self.raum.pk, ids)
        if self.request.method == "GET":
            gut = f"Vorschlag {VORSCHLAEGE[art]}. Er gilt erst, wenn Sie speichern."
            leer = "Für dieses Jahr sind hier keine Stellenanteile bestätigt, danach lässt sich nicht teilen."
            messages.info(self.request, gut if betraege else leer)
        return betraege

    def get_initial(self) -> dict[str, Any]:
        return {"stand": stand_der_verteilung(self.jahr, self.raum.pk)}

    def form_valid(self, form: Verteilungsform) -> HttpResponse:
        try:
            verteile_mittel(
                jahr=self.jahr,
                sozialraum_id=self.raum.pk,
                betraege=form.betraege,
                stand=form.cleaned_data["stand"],
            )
        except ValidationError as fehler:
            form.add_error(None, fehler)
            return self.form_invalid(form)
        messages.success(self.request, "Die Verteilung ist gespeichert.")
        return HttpResponseRedirect(self.raum_url())

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        kontext = super().get_context_data(**kwargs)
        verteilt = sum(verteilte_betraege(self.jahr, self.raum.pk).values(), NULL)
        return (
            kontext
            | self.rahmen(self.raum)
            | {
                "mittel": self.mittel,
                "verteilt": verteilt,
                "vorschlaege": VORSCHLAEGE.items(),
            }
        )


class MinusbegruendungNeu(MitRueckgabe, MitBereich, Raumformular, CreateView):
    """The Leitung of the Träger says why it is below zero."""

    permission_required = "ausgabe.erfassen"
    model = Minusbegruendung
    form_class = Minusform
    template_name = "finanzen/minusbegruendung_form.html"

    def get_form(self, form_class: type[forms.Form] | None = None) -> forms.Form:
        self.raum, self.traeger = self.hole_raum(), self._traeger()
        return super().get_form(form_class)

    def _traeger(self) -> Traeger:
        """Only a Träger she leads. Raises Http404."""
        eigene = Traeger.objects.filter(pk__in=self.bereich.geleitete_traeger(self.permission_required))
        traeger = eigene.filter(uuid=self.kwargs["traeger"]).first()
        if traeger is None:
            raise Http404
        return traeger

    def form_valid(self, form: Minusform) -> HttpResponse:
        try:
            with transaction.atomic():
                zeile = begruende_minus(
                    jahr=self.jahr,
                    sozialraum_id=self.raum.pk,
                    traeger_id=self.traeger.pk,
                    grund=form.cleaned_data["grund"],
                    durch=self.request.user,
                )
                schliesse_ab(self.request, form, zeile)
        except ValidationError as fehler:
            form.uebernimm(fehler)
            return self.form_invalid(form)
        messages.success(self.request, "Die Begründung ist gespeichert.")
        return HttpResponseRedirect(self.raum_url())

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        kontext = super().get_context_data(**kwargs)
        stand = haushalt_von(self.jahr, self.raum.pk, self.traeger.pk)
        return kontext | self.rahmen(self.raum) | {"traeger": self.traeger, "stand": stand}
