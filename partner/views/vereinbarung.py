"""Agreements between institutions: list, page, new, change, files."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.fields.files import FieldFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import CreateView, DetailView, TemplateView, UpdateView, View
from django.views.generic.detail import SingleObjectMixin

from konten.models.schluessel import gewaehlte_partner, lies_uuids
from konten.rules.datei import ENDUNGEN, Dateifehler
from konten.tables import Spalte
from konten.views import Bearbeitbar, Gesichert, MitBereich, Sichtbar
from konten.views.datei import Dateiausgabe
from konten.views.eingabe import SCHON_GESPEICHERT, MitEntwurf, schliesse_ab
from konten.views.handlung import Handlung
from konten.views.liste import Filterliste
from netzwerk.selectors.bedarf import VORSCHLAEGE, quellen_aus, quellenvorschlaege
from partner.forms.vereinbarung import RECHT, TEXTE, Vereinbarungsfilter, Vereinbarungsform
from partner.models import Vereinbarung, Vereinbarungsdatei
from partner.services.vereinbarung import VereinbarungGeaendert, entferne, haenge_an, speichere
from sozialraum.models import Sozialraum

HILFE = "/hilfe/vereinbarungen/"
HOECHSTENS = 30
SORTIERUNGEN = {name: (name, "titel") for feld in ("titel", "art", "bis", "pruefen_am") for name in (feld, f"-{feld}")}
KONFLIKT = (
    "Jemand hat inzwischen gespeichert. Unter diesem Hinweis steht die gespeicherte Fassung, darunter stehen Ihre "
    "Eingaben. Wenn Sie noch einmal speichern, gilt Ihre Fassung."
)


def _namen(menge: Any) -> str:
    return ", ".join(str(eintrag) for eintrag in menge.all())


SPALTEN = (
    Spalte("ID", lambda v: str(v.uuid), 38),
    Spalte("Titel", lambda v: v.titel, 50),
    Spalte("Art", lambda v: v.get_art_display(), 28),
    Spalte("Partner", lambda v: _namen(v.partner), 50),
    Spalte("Träger", lambda v: _namen(v.traeger), 32),
    Spalte("Sozialräume", lambda v: _namen(v.sozialraeume), 32),
    Spalte("gültig ab", lambda v: v.von, 12),
    Spalte("gültig bis", lambda v: v.bis, 12),
    Spalte("wieder ansehen am", lambda v: v.pruefen_am, 18),
)


def kruemel(vereinbarung: Vereinbarung | None = None) -> list[dict[str, str]]:
    weg = [{"titel": "Vereinbarungen", "url": reverse("partner:vereinbarung_liste")}]
    return [*weg, {"titel": str(vereinbarung), "url": vereinbarung.get_absolute_url()}] if vereinbarung else weg


def texte(vereinbarung: Vereinbarung) -> list[tuple[str, str]]:
    """The sections that say something, with their headings."""
    felder = [(Vereinbarung._meta.get_field(name).verbose_name, getattr(vereinbarung, name)) for name in TEXTE]
    return [(titel, text) for titel, text in felder if text]


class VereinbarungListe(Filterliste):
    """All agreements; filters, sort and page stand in the address."""

    model = Vereinbarung
    permission_required = "vereinbarung.sehen"
    filterset_class = Vereinbarungsfilter
    template_name = "partner/vereinbarung_list.html"
    hilfe = HILFE
    export = ("vereinbarungen", SPALTEN)
    sortierungen, sortiert = SORTIERUNGEN, "titel"

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().fuer_liste().order_by(*self.ordnung, "pk")

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        darf = self.bereich.darf(RECHT)
        return super().get_context_data(
            stichtag=self.bereich.stichtag,
            neu_url=reverse("partner:vereinbarung_neu") if darf else None,
            **kwargs,
        )


class VereinbarungDetail(Sichtbar, DetailView):
    """One agreement with its sections and files."""

    model = Vereinbarung
    permission_required = "vereinbarung.sehen"
    template_name = "partner/vereinbarung_detail.html"
    hilfe = HILFE

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().fuer_liste().prefetch_related("dateien")

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        darf = Vereinbarung.objects.bearbeitbar_fuer(self.bereich).filter(pk=self.object.pk).exists()
        return super().get_context_data(
            kruemel=kruemel(),
            stichtag=self.bereich.stichtag,
            texte=texte(self.object),
            darf_bearbeiten=darf,
            endungen=ENDUNGEN,
            **kwargs,
        )


class MitPartnerwahl(MitEntwurf, MitBereich):
    """The form with its partners; searching and choosing post the form without storing it."""

    model = Vereinbarung
    form_class = Vereinbarungsform
    permission_required = RECHT
    template_name = "partner/vereinbarung_form.html"
    hilfe = HILFE
    entwurfsart = "vereinbarung"

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        daten = kwargs.get("data")
        schluessel = gewaehlte_partner(daten, HOECHSTENS) if daten is not None else self.anfangspartner()
        return kwargs | {"partner": quellen_aus(self.bereich, schluessel)}

    def get_initial(self) -> dict[str, Any]:
        raum = Sozialraum.objects.waehlbar_fuer(self.bereich).filter(
            kuerzel=self.request.GET.get("sozialraum", "").replace("\x00", "")
        )
        return super().get_initial() | ({"sozialraeume": list(raum)} if raum else {})

    def anfangspartner(self) -> list[str]:
        return [str(uuid) for uuid in lies_uuids([self.request.GET.get("partner", "")])]

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not {"hinzu", "weg", "suchen"} & request.POST.keys():
            return super().post(request, *args, **kwargs)
        self.object = self.get_object() if "uuid" in self.kwargs else None
        form = self.get_form()
        form.errors.clear()
        if request.htmx:
            self.template_name = "partner/_vereinbarungspartner.html"
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        kontext = super().get_context_data(**kwargs)
        suche = self.request.POST.get("partnersuche", "") if "suchen" in self.request.POST else ""
        return kontext | vorschlagskontext(self, suche, [str(p.uuid) for p in kontext["form"].partner])

    def form_valid(self, form: Vereinbarungsform) -> HttpResponse:
        daten = form.cleaned_data
        try:
            with transaction.atomic():
                vereinbarung = speichere(
                    vereinbarung=form.instance,
                    version=daten["version"] or 0,
                    partner=form.partner,
                    sozialraeume=daten["sozialraeume"],
                    traeger=daten["traeger"],
                )
                gespeichert = vereinbarung is form.instance
                schliesse_ab(self.request, form, vereinbarung, gespeichert=gespeichert)
        except VereinbarungGeaendert as konflikt:
            return self.zeige_konflikt(form, konflikt.version)
        if gespeichert:
            messages.success(self.request, "Die Vereinbarung ist gespeichert.")
        else:
            messages.info(self.request, SCHON_GESPEICHERT)
        return HttpResponseRedirect(vereinbarung.get_absolute_url())

    def zeige_konflikt(self, form: Vereinbarungsform, version: int) -> HttpResponse:
        form.data = form.data.copy()
        form.data["version"] = str(version)
        form.add_error(None, KONFLIKT)
        gespeichert = Vereinbarung.objects.fuer_liste().get(pk=form.instance.pk)
        kontext = self.get_context_data(form=form, gespeichert=gespeichert, gespeicherte_texte=texte(gespeichert))
        return self.render_to_response(kontext)


def vorschlagskontext(ansicht: Gesichert, suche: str, schon_da: list[str]) -> dict[str, Any]:
    treffer = quellenvorschlaege(ansicht.bereich, suche, schon_da) if suche.strip() else []
    return {
        "vorschlaege": treffer[:VORSCHLAEGE],
        "gibt_weitere": len(treffer) > VORSCHLAEGE,
        "partnersuche": suche,
        "gesucht": bool(suche.strip()),
    }


class VereinbarungNeu(MitPartnerwahl, Gesichert, CreateView):
    def get_context_data(self, **kwargs) -> dict[str, Any]:
        liste = reverse("partner:vereinbarung_liste")
        return super().get_context_data(
            ueberschrift="Vereinbarung anlegen", kruemel=kruemel(), liste_url=liste, **kwargs
        )


class VereinbarungBearbeiten(MitPartnerwahl, Bearbeitbar, UpdateView):
    def anfangspartner(self) -> list[str]:
        return [str(uuid) for uuid in self.object.partner.order_by("name_norm").values_list("uuid", flat=True)]

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        ziel = self.get_object()
        return super().get_context_data(
            ueberschrift="Vereinbarung bearbeiten", kruemel=kruemel(ziel), liste_url=ziel.get_absolute_url(), **kwargs
        )


class VereinbarungPartnersuche(Gesichert, TemplateView):
    """Fragment for type-ahead."""

    permission_required = RECHT
    template_name = "netzwerk/_quellenvorschlaege.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        suche, schon_da = self.request.GET.get("partnersuche", ""), gewaehlte_partner(self.request.GET, HOECHSTENS)
        return super().get_context_data(**vorschlagskontext(self, suche, schon_da), **kwargs)


# --- Files ------------------------------------------------------------------------------------------------------------


class VereinbarungDateiNeu(Bearbeitbar, SingleObjectMixin, View):
    """Adds the signed paper or an annex."""

    model = Vereinbarung
    permission_required = RECHT
    http_method_names = ["post"]

    def post(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        vereinbarung = self.get_object()
        datei = request.FILES.get("datei")
        if datei is None:
            messages.error(request, "Bitte wählen Sie eine Datei aus.")
            return HttpResponseRedirect(vereinbarung.get_absolute_url())
        try:
            zeile = haenge_an(vereinbarung=vereinbarung, datei=datei, benutzer=request.user)
        except Dateifehler as fehler:
            messages.error(request, f"{datei.name[:80]}: {fehler}")
        else:
            messages.success(request, f"Die Datei {zeile.name} ist gespeichert.")
        return HttpResponseRedirect(vereinbarung.get_absolute_url())


class VereinbarungDatei(Dateiausgabe):
    """Hands out a file to whoever may read the agreement."""

    model = Vereinbarungsdatei
    permission_required = "vereinbarung.sehen"

    def ablage(self, objekt: Vereinbarungsdatei) -> tuple[FieldFile, str, str]:
        return objekt.datei, objekt.name, objekt.typ


class VereinbarungDateiLoeschen(Handlung):
    """Removes one file."""

    model = Vereinbarungsdatei
    permission_required = RECHT

    def handle(self, objekt: Vereinbarungsdatei) -> str:
        entferne(datei=objekt)
        return f"Die Datei {objekt.name} ist gelöscht."

    def ziel(self, objekt: Vereinbarungsdatei) -> str:
        return objekt.vereinbarung.get_absolute_url()
