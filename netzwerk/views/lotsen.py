"""Pages of Lotsenanfragen: list, asking, change, one request with its time line (K22)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import CreateView, DetailView, UpdateView

from konten.models.schluessel import lies_uuid
from konten.tables import Spalte
from konten.views import Bearbeitbar, Gesichert, MitBereich, Sichtbar
from konten.views.eingabe import KONFLIKT, MitEntwurf, MitFassungen, schliesse_ab
from konten.views.liste import Filterliste
from netzwerk.forms.lotsen import Abschlussform, Lotsenform, Notizform
from netzwerk.forms.lotsenfilter import LotsenFilter
from netzwerk.forms.vorgaben import vorgaben
from netzwerk.models import Lotsenanfrage
from netzwerk.rules.lotsen import Akt, Anfrageweg, fristlage
from netzwerk.selectors.lotsen import akte_fuer, mit_verlauf
from netzwerk.services.fassung import ZwischenzeitlichGeaendert
from netzwerk.services.lotsen import aendere, stelle
from partner.models import Netzwerkpartner
from sozialraum.models import Sozialraum

HILFE = "/hilfe/lotsenanfragen/"
SORTIERUNGEN = {
    "frist": ("frist_am", "pk"),
    "-frist": ("-frist_am", "-pk"),
    "eingang": ("eingegangen_am", "pk"),
    "-eingang": ("-eingegangen_am", "-pk"),
    "sozialraum": ("sozialraum__reihenfolge", "frist_am", "pk"),
    "-sozialraum": ("-sozialraum__reihenfolge", "frist_am", "pk"),
}
#: what everybody who sees the list takes home
SPALTEN = (
    Spalte("ID", lambda a: str(a.uuid), 38),
    Spalte("Nummer", lambda a: a.nummer, 10),
    Spalte("eingegangen am", lambda a: a.eingegangen_am, 14),
    Spalte("Antwort bis", lambda a: a.frist_am, 14),
    Spalte("Sozialraum", lambda a: a.sozialraum.name, 28),
    Spalte("Themen", lambda a: ", ".join(thema.name for thema in a.themen.all()), 36),
    Spalte("Altersgruppe", lambda a: a.get_altersgruppe_display(), 24),
    Spalte("Wie eilig", lambda a: a.get_eile_display(), 22),
    Spalte("Weg", lambda a: a.get_weg_display(), 26),
    Spalte("Stand", lambda a: a.get_zustand_display(), 22),
    Spalte("Ergebnis", lambda a: a.get_ergebnis_display(), 22),
    Spalte("Grund", lambda a: a.get_hindernis_display(), 24),
    Spalte("erste Rückmeldung am", lambda a: a.erstmals_beantwortet_am, 14),
    Spalte("gefragte Anbieter", lambda a: len(a.weiterleitungen.all()), 12),
)
#: texts and names only for who works on the requests
TEXTSPALTEN = (
    Spalte("Was wird gesucht?", lambda a: a.titel, 50),
    Spalte("Beschreibung", lambda a: a.text, 80),
    Spalte("Gefragt hat", lambda a: a.absender if a.hat_text else "", 36),
    Spalte("Rückmeldung", lambda a: a.rueckmeldung, 80),
)


def kruemel(anfrage: Lotsenanfrage | None = None) -> list[dict[str, str]]:
    weg = [{"titel": "Lotsenanfragen", "url": reverse("netzwerk:lotsenanfrage_liste")}]
    return [*weg, {"titel": anfrage.name, "url": anfrage.get_absolute_url()}] if anfrage else weg


class LotsenanfrageListe(Filterliste):
    """Requests within sight, the nearest deadline first; without a filter the open ones."""

    model = Lotsenanfrage
    permission_required = "lotsen.sehen"
    filterset_class = LotsenFilter
    template_name = "netzwerk/lotsen_list.html"
    hilfe = HILFE
    sortierungen, sortiert = SORTIERUNGEN, "frist"

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().fuer_liste().order_by(*self.ordnung)

    def get_filterset_kwargs(self, filterset_class: type) -> dict[str, Any]:
        kwargs = super().get_filterset_kwargs(filterset_class)
        if "stand" not in self.request.GET:
            kwargs["data"] = self.request.GET.copy()
            kwargs["data"]["stand"] = "offen"
        return kwargs

    def exportspalten(self) -> tuple[str, tuple[Spalte, ...]]:
        return "lotsenanfragen", SPALTEN + (TEXTSPALTEN if self.bereich.darf("lotsen.fuehren") else ())

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        kontext = super().get_context_data(**kwargs)
        heute, bereich = timezone.localdate(), self.bereich
        zeilen = [(eine, fristlage(eine.zustand, eine.frist_am, heute)) for eine in kontext["page_obj"]]
        return kontext | {
            "zeilen": zeilen,
            "neu_url": reverse("netzwerk:lotsenanfrage_neu") if bereich.darf("lotsen.stellen") else None,
            "zahlen_url": reverse("netzwerk:lotsenzahlen") if bereich.darf("lotsen.zahlen") else None,
            "formulare": Sozialraum.objects.in_sozialraeumen(bereich, "lotsen.fuehren", "pk"),
            "ist_vorgabe": not (self.request.GET.keys() - {"page", "sortierung"}),
        }


class Lotsenformular(MitEntwurf, MitBereich):
    """What asking and changing have in common."""

    model = Lotsenanfrage
    form_class = Lotsenform
    template_name = "netzwerk/lotsen_form.html"
    entwurfsart = "lotsen"
    hilfe = HILFE

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(kruemel=kruemel(), **kwargs)


class LotsenanfrageNeu(Lotsenformular, Gesichert, CreateView):
    """Ask; `?partner=` presets who called, what the resource finder was asked presets the need."""

    permission_required = "lotsen.stellen"

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | vorgaben(self.request.GET, self.bereich)

    def get_form_kwargs(self) -> dict[str, Any]:
        uuid = lies_uuid(self.request.GET.get("partner", ""))
        partner = Netzwerkpartner.objects.sichtbar_fuer(self.bereich).filter(uuid=uuid).first() if uuid else None
        return super().get_form_kwargs() | {"partner": partner}

    def form_valid(self, form: Lotsenform) -> HttpResponse:
        try:
            anfrage, ist_neu = self.speichere(form)
        except ValidationError as fehler:
            form.uebernimm(fehler)
            return self.form_invalid(form)
        if ist_neu:
            bis = f"{anfrage.frist_am:%d.%m.%Y}"
            messages.success(self.request, f"Die Anfrage {anfrage.nummer} ist gestellt. Eine Antwort kommt bis {bis}.")
        return HttpResponseRedirect(anfrage.get_absolute_url())

    @transaction.atomic
    def speichere(self, form: Lotsenform) -> tuple[Lotsenanfrage, bool]:
        anfrage, ist_neu = stelle(
            benutzer=self.request.user,
            uuid=form.cleaned_data["uuid"],
            angaben=form.angaben(),
            weg=form.cleaned_data.get("weg") or Anfrageweg.KONTO,
            heute=timezone.localdate(),
        )
        schliesse_ab(self.request, form, anfrage, gespeichert=ist_neu)
        return anfrage, ist_neu


class LotsenanfrageBearbeiten(MitFassungen, Lotsenformular, Bearbeitbar, UpdateView):
    """Change an open request; a meanwhile changed one comes back with both versions."""

    permission_required = "lotsen.bearbeiten"

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().offen()

    def form_valid(self, form: Lotsenform) -> HttpResponse:
        version = form.cleaned_data["version"] or 0
        try:
            with transaction.atomic():
                anfrage = aendere(
                    anfrage_id=self.object.pk, version=version, angaben=form.angaben(), durch=self.request.user
                )
                schliesse_ab(self.request, form, anfrage)
        except ZwischenzeitlichGeaendert:
            return self.zeige_fassungen(form, satz=KONFLIKT)
        messages.success(self.request, "Die Änderung ist gespeichert.")
        return HttpResponseRedirect(anfrage.get_absolute_url())

    def frisches_formular(self) -> Lotsenform:
        return Lotsenform(bereich=self.bereich, instance=self.get_object())


class LotsenanfrageDetail(Sichtbar, DetailView):
    """One request: the need, providers and their answers, the time line, and what one may do now."""

    model = Lotsenanfrage
    permission_required = "lotsen.sehen"
    template_name = "netzwerk/lotsen_detail.html"
    hilfe = HILFE

    def get_queryset(self) -> QuerySet:
        return mit_verlauf(super().get_queryset())

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        anfrage, heute = self.object, timezone.localdate()
        akte = akte_fuer(anfrage, self.bereich)
        version = {"version": anfrage.version}
        grund = {
            "kruemel": kruemel(),
            "frist": fristlage(anfrage.zustand, anfrage.frist_am, heute),
            "akte": akte,
            "ist_meine": anfrage.zustaendig_id == self.request.user.pk,
            "abschlussform": self._abschlussform(anfrage) if Akt.ABSCHLIESSEN in akte else None,
            "notizform": Notizform(initial=version, auto_id="notiz_%s") if Akt.NOTIZ in akte else None,
            "oeffnenform": Notizform(initial=version, auto_id="oeffnen_%s") if Akt.OEFFNEN in akte else None,
            "zeigt_absender": self.bereich.gilt_in("lotsen.fuehren", anfrage.sozialraum_id)
            or anfrage.gestellt_von_id == self.request.user.pk
            or Akt.NOTIZ in akte,
        }
        return super().get_context_data(**grund | kwargs)

    def _abschlussform(self, anfrage: Lotsenanfrage) -> Abschlussform:
        fragen = [frage for frage in anfrage.weiterleitungen.all() if frage.antwort != "passt_nicht"]
        return Abschlussform(initial={"version": anfrage.version}, fragen=fragen)
