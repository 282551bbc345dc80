"""Pages of Mitteilungen: archive, draft, preview, sending, what became of it."""

from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import CreateView, DetailView, TemplateView, UpdateView, View

from konten.models.schluessel import gewaehlte_partner
from konten.tables import FORMATE, Spalte, exportantwort
from konten.views import Bearbeitbar, Gesichert, MitBereich, Sichtbar
from konten.views.datei import Dateiausgabe
from konten.views.eingabe import KONFLIKT, MitEntwurf, MitFassungen, schliesse_ab
from konten.views.liste import Filterliste, Geblaettert
from netzwerk.forms.mitteilung import HOECHSTENS_PARTNER, Mitteilungsform, Sendeform
from netzwerk.forms.mitteilungsfilter import Mitteilungsfilter, Zustellungsfilter
from netzwerk.models import Mitteilung, Mitteilungsanhang, Mitteilungsempfaenger
from netzwerk.models.mitteilung import SCHREIBEN, SEHEN
from netzwerk.rules.mitteilung import MOEGLICH, Empfang, ist_moeglich, marke, zaehle
from netzwerk.selectors.mitteilung import (
    empfaenge,
    mit_umfeld,
    versandstand,
    waehlbare_partner,
    zahl_ungelesener,
    zustellung_von,
    zustellungen,
)
from netzwerk.services import mitteilung as dienst
from netzwerk.services.fassung import ZwischenzeitlichGeaendert
from netzwerk.services.mitteilungsversand import leseadresse, mailtext
from netzwerk.views.anhang import MitAnhaengen

HILFE = "/hilfe/mitteilungen/"
VORSCHLAEGE = 8
SORTIERUNGEN = {
    "-gesendet": (F("gesendet_am").desc(nulls_first=True), "-id"),
    "gesendet": (F("gesendet_am").asc(nulls_last=True), "id"),
    "titel": ("titel", "id"),
    "-titel": ("-titel", "-id"),
}
#: buttons that change the chosen partners and show the form again without judging it
ZWISCHENSCHRITTE = {"hinzu", "weg", "suchen"}
SPALTEN = (
    Spalte("ID", lambda m: str(m.uuid), 38),
    Spalte("Betreff", lambda m: m.titel, 50),
    Spalte("Art", lambda m: m.get_art_display(), 14),
    Spalte("Richtung", lambda m: m.get_richtung_display(), 12),
    Spalte("Sozialräume", lambda m: ", ".join(map(str, m.sozialraeume.all())) or "Landkreis", 40),
    Spalte("Themen", lambda m: ", ".join(map(str, m.themen.all())), 40),
    Spalte("Stand", lambda m: m.get_zustand_display(), 14),
    Spalte("gesendet am", lambda m: m.gesendet_am, 20),
    Spalte("von", lambda m: str(m.erfasst_von or ""), 28),
    Spalte("Text", lambda m: m.text, 80),
)
LOGSPALTEN = (
    Spalte("Name", lambda z: z.name, 40),
    Spalte("Art", lambda z: z.get_art_display(), 22),
    Spalte("Mailadresse", lambda z: z.adresse, 40),
    Spalte("Stand", lambda z: zustellung_von(z).wort, 18),
    Spalte("Grund", lambda z: zustellung_von(z).grund, 60),
    Spalte("eingestellt am", lambda z: z.eingestellt_am, 20),
    Spalte("gelesen am", lambda z: z.gelesen_am, 20),
)


def kruemel(mitteilung: Mitteilung | None = None) -> list[dict[str, str]]:
    pfad = [{"titel": "Mitteilungen", "url": reverse("netzwerk:mitteilung_liste")}]
    return pfad + ([{"titel": mitteilung.titel, "url": mitteilung.get_absolute_url()}] if mitteilung else [])


