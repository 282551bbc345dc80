"""Pages of needs: list, report, change, next step."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import CreateView, DetailView, TemplateView, UpdateView, View
from django.views.generic.detail import SingleObjectMixin

from finanzen.selectors.projekt import projekte_mit
from konten.models.schluessel import gewaehlte_partner
from konten.tables import Spalte
from konten.views import Bearbeitbar, Gesichert, MitBereich, Sichtbar
from konten.views.eingabe import KONFLIKT, MitEntwurf, MitFassungen, schliesse_ab
from konten.views.liste import Filterliste
from netzwerk.forms.bedarf import HOECHSTENS_QUELLEN, Bedarfsform, Standform
from netzwerk.forms.bedarfsfilter import BedarfFilter
from netzwerk.forms.vorgaben import vorgaben
from netzwerk.models import Bedarfsmeldung
from netzwerk.rules.bedarf import ABSCHLUSS
from netzwerk.selectors.bedarf import VORSCHLAEGE, herkunftskontakt, meldung_mit_verlauf, quellenvorschlaege
from netzwerk.selectors.lotsen import anfrage_fuer_bedarf
from netzwerk.services.bedarf import aendere, folgen_fuer, melde, setze_stand
from netzwerk.services.fassung import ZwischenzeitlichGeaendert
from netzwerk.services.lotsen import verbinde_mit_bedarf

HILFE = "/hilfe/bedarfslagen/"
SORTIERUNGEN = {"am": ("am", "id"), "-am": ("-am", "-id"), "thema": ("thema", "-am"), "-thema": ("-thema", "-am")}
#: buttons that change the list of sources and show the form again without judging it
ZWISCHENSCHRITTE = {"hinzu", "weg", "suchen"}
SPALTEN = (
    Spalte("ID", lambda m: str(m.uuid), 38),
    Spalte("gemeldet am", lambda m: m.am, 12),
    Spalte("Sozialraum", lambda m: m.sozialraum.name, 28),
    Spalte("Thema", lambda m: m.thema.name, 28),
    Spalte("Altersgruppe", lambda m: m.get_altersgruppe_display(), 24),
    Spalte("Gewicht", lambda m: m.get_schwere_display(), 14),
    Spalte("Stand", lambda m: m.get_zustand_display(), 16),
    Spalte("Kurz gesagt", lambda m: m.titel, 50),
    Spalte("Beschreibung", lambda m: m.text, 80),
    Spalte("Quellen", lambda m: ", ".join(partner.name for partner in m.quellen.all()), 50),
)


def kruemel() -> list[dict[str, str]]:
    return [{"titel": "Bedarfslagen", "url": reverse("netzwerk:bedarfsmeldung_liste")}]


class BedarfListe(Filterliste):
    """Reports within sight, newest first."""

    model = Bedarfsmeldung
    permission_required = "bedarf.sehen"
    filterset_class = BedarfFilter
    template_name = "netzwerk/bedarfsmeldung_list.html"
    hilfe = HILFE
    export = ("bedarfsmeldungen", SPALTEN)
    sortierungen, sortiert = SORTIERUNGEN, "-am"

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().fuer_liste().order_by(*self.ordnung)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        darf = self.bereich.darf("bedarf.melden")
        return super().get_context_data(neu_url=reverse("netzwerk:bedarfsmeldung_neu") if darf else None, **kwargs)


class Bedarfsformular(MitEntwurf, MitBereich):
    """What new and change have in common: sources by type-ahead, also without JavaScript."""

    model = Bedarfsmeldung
    form_class = Bedarfsform
    template_name = "netzwerk/bedarfsmeldung_form.html"
    entwurfsart = "bedarf"
    hilfe = HILFE

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if ZWISCHENSCHRITTE & request.POST.keys():
            self.object = self.get_object() if "uuid" in self.kwargs else None
            return self.zeige(self.get_form())
        return super().post(request, *args, **kwargs)

    def zeige(self, form: Bedarfsform) -> HttpResponse:
        """The form as it stands, without complaints about what is still missing."""
        form.errors.clear()
        teil = "netzwerk/_quellen.html" if self.request.htmx else self.template_name
        return self.response_class(
            request=self.request, template=[teil], context=self.get_context_data(form=form), using=self.template_engine
        )

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        kontext = super().get_context_data(kruemel=kruemel(), **kwargs)
        if "suchen" not in self.request.POST:
            return kontext
        suche = self.request.POST.get("partnersuche", "")
        return kontext | suchergebnis(self.bereich, suche, [str(p.uuid) for p in kontext["form"].quellen])


def suchergebnis(bereich: Any, suche: str, schon_da: list[str]) -> dict[str, Any]:
    treffer = quellenvorschlaege(bereich, suche, schon_da) if suche.strip() else []
    return {
        "vorschlaege": treffer[:VORSCHLAEGE],
        "gibt_weitere": len(treffer) > VORSCHLAEGE,
        "partnersuche": suche,
        "gesucht": bool(suche.strip()),
    }


class BedarfNeu(Bedarfsformular, Gesichert, CreateView):
    """Report a need; `?kontakt=`, `?lotsenanfrage=` or the resource finder preset what is known from there."""

    permission_required = "bedarf.melden"

    def get_initial(self) -> dict[str, Any]:
        werte = vorgaben(self.request.GET, self.bereich)
        thema = {"thema": werte["themen"][0]} if "themen" in werte else {}
        return super().get_initial() | werte | thema

    def get_form_kwargs(self) -> dict[str, Any]:
        schluessel = self.request.GET.get("kontakt", "")
        kontakt = herkunftskontakt(self.bereich, schluessel) if schluessel else None
        anfrage = anfrage_fuer_bedarf(self.bereich, self.request.GET.get("lotsenanfrage", ""))
        return super().get_form_kwargs() | {"kontakt": kontakt, "lotsenanfrage": anfrage}

    def form_valid(self, form: Bedarfsform) -> HttpResponse:
        try:
            meldung, ist_neu = self.speichere(form)
        except ValidationError as fehler:
            form.uebernimm(fehler)
            return self.form_invalid(form)
        if ist_neu:
            messages.success(self.request, "Die Bedarfsmeldung ist gespeichert.")
        return HttpResponseRedirect(meldung.get_absolute_url())

    @transaction.atomic
    def speichere(self, form: Bedarfsform) -> tuple[Bedarfsmeldung, bool]:
        meldung, ist_neu = melde(
            benutzer=self.request.user,
            uuid=form.cleaned_data["uuid"],
            angaben=form.angaben(),
            kontakt_id=form.kontakt.pk if form.kontakt else None,
        )
        if ist_neu and form.lotsenanfrage:
            verbinde_mit_bedarf(anfrage_id=form.lotsenanfrage.pk, meldung=meldung, durch=self.request.user)
        schliesse_ab(self.request, form, meldung, gespeichert=ist_neu)
        return meldung, ist_neu


class BedarfBearbeiten(MitFassungen, Bedarfsformular, Bearbeitbar, UpdateView):
    """Change a report of one's own Sozialraum; a meanwhile changed one comes back with both versions."""

    permission_required = "bedarf.bearbeiten"

    def form_valid(self, form: Bedarfsform) -> HttpResponse:
        version = form.cleaned_data["version"] or 0
        try:
            with transaction.atomic():
                meldung = aendere(meldung_id=self.object.pk, version=version, angaben=form.angaben())
                schliesse_ab(self.request, form, meldung)
        except ZwischenzeitlichGeaendert:
            return self.zeige_fassungen(form, satz=KONFLIKT)
        except ValidationError as fehler:
            form.uebernimm(fehler)
            return self.form_invalid(form)
        messages.success(self.request, "Die Änderung ist gespeichert.")
        return HttpResponseRedirect(meldung.get_absolute_url())

    def frisches_formular(self) -> Bedarfsform:
        return Bedarfsform(bereich=self.bereich, instance=self.get_object())


