"""The rule with its arithmetic for one person, Absprachen, reasons of deviations."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.generic import DetailView, View
from django.views.generic.detail import SingleObjectMixin

from konten.views import Bearbeitbar, MitStichtag
from konten.views.eingabe import MitEntwurf
from netzwerk.forms.fachkraft import Abspracheform, Abweichungsform, Endeform, raeume_von
from netzwerk.models import Absprache, Abweichungsbegruendung, Entscheidungsbefugnis, Leitungsfachkraft
from netzwerk.rules.qualifikation import QUELLE
from netzwerk.rules.qualifikationsbaum import LEITUNG
from netzwerk.selectors.qualifikation import RECHT, Personenlage, qualifikationslagen
from netzwerk.services.fachkraft import beende, begruende_abweichung, trage_absprache_ein
from netzwerk.views.fachkraft import HILFE, Personenbezug, Personenformular, hat_recht, kruemel


class QualifikationSeite(MitStichtag, Personenbezug, DetailView):
    """Both trees per Sozialraum on the Stichtag; the print beside it shows the same partial."""

    permission_required = RECHT
    template_name = "netzwerk/qualifikation.html"
    hilfe = HILFE

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        person, stichtag = self.object, self.lies_stichtag()
        return super().get_context_data(
            kruemel=kruemel(person),
            fachkraft=person,
            stichtag=stichtag,
            lage=self.lage(stichtag),
            quelle=QUELLE,
            darf_begruenden=hat_recht(self.bereich, person, "abweichung.begruenden"),
            darf_einreichen=hat_recht(self.bereich, person, "nachweis.einreichen"),
            **kwargs,
        )

    def lage(self, stichtag: date) -> Personenlage:
        return qualifikationslagen(stichtag, [self.object])[self.object.pk]


class Raumbezug:
    """A form about a person in one of her Sozialräume; `?sozialraum=` presets it."""

    def raeume(self) -> QuerySet:
        return raeume_von(self.object)

    def get_initial(self) -> dict[str, Any]:
        kuerzel = self.request.GET.get("sozialraum", "")[:100].replace("\x00", "")
        raum = self.raeume().filter(kuerzel=kuerzel).first()
        return {"sozialraum": raum.kuerzel} if raum else {}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"raeume": self.raeume()}


class AbspracheNeu(MitEntwurf, Raumbezug, Personenformular):
    permission_required = "nachweis.einreichen"
    form_class = Abspracheform
    entwurfsart = "absprache"
    ueberschrift = "Absprache eintragen"
    hinweis = "Mit der Leitungsfachkraft des Trägers, der den Sozialraum an diesem Tag steuert."
    erfolg = "Die Absprache ist eingetragen."

    def neuer_satz(self) -> Absprache:
        return Absprache(fachkraft=self.object)

    def speichere(self, form: Abspracheform) -> Absprache:
        return trage_absprache_ein(absprache=form.instance)


class AbweichungNeu(Raumbezug, Personenformular):
    """Why the rule of leadership, a "soll", is not met."""

    permission_required = "abweichung.begruenden"
    form_class = Abweichungsform
    ueberschrift = "Abweichung begründen"
    hinweis = "Die Vorgabe zur Leitung ist ein Soll. Wird sie nicht erfüllt, steht hier der Grund."
    erfolg = "Die Begründung ist eingetragen."

    def neuer_satz(self) -> Abweichungsbegruendung:
        return Abweichungsbegruendung(fachkraft=self.object, anforderung=LEITUNG)

    def speichere(self, form: Abweichungsform) -> Abweichungsbegruendung:
        return begruende_abweichung(abweichung=form.instance, durch=self.request.user)


class Beenden(Bearbeitbar, SingleObjectMixin, View):
    """Sets the last day of a power, a Leitungsfachkraft or a reason."""

    http_method_names = ["post"]
    erfolg = "Das Ende ist eingetragen."

    def post(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        zeile = self.get_object()
        form = Endeform(request.POST, bereich=self.bereich)
        if not form.is_valid():
            messages.error(request, "Bitte geben Sie den letzten Tag an.")
            return HttpResponseRedirect(self.ziel(zeile))
        try:
            beende(zeile=zeile, bis=form.cleaned_data["bis"])
        except ValidationError as fehler:
            messages.error(request, " ".join(fehler.messages))
        else:
            messages.success(request, self.erfolg)
        return HttpResponseRedirect(self.ziel(zeile))

    def ziel(self, zeile: Entscheidungsbefugnis | Leitungsfachkraft | Abweichungsbegruendung) -> str:
        return zeile.fachkraft.get_absolute_url()


class AbweichungBeenden(Beenden):
    model = Abweichungsbegruendung
    permission_required = "abweichung.begruenden"

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().filter(fachkraft__isnull=False).select_related("fachkraft")