class MitteilungListe(Filterliste):
    """The archive: what one wrote or may read, the latest first; drafts stand above."""

    model = Mitteilung
    permission_required = SEHEN
    filterset_class = Mitteilungsfilter
    template_name = "netzwerk/mitteilung_list.html"
    hilfe = HILFE
    export = ("mitteilungen", SPALTEN)
    sortierungen, sortiert = SORTIERUNGEN, "-gesendet"

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().fuer_liste().order_by(*SORTIERUNGEN[self.sortierung])

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        kontext = super().get_context_data(**kwargs)
        ids = [mitteilung.pk for mitteilung in kontext["page_obj"]]
        eingang = Mitteilungsempfaenger.objects.filter(mitteilung__in=ids, benutzer=self.request.user)
        ungelesene = set(eingang.filter(gelesen_am=None).values_list("mitteilung", flat=True))
        return kontext | {
            "neu_url": reverse("netzwerk:mitteilung_neu") if self.bereich.darf(SCHREIBEN) else None,
            "ungelesene": ungelesene,
            "anzahl_ungelesene": zahl_ungelesener(self.bereich),
            "pflegt_abonnements": self.bereich.darf("abonnement.pflegen"),
        }


class Mitteilungsformular(MitAnhaengen, MitEntwurf, MitBereich):
    """What new and change have in common: partners by type-ahead and files, also without JavaScript."""

    model = Mitteilung
    form_class = Mitteilungsform
    template_name = "netzwerk/mitteilung_form.html"
    entwurfsart = "mitteilung"
    hilfe = HILFE

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if (teil := self.nimm_dateien_an()) is not None:
            return teil
        if "anhang_weg" in request.POST or ZWISCHENSCHRITTE & request.POST.keys():
            self.object = self.kontakt()
            return self.zeige(self.get_form())
        return super().post(request, *args, **kwargs)

    def zeige(self, form: Mitteilungsform) -> HttpResponse:
        """The form as it stands, without complaints about what is still missing."""
        form.errors.clear()
        form.textwarnungen = []
        teil = "netzwerk/_mitteilung_partner.html" if self.request.htmx else self.template_name
        return self.response_class(
            request=self.request, template=[teil], context=self.get_context_data(form=form), using=self.template_engine
        )

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        kontext = super().get_context_data(kruemel=kruemel(self.kontakt()), **kwargs)
        if "suchen" not in self.request.POST:
            return kontext
        suche = self.request.POST.get("partnersuche", "")
        return kontext | suchergebnis(self.bereich, suche, [str(e.partner.uuid) for e in kontext["form"].einzelne])


def suchergebnis(bereich: Any, suche: str, schon_da: list[str]) -> dict[str, Any]:
    gesucht = bool(suche.strip())
    menge = waehlbare_partner(bereich).suche(suche).exclude(uuid__in=schon_da).order_by("name_norm")
    treffer = list(menge[: VORSCHLAEGE + 1]) if gesucht else []
    return {
        "vorschlaege": treffer[:VORSCHLAEGE],
        "gibt_weitere": len(treffer) > VORSCHLAEGE,
        "partnersuche": suche,
        "gesucht": gesucht,
    }


class MitteilungNeu(Mitteilungsformular, Gesichert, CreateView):
    """A new draft; `?partner=` presets one partner."""

    permission_required = SCHREIBEN

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"gewuenscht": self.request.GET.get("partner", "")}

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | ({"richtung": "aussen"} if "partner" in self.request.GET else {})

    def form_valid(self, form: Mitteilungsform) -> HttpResponse:
        try:
            with transaction.atomic():
                mitteilung, ist_neu = dienst.entwirf(
                    benutzer=self.request.user, uuid=form.cleaned_data["uuid"], angaben=form.angaben()
                )
                schliesse_ab(self.request, form, mitteilung, gespeichert=ist_neu)
        except ValidationError as fehler:
            form.uebernimm(fehler)
            return self.form_invalid(form)
        return HttpResponseRedirect(reverse("netzwerk:mitteilung_vorschau", args=[mitteilung.uuid]))