class BedarfQuellensuche(Gesichert, TemplateView):
    """Fragment for type-ahead: partners that may be a source."""

    permission_required = "bedarf.melden"
    template_name = "netzwerk/_quellenvorschlaege.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        suche = self.request.GET.get("partnersuche", "")
        ergebnis = suchergebnis(self.bereich, suche, gewaehlte_partner(self.request.GET, HOECHSTENS_QUELLEN))
        return super().get_context_data(**ergebnis, **kwargs)


class BedarfDetail(Sichtbar, DetailView):
    """One report with its history and, for those who may, the next step."""

    model = Bedarfsmeldung
    permission_required = "bedarf.sehen"
    hilfe = HILFE

    def get_queryset(self) -> QuerySet:
        return meldung_mit_verlauf(super().get_queryset())

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        meldung, bereich = self.object, self.bereich
        folgen = folgen_fuer(meldung, self.request.user)
        grund = {
            "kruemel": kruemel(),
            "aenderbar": bereich.gilt_in("bedarf.bearbeiten", meldung.sozialraum_id)
            and meldung.zustand not in ABSCHLUSS,
            "standform": Standform(initial={"version": meldung.version}, folgen=folgen) if folgen else None,
            "projekte": projekte_mit(bereich, "bedarfsmeldungen", meldung.pk),
            "wartet_auf_jugendamt": not folgen and bereich.gilt_in("bedarf.bearbeiten", meldung.sozialraum_id),
        }
        return super().get_context_data(**grund | kwargs)


class BedarfStand(Sichtbar, SingleObjectMixin, View):
    """The next step of a report by POST; refused input comes back on its page."""

    model = Bedarfsmeldung
    permission_required = "bedarf.sehen"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        meldung = self.get_object()
        folgen = folgen_fuer(meldung, request.user)
        if not folgen:
            raise PermissionDenied
        form = Standform(request.POST, folgen=folgen)
        if not form.is_valid():
            return self._zeige(form)
        try:
            with transaction.atomic():
                setze_stand(meldung_id=meldung.pk, durch=request.user, **form.cleaned_data)
                schliesse_ab(request, form, meldung)
        except ValidationError as fehler:
            if hasattr(fehler, "error_dict"):
                form.add_error("grund", fehler.message_dict["grund"])
                return self._zeige(form)
            messages.error(request, " ".join(fehler.messages))
        else:
            messages.success(request, "Der neue Stand ist eingetragen.")
        return HttpResponseRedirect(meldung.get_absolute_url())

    def _zeige(self, form: Standform) -> HttpResponse:
        seite = BedarfDetail(kwargs=self.kwargs, request=self.request, args=())
        seite.object = seite.get_object()
        return seite.render_to_response(seite.get_context_data(standform=form))
