"""Administration of base data: one list, one form and one ending for every thing of the table."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import CharField, Count, Model, QuerySet, Value
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import CreateView, ListView, TemplateView, UpdateView

from konten.models.abfrage import vorbereitet
from konten.models.basis import zeitraum_gilt
from konten.rules import Geltungsbereich
from konten.rules.zahl import dezimal, tagesdatum
from konten.tables import FORMATE, Spalte, exportantwort
from konten.views import Bearbeitbar, Gesichert, MitBereich, MitRueckgabe, Sichtbar
from konten.views.handlung import Handlung
from partner.models import Neuzuschnitt
from sozialraum.forms import Listenfilter
from sozialraum.models import Gemeinde
from sozialraum.selectors.verwaltung import ohne_steuerung
from sozialraum.views.sachen import PARAMETERSACHE, SACHEN, Sache

HILFE = "/hilfe/sozialraeume-pflegen/"
GEMEINDEN, ZUSCHNITTE = "gemeinde", "neuzuschnitt"
KRUMEN = [{"titel": "Verwaltung", "url": "/verwaltung/"}]


class Verwaltung(Gesichert, TemplateView):
    """All base data at a glance."""

    permission_required = "stammdaten.sehen"
    template_name = "verwaltung/uebersicht.html"
    hilfe = HILFE

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        heute = timezone.localdate()
        return super().get_context_data(
            gruppen=self._gruppen(heute),
            ohne_steuerung=ohne_steuerung(heute),
            mails_url=reverse("konten:mail_liste") if self.bereich.darf("versand.sehen") else None,
            konten_url=reverse("sozialraum:konto_liste") if self.bereich.darf("zustaendigkeit.pflegen") else None,
            **kwargs,
        )

    def _gruppen(self, heute: date) -> list[tuple[str, list[dict[str, Any]]]]:
        zahlen = dict(anzahlen(self.bereich, heute))
        sachen = [sache for sache in (*SACHEN, PARAMETERSACHE) if self.bereich.darf(sache.recht)]
        gruppen = {
            gruppe: [_karte(sache.titel, zahlen.get(sache.name, 0), sache.url("verwalten")) for sache in zusammen]
            for gruppe, zusammen in groupby(sachen, key=lambda sache: sache.gruppe)
        }
        gemeinden = _karte("Gemeinden", zahlen.get(GEMEINDEN, 0), reverse("sozialraum:gebiet_liste"))
        zuschnitte = _karte("Neuzuschnitte", zahlen.get(ZUSCHNITTE, 0), reverse("sozialraum:neuzuschnitt_liste"))
        gruppen[next(iter(gruppen))][1:1] = [gemeinden, zuschnitte]
        return list(gruppen.items())


def _karte(titel: str, zahl: int, url: str) -> dict[str, Any]:
    return {"titel": titel, "zahl": zahl, "url": url}


@vorbereitet
def anzahlen(bereich: Geltungsbereich, heute: date) -> QuerySet:
    """Rows of every thing that hold on that day, as (name, number); a thing without rows is left out. One query."""
    zahlen = [
        _anzahl(GEMEINDEN, Gemeinde.objects.sichtbar_fuer(bereich)),
        _anzahl(ZUSCHNITTE, Neuzuschnitt.objects.sichtbar_fuer(bereich)),
    ]
    for sache in (*SACHEN, PARAMETERSACHE):
        menge = sache.menge(sache.modell.objects.sichtbar_fuer(bereich), bereich)
        zahlen.append(_anzahl(sache.name, menge.aktiv(heute) if sache.hat_zeitraum and sache.beendbar else menge))
    return zahlen[0].union(*zahlen[1:], all=True)


def _anzahl(name: str, menge: QuerySet) -> QuerySet:
    benannt = menge.order_by().values(sache=Value(name, CharField()))
    return benannt.annotate(anzahl=Count("pk")).values_list("sache", "anzahl")


@dataclass(frozen=True, slots=True)
class Zustand:
    """What `_teile/zustand.html` shows."""

    klasse: str
    symbol: str
    wort: str


def gueltigkeit(zeile: Model, heute: date) -> Zustand:
    """State of a validity row today."""
    if zeile.von > heute:
        return Zustand("neu", "→", "künftig")
    if zeile.bis and zeile.bis < heute:
        return Zustand("neutral", "–", "beendet")
    return Zustand("aktuell", "✓", "gültig")


def zelltext(wert: Any) -> str:
    """A value as people read it."""
    if isinstance(wert, bool):
        return "ja" if wert else "nein"
    if isinstance(wert, date):
        return tagesdatum(wert)
    if isinstance(wert, Decimal):
        return dezimal(wert)
    return "" if wert is None else str(wert)


class MitSache:
    """The thing of the table comes with the address."""

    sache: Sache
    hilfe = HILFE

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(
            sache=self.sache, kruemel=self.kruemel(), liste_url=self.sache.url("verwalten"), **kwargs
        )

    def kruemel(self) -> list[dict[str, str]]:
        return [*KRUMEN, {"titel": self.sache.titel, "url": self.sache.url("verwalten")}]

    def get_success_url(self) -> str:
        return self.sache.url("verwalten")


class SachenListe(MitSache, Sichtbar, ListView):
    """Rows that hold today, on request also coming and ended ones."""

    permission_required = "stammdaten.sehen"
    template_name = "verwaltung/liste.html"
    paginate_by = 25
    sache: Sache = SACHEN[0]

    def kruemel(self) -> list[dict[str, str]]:
        return KRUMEN

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        format_ = request.GET.get("format")
        if format_ in FORMATE:
            return exportantwort(self.sache.pfad, format_, self._exportspalten(), self.get_queryset())
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet:
        menge = self.sache.menge(super().get_queryset(), self.bereich).select_related(*self.sache.beziehungen)
        self.filterform = self._filterform()
        self.filterform.is_valid()
        for name, wert in self.filterform.cleaned_data.items():
            menge = _nach_stand(menge, wert) if name == "stand" else menge.filter(**({name: wert} if wert else {}))
        return menge.order_by(*self._sortierung(), *(menge.model._meta.ordering or ["pk"]))

    def _filterform(self) -> Listenfilter:
        felder = {name: self.sache.modell._meta.get_field(name).formfield(required=False) for name in self.sache.filter}
        for feld in felder.values():
            feld.queryset = feld.queryset.waehlbar_fuer(self.bereich)
            feld.to_field_name = "uuid" if feld.queryset.model.__name__ == "Traeger" else "kuerzel"
            feld.empty_label, feld.help_text = "Alle", ""
        mit_stand = self.sache.hat_zeitraum and self.sache.beendbar
        return Listenfilter(self.request.GET, mit_stand=mit_stand, beziehungen=felder)

    def _sortierung(self) -> list[str]:
        felder = {spalte.feld for spalte in self.sache.spalten} | ({"von", "bis"} if self.sache.hat_zeitraum else set())
        wunsch = self.request.GET.get("sortierung", "")
        self.sortierung = wunsch if wunsch.removeprefix("-") in felder else ""
        return [self.sortierung] if self.sortierung else []

    def _exportspalten(self) -> list[Spalte]:
        zeitraum = [Spalte("gültig ab", lambda z: z.von, 14), Spalte("gültig bis", lambda z: z.bis, 14)]
        return [*self.sache.spalten, *(zeitraum if self.sache.hat_zeitraum else [])]

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        kontext = super().get_context_data(**kwargs)
        darf = self.bereich.darf("stammdaten.pflegen")
        zeilen = [self._zeile(objekt, darf) for objekt in kontext["page_obj"]]
        return kontext | {
            "zeilen": zeilen,
            "filterform": self.filterform if self.filterform.fields else None,
            "sortierung": self.sortierung,
            "neu_url": self.sache.url("neu") if darf else None,
            "weitere_url": reverse(self.sache.weitere[1]) if self.sache.weitere else None,
            "darf_pflegen": darf,
        }

    def _zeile(self, objekt: Model, darf: bool) -> dict[str, Any]:
        sache, heute = self.sache, timezone.localdate()
        beendbar = darf and sache.hat_zeitraum and (sache.beendbar or objekt.von > heute)
        zellen = [(spalte.titel, zelltext(spalte.wert(objekt))) for spalte in sache.spalten]
        return {
            "objekt": objekt,
            "titel": zellen[0][1],
            "zellen": zellen[1:],
            "zustand": gueltigkeit(objekt, heute) if sache.hat_zeitraum else None,
            "bearbeiten_url": sache.url("bearbeiten", objekt) if darf and sache.aenderbar else None,
            "beenden_url": sache.url("beenden", objekt) if beendbar else None,
            "ende_text": "Ende ändern" if sache.hat_zeitraum and objekt.bis else "Beenden",
        }


def _nach_stand(menge: QuerySet, stand: str) -> QuerySet:
    heute = timezone.localdate()
    bedingungen = {"": zeitraum_gilt(heute)}
    if stand == "kuenftig":
        return menge.filter(von__gt=heute)
    if stand == "beendet":
        return menge.filter(bis__lt=heute)
    return menge.filter(bedingungen[stand]) if stand in bedingungen else menge


class Sachenformular(MitSache, MitRueckgabe, MitBereich):
    """A form that saves by the act of the thing and shows at the field what the act refuses."""

    template_name = "verwaltung/formular.html"

    def form_valid(self, form: forms.ModelForm) -> HttpResponse:
        try:
            zeile = self.speichere(form.instance)
        except ValidationError as fehler:
            form.uebernimm(fehler)
            return self.form_invalid(form)
        messages.success(self.request, f"Gespeichert: {zeile}.")
        return HttpResponseRedirect(self.get_success_url())


class SacheNeu(Sachenformular, Gesichert, CreateView):
    permission_required = "stammdaten.pflegen"
    sache: Sache = SACHEN[0]

    def get_form_class(self) -> type[forms.ModelForm]:
        return self.sache.formular

    def get_initial(self) -> dict[str, Any]:
        """What the address names is preset, so that other pages can link here."""
        heute = {"von": timezone.localdate()} if self.sache.hat_zeitraum and self.sache.beendbar else {}
        return heute | {name: self.request.GET[name] for name in self.sache.felder if name in self.request.GET}

    def speichere(self, zeile: Model) -> Model:
        return self.sache.trage_ein(zeile)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(ueberschrift=self.sache.neu, **kwargs)


class SacheBearbeiten(Sachenformular, Bearbeitbar, UpdateView):
    """Only what describes; validity is ended and entered anew."""

    permission_required = "stammdaten.pflegen"
    sache: Sache = SACHEN[0]

    def get_queryset(self) -> QuerySet:
        return self.sache.menge(super().get_queryset(), self.bereich)

    def get_form_class(self) -> type[forms.ModelForm]:
        return self.sache.aenderungsformular

    def speichere(self, zeile: Model) -> Model:
        return self.sache.sichere(zeile)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(ueberschrift=f"{self.object} bearbeiten", **kwargs)


class SacheBeenden(SacheBearbeiten):
    """The last day of a row; what has not begun can be withdrawn instead."""

    template_name = "verwaltung/beenden.html"

    def get_form_class(self) -> type[forms.ModelForm]:
        return self.sache.endeformular

    def speichere(self, zeile: Model) -> Model:
        return self.sache.beende(zeile)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        kuenftig = self.object.von > timezone.localdate()
        return super().get_context_data(
            **kwargs
            | {
                "zurueck_url": self.sache.url("zuruecknehmen", self.object) if kuenftig else None,
                "zustand": gueltigkeit(self.object, timezone.localdate()),
            }
        )


class SacheZuruecknehmen(MitSache, Handlung):
    """Removes a row that has not begun."""

    permission_required = "stammdaten.pflegen"
    sache: Sache = SACHEN[0]

    def get_queryset(self) -> QuerySet:
        return self.sache.menge(super().get_queryset(), self.bereich)

    def handle(self, objekt: Model) -> str:
        text = str(objekt)
        self.sache.nimm_zurueck(objekt, timezone.localdate())
        return f"Zurückgenommen: {text}."

    def ziel(self, objekt: Model) -> str:
        return self.get_success_url()