class MitteilungBearbeiten(MitFassungen, Mitteilungsformular, Bearbeitbar, UpdateView):
    """Change a draft; a meanwhile changed one comes back with both versions."""

    permission_required = SCHREIBEN

    def kontakt(self) -> Mitteilung:
        return self.gespeichert

    @cached_property
    def gespeichert(self) -> Mitteilung:
        return self.get_object()

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        darf = request.user.is_authenticated and self.has_permission()
        if darf and not ist_moeglich("bearbeiten", self.gespeichert.zustand):
            messages.info(request, "Gesendetes wird nicht geändert. Schreiben Sie bei Bedarf eine Berichtigung.")
            return HttpResponseRedirect(self.gespeichert.get_absolute_url())
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Mitteilungsform) -> HttpResponse:
        version = form.cleaned_data["version"] or 0
        try:
            with transaction.atomic():
                mitteilung = dienst.aendere(
                    mitteilung_id=self.object.pk, version=version, angaben=form.angaben(), durch=self.request.user
                )
                schliesse_ab(self.request, form, mitteilung)
        except ZwischenzeitlichGeaendert:
            return self.zeige_fassungen(form, satz=KONFLIKT)
        except ValidationError as fehler:
            form.uebernimm(fehler)
            return self.form_invalid(form)
        return HttpResponseRedirect(reverse("netzwerk:mitteilung_vorschau", args=[mitteilung.uuid]))

    def frisches_formular(self) -> Mitteilungsform:
        return Mitteilungsform(bereich=self.bereich, instance=self.get_object())


class MitteilungPartnersuche(Gesichert, TemplateView):
    """Fragment for type-ahead: partners that may get a Mitteilung from this person."""

    permission_required = SCHREIBEN
    template_name = "netzwerk/_quellenvorschlaege.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        suche = self.request.GET.get("partnersuche", "")
        gewaehlt = gewaehlte_partner(self.request.GET, HOECHSTENS_PARTNER)
        return super().get_context_data(**suchergebnis(self.bereich, suche, gewaehlt), **kwargs)


