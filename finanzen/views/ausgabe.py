"""Pages of bookings: list with sums, new, detail, reversal, checking of receipts."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import DetailView, FormView, View
from django.views.generic.detail import SingleObjectMixin

from finanzen.filters.ausgabe import AusgabeFilter
from finanzen.forms.ausgabe import BESTAETIGUNG, Ausgabeform, Stornoform
from finanzen.models import Ausgabe
from finanzen.selectors.ausgabe import ausgabensummen
from finanzen.services.ausgabe import buche, pruefe_belege, storniere
from finanzen.views.beleg import belegkontext, nimm_datei_an
from konten.models.schluessel import lies_uuid, lies_uuids
from konten.tables import Spalte
from konten.views import Bearbeitbar, Gesichert, MitBereich, MitRueckgabe, Sichtbar
from konten.views.eingabe import schliesse_ab
from konten.views.liste import Filterliste

HILFE = "/hilfe/ausgaben/"
SORTIERUNGEN = {
    "am": ("am", "id"),
    "-am": ("-am", "-id"),
    "betrag": ("betrag", "-am", "-id"),
    "-betrag": ("-betrag", "-am", "-id"),
}
#: as many bookings as one page shows
PRUEFEN_HOECHSTENS = 100
SPALTEN = (
    Spalte("ID", lambda a: str(a.uuid), 38),
    Spalte("Haushaltsjahr", lambda a: a.jahr, 14),
    Spalte("Datum", lambda a: a.am, 12),
    Spalte("Sozialraum", lambda a: a.sozialraum.name, 28),
    Spalte("Träger", lambda a: a.traeger.name, 32),
    Spalte("Art", lambda a: a.get_art_display(), 20),
    Spalte("Wofür?", lambda a: a.text, 50),
    Spalte("Betrag in Euro", lambda a: a.betrag, 16),
    Spalte("Belegnummer", lambda a: a.belegnummer, 18),
    Spalte("Beleg", lambda a: bool(a.beleg), 8),
    Spalte("geprüft am", lambda a: a.geprueft_am, 12),
    Spalte("Projekt", lambda a: a.projekt.titel if a.projekt else "", 32),
    Spalte("Ausnahmeantrag", lambda a: a.antrag.titel if a.antrag else "", 32),
    Spalte("Storno", lambda a: stornowort(a), 20),
    Spalte("Grund der Stornierung", lambda a: a.storno_grund, 40),
)


def stornowort(ausgabe: Ausgabe) -> str:
    """Which half of a reversed pair this booking is; empty for a valid one."""
    if ausgabe.storno_von_id:
        return "Storno"
    return "storniert" if hasattr(ausgabe, "storno") else ""


def kruemel() -> list[dict[str, str]]:
    return [{"titel": "Ausgaben", "url": reverse("finanzen:ausgabe_liste")}]


class AusgabeListe(Filterliste):
    """Bookings within sight, newest first, with the sums of what the filters leave."""

    model = Ausgabe
    permission_required = "finanzen.sehen"
    filterset_class = AusgabeFilter
    template_name = "finanzen/ausgabe_list.html"
    hilfe = HILFE
    export = ("ausgaben", SPALTEN)
    sortierungen, sortiert = SORTIERUNGEN, "-am"

    def get_queryset(self) -> QuerySet[Ausgabe]:
        return super().get_queryset().fuer_liste().order_by(*self.ordnung)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        darf = self.bereich.darf("ausgabe.erfassen")
        return super().get_context_data(
            summen=ausgabensummen(self.object_list),
            neu_url=reverse("finanzen:ausgabe_neu") if darf else None,
            darf_pruefen=self.bereich.darf("ausgabe.pruefen"),
            **kwargs,
        )


class AusgabeNeu(MitRueckgabe, MitBereich, Gesichert, FormView):
    """A new booking; `?projekt=` and `?antrag=` preset what it belongs to."""

    permission_required = "ausgabe.erfassen"
    form_class = Ausgabeform
    template_name = "finanzen/ausgabe_form.html"
    hilfe = HILFE
    belegfehler = ""

    def get_initial(self) -> dict[str, Any]:
        frage = self.request.GET
        vorgabe = {name: frage[name] for name in ("sozialraum", "projekt", "antrag", "art") if name in frage}
        return vorgabe | ({"art": "einzeltermin"} if "antrag" in vorgabe else {})

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if schluessel := lies_uuid(request.POST.get("uuid", "")):
            # A second click: its receipt is booked by now and its application perhaps used up.
            if bekannt := Ausgabe.objects.filter(uuid=schluessel, erfasst_von=request.user).first():
                return HttpResponseRedirect(bekannt.get_absolute_url())
            self.belegfehler = nimm_datei_an(request, schluessel)
        if self.belegfehler:
            return self.form_invalid(self.get_form())
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Ausgabeform) -> HttpResponse:
        try:
            ausgabe, ist_neu = self.speichere(form)
        except ValidationError as fehler:
            form.uebernimm(fehler)
            return self.form_invalid(form)
        if ist_neu:
            messages.success(self.request, "Die Ausgabe ist gebucht.")
        if "weiter" in self.request.POST:
            return HttpResponseRedirect(reverse("finanzen:ausgabe_neu"))
        return HttpResponseRedirect(ausgabe.get_absolute_url())

    @transaction.atomic
    def speichere(self, form: Ausgabeform) -> tuple[Ausgabe, bool]:
        ausgabe, ist_neu = buche(benutzer=self.request.user, uuid=form.cleaned_data["uuid"], angaben=form.angaben())
        schliesse_ab(self.request, form, ausgabe)
        return ausgabe, ist_neu

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        kontext = super().get_context_data(kruemel=kruemel(), bestaetigung=BESTAETIGUNG, **kwargs)
        schluessel = lies_uuid(str(kontext["form"]["uuid"].value()))
        return kontext | belegkontext(self.request, schluessel, self.belegfehler)


class AusgabeDetail(Sichtbar, DetailView):
    """One booking with its counterpart, its receipt and what may be done."""

    model = Ausgabe
    permission_required = "finanzen.sehen"
    hilfe = HILFE

    def get_queryset(self) -> QuerySet[Ausgabe]:
        return super().get_queryset().fuer_liste().select_related("lauf", "erfasst_von", "geprueft_von")

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        ausgabe = self.object
        gegen = getattr(ausgabe, "storno", None)
        gilt = gegen is None and ausgabe.storno_von_id is None
        eigen = ausgabe.traeger_id in self.bereich.geleitete_traeger("ausgabe.erfassen")
        darf_pruefen = gilt and ausgabe.geprueft_am is None and self.bereich.darf("ausgabe.pruefen")
        return super().get_context_data(
            kruemel=kruemel(),
            gegen=gegen,
            darf_stornieren=gilt and eigen,
            darf_nachreichen=gilt and eigen and not ausgabe.beleg,
            darf_pruefen=darf_pruefen and ausgabe.erfasst_von_id != self.request.user.pk,
            vier_augen=darf_pruefen and ausgabe.erfasst_von_id == self.request.user.pk,
            **belegkontext(self.request, None),
            **kwargs,
        )


class AusgabeStornieren(Bearbeitbar, MitRueckgabe, SingleObjectMixin, FormView):
    """Asks for the reason, spells out the consequence, reverses."""

    model = Ausgabe
    permission_required = "ausgabe.erfassen"
    form_class = Stornoform
    template_name = "finanzen/ausgabe_stornieren.html"
    hilfe = HILFE

    def get_queryset(self) -> QuerySet[Ausgabe]:
        return super().get_queryset().fuer_liste()

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.object = self.get_object()
        if stornowort(self.object):
            return HttpResponseRedirect(self.object.get_absolute_url())
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.object = self.get_object()
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Stornoform) -> HttpResponse:
        try:
            with transaction.atomic():
                gegen, ist_neu = storniere(ausgabe_id=self.object.pk, benutzer=self.request.user, **form.cleaned_data)
                schliesse_ab(self.request, form, gegen)
        except ValidationError as fehler:
            messages.error(self.request, " ".join(fehler.messages))
        else:
            satz = "Die Ausgabe ist storniert." if ist_neu else "Die Ausgabe war schon storniert."
            messages.success(self.request, satz)
        return HttpResponseRedirect(self.object.get_absolute_url())

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        krumen = [*kruemel(), {"titel": str(self.object), "url": self.object.get_absolute_url()}]
        return super().get_context_data(kruemel=krumen, **kwargs)


class AusgabenPruefen(Gesichert, View):
    """Marks the ticked bookings as checked, by POST; afterwards back to where the ticks were set."""

    permission_required = "ausgabe.pruefen"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        schluessel = lies_uuids(request.POST.getlist("ausgabe")[:PRUEFEN_HOECHSTENS])
        menge = Ausgabe.objects.pruefbar_fuer(self.bereich).filter(uuid__in=schluessel)
        ids = list(menge.order_by().values_list("pk", flat=True))
        try:
            anzahl = pruefe_belege(ausgabe_ids=ids, benutzer=request.user) if ids else 0
        except ValidationError as fehler:
            messages.error(request, " ".join(fehler.messages))
        else:
            self._melde(anzahl, bool(ids))
        return HttpResponseRedirect(self._zurueck())

    def _melde(self, anzahl: int, gewaehlt: bool) -> None:
        if not gewaehlt:
            messages.error(self.request, "Bitte kreuzen Sie mindestens eine Ausgabe an.")
        elif anzahl:
            messages.success(self.request, f"Als geprüft vermerkt: {anzahl}.")
        else:
            messages.info(self.request, "Das war schon geprüft oder ist storniert.")

    def _zurueck(self) -> str:
        ziel = self.request.POST.get("zurueck", "")
        sicher = url_has_allowed_host_and_scheme(ziel, {self.request.get_host()}, self.request.is_secure())
        return ziel if sicher and ziel.startswith("/") else reverse("finanzen:ausgabe_liste")