class MitteilungVorschau(Bearbeitbar, DetailView):
    """How the mail reads and who gets it at which address; sends what it shows."""

    model = Mitteilung
    permission_required = SCHREIBEN
    template_name = "netzwerk/mitteilung_vorschau.html"
    hilfe = HILFE
    export = ("empfaenger", (
        Spalte("Name", lambda e: e.ziel.name, 40),
        Spalte("Mailadresse", lambda e: e.ziel.adresse, 40),
        Spalte("Grund", lambda e: e.grund and e.grund.label, 40),
    ))  # fmt: skip

    @cached_property
    def liste(self) -> list[Empfang]:
        return empfaenge(self.object, self.bereich.stichtag)

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.object = self.get_object()
        if not ist_moeglich("senden", self.object.zustand):
            return HttpResponseRedirect(self.object.get_absolute_url())
        if request.GET.get("format") in FORMATE:
            return exportantwort(self.export[0], request.GET["format"], self.export[1], self.liste)
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.object = self.get_object()
        form = Sendeform(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            mitteilung = dienst.sende(
                mitteilung_id=self.object.pk,
                version=form.cleaned_data["version"],
                bestaetigt=form.cleaned_data["bestaetigt"],
                bereich=self.bereich,
                wann=form.zeitpunkt,
            )
        except ValidationError as fehler:
            messages.error(request, " ".join(fehler.messages))
            return HttpResponseRedirect(request.path)
        wann = timezone.localtime(mitteilung.geplant_am) if mitteilung.geplant_am else None
        satz = f"Die Mitteilung geht am {wann:%d.%m.%Y um %H:%M} Uhr hinaus." if wann else "Die Mitteilung geht hinaus."
        messages.success(request, satz)
        return HttpResponseRedirect(mitteilung.get_absolute_url())

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        anfang = {"version": self.object.version, "bestaetigt": marke(self.liste)}
        return super().get_context_data(
            **{
                "kruemel": kruemel(self.object),
                "form": Sendeform(initial=anfang),
                "zahlen": zaehle(self.liste),
                "bekommen": [e for e in self.liste if e.bekommt_mail],
                "bekommen_nicht": [e for e in self.liste if not e.bekommt_mail],
                "mailtext": mailtext(self.object),
                "raeume": self.object.sozialraeume.all(),
            }
            | kwargs
        )


class MitteilungDetail(Sichtbar, DetailView):
    """Text, files, what corrects it, and for who wrote it how far it is."""

    model = Mitteilung
    permission_required = SEHEN
    template_name = "netzwerk/mitteilung_detail.html"
    hilfe = HILFE

    def get_queryset(self) -> QuerySet:
        return mit_umfeld(super().get_queryset())

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        mitteilung, bereich = self.object, self.bereich
        schreibt = Mitteilung.objects.bearbeitbar_fuer(bereich).filter(pk=mitteilung.pk).exists()
        eingang = mitteilung.empfaenger.filter(benutzer=self.request.user).first()
        return super().get_context_data(
            kruemel=kruemel(),
            schreibt=schreibt,
            darf={name: schreibt and ist_moeglich(name, mitteilung.zustand) for name in MOEGLICH},
            stand=versandstand(mitteilung) if schreibt else None,
            eingang=eingang,
            leseadresse=leseadresse(mitteilung) if mitteilung.ist_nach_aussen and mitteilung.gesendet_am else "",
            neue_uuid=uuid4(),
            **kwargs,
        )


class MitteilungStand(Bearbeitbar, DetailView):
    """How far sending is: the part of the page that renews itself while it runs."""

    model = Mitteilung
    permission_required = SCHREIBEN
    hilfe = HILFE

    def get_template_names(self) -> list[str]:
        return ["netzwerk/_mitteilung_stand.html"] if self.request.htmx else ["netzwerk/mitteilung_stand.html"]

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(
            kruemel=kruemel(self.object), stand=versandstand(self.object), schreibt=True, **kwargs
        )


class MitteilungZustellung(Geblaettert, Bearbeitbar, DetailView):
    """The delivery log: every recipient with what became of the mail."""

    model = Mitteilung
    permission_required = SCHREIBEN
    template_name = "netzwerk/mitteilung_zustellung.html"
    hilfe = HILFE
    paginate_by = 50

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.object = self.get_object()
        self.filter = Zustellungsfilter(request.GET, queryset=zustellungen(self.object), request=request)
        if request.GET.get("format") in FORMATE:
            return exportantwort("zustellung", request.GET["format"], LOGSPALTEN, self.filter.qs.iterator(500))
        return self.render_to_response(self.get_context_data())

    def get_paginator(self, queryset: QuerySet, per_page: int) -> Any:
        return Paginator(queryset, per_page)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        _, seite, zeilen, geblaettert = self.paginate_queryset(self.filter.qs, self.paginate_by)
        return super().get_context_data(
            kruemel=kruemel(self.object),
            filter=self.filter,
            page_obj=seite,
            is_paginated=geblaettert,
            zeilen=[(zeile, zustellung_von(zeile)) for zeile in zeilen],
            **kwargs,
        )


class MitteilungGelesen(Sichtbar, DetailView):
    """Marks one as read, by POST."""

    model = Mitteilung
    permission_required = SEHEN
    http_method_names = ["post"]

    def post(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        mitteilung = self.get_object()
        dienst.lies(mitteilungen=[mitteilung.pk], benutzer=request.user)
        return HttpResponseRedirect("/" if request.POST.get("zurueck") == "/" else mitteilung.get_absolute_url())


class MitteilungenGelesen(Gesichert, View):
    """Marks all as read, by POST."""

    permission_required = SEHEN
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        anzahl = dienst.lies(mitteilungen=(), benutzer=request.user)
        messages.success(request, f"Als gelesen markiert: {anzahl}." if anzahl else "Es war schon alles gelesen.")
        return HttpResponseRedirect(reverse("netzwerk:mitteilung_liste"))


class MitteilungAnhang(Dateiausgabe):
    """A file to whoever may read the Mitteilung."""

    model = Mitteilungsanhang
    permission_required = SEHEN
