"""Lists from the accounting: upload, preview with its mapping, booking, taking back, discarding."""

from collections import Counter
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import DetailView
from django.views.generic.edit import FormMixin

from finanzen.forms.ausgabe import Stornoform
from finanzen.forms.buchungslauf import Laufform, Zuordnungsform
from finanzen.models import Buchungslauf
from finanzen.rules import Ausgabenart
from finanzen.rules.buchungsliste import Listenurteil, Zeilenergebnis
from finanzen.services.buchungslauf import buche_lauf, lege_an, ordne_zu, storniere_lauf, verwirf, vorschau
from konten.rules.zahl import mehrzahl
from konten.tables import FORMATE, Spalte, exportantwort
from konten.views import MitBereich, MitRueckgabe, Sichtbar
from konten.views.handlung import Handlung
from konten.views.liste import Exportliste

HILFE = "/hilfe/ausgaben/"
ZEILEN_JE_SEITE = 25
#: result -> symbol and state class
ZEICHEN = {
    Zeilenergebnis.NEU: ("+", "aktuell"),
    Zeilenergebnis.DOPPELT: ("=", "neutral"),
    Zeilenergebnis.OFFEN: ("?", "faellig"),
    Zeilenergebnis.FEHLERHAFT: ("✕", "fehlt"),
}
_ARTEN = dict(Ausgabenart.choices)
SPALTEN = (
    Spalte("Zeile", lambda u: u.nummer, 8),
    Spalte("Datum", lambda u: u.am, 12),
    Spalte("Betrag in Euro", lambda u: u.betrag, 16),
    Spalte("Text", lambda u: u.text, 50),
    Spalte("Belegnummer", lambda u: u.belegnummer, 18),
    Spalte("Schlüssel", lambda u: u.schluessel, 14),
    Spalte("Art", lambda u: _ARTEN.get(u.art, ""), 20),
    Spalte("Ergebnis", lambda u: Zeilenergebnis(u.ergebnis).label, 20),
    Spalte("Grund", lambda u: u.grund, 60),
)
LAUFSPALTEN = (
    Spalte("Datei", lambda lauf: lauf.dateiname, 40),
    Spalte("Träger", lambda lauf: lauf.traeger.name, 32),
    Spalte("Sozialraum", lambda lauf: lauf.sozialraum.name, 28),
    Spalte("Haushaltsjahr", lambda lauf: lauf.jahr, 14),
    Spalte("hochgeladen am", lambda lauf: lauf.erstellt_am, 20),
    Spalte("gebucht am", lambda lauf: lauf.gebucht_am, 20),
    Spalte("gebuchte Ausgaben", lambda lauf: lauf.anzahl, 18),
    Spalte("davon storniert", lambda lauf: lauf.storniert, 18),
)


def kruemel() -> list[dict[str, str]]:
    return [
        {"titel": "Ausgaben", "url": reverse("finanzen:ausgabe_liste")},
        {"titel": "Buchungslisten", "url": reverse("finanzen:buchungslauf_liste")},
    ]


class LaufListe(MitBereich, FormMixin, Exportliste):
    """Earlier lists, and the upload for those who book."""

    model = Buchungslauf
    permission_required = "finanzen.sehen"
    template_name = "finanzen/buchungslauf_list.html"
    form_class = Laufform
    hilfe = HILFE
    export = ("buchungslisten", LAUFSPALTEN)

    def get_permission_required(self) -> tuple[str, ...]:
        return ("ausgabe.erfassen",) if self.request.method == "POST" else ("finanzen.sehen",)

    def get_queryset(self) -> QuerySet[Buchungslauf]:
        menge = super().get_queryset().select_related("traeger", "sozialraum", "hochgeladen_von")
        zahlen = {"anzahl": Count("ausgaben"), "storniert": Count("ausgaben__storno")}
        return menge.defer("zeilen", "zuordnung").annotate(**zahlen).order_by("-erstellt_am", "-pk")

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        form = self.get_form()
        if not form.is_valid():
            return self.zeige(form)
        daten = form.cleaned_data
        ort = {name: daten[name] for name in ("traeger", "sozialraum", "jahr")}
        try:
            lauf = lege_an(tabelle=form.tabelle, dateiname=daten["datei"].name, benutzer=request.user, **ort)
        except ValidationError as fehler:
            form.uebernimm(fehler)
            return self.zeige(form)
        return HttpResponseRedirect(lauf.get_absolute_url())

    def zeige(self, form: Laufform) -> HttpResponse:
        self.object_list = self.get_queryset()
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(
            kruemel=kruemel()[:1], darf_buchen=self.bereich.darf("ausgabe.erfassen"), **kwargs
        )


class LaufDetail(MitRueckgabe, MitBereich, Sichtbar, FormMixin, DetailView):
    """Preview with its mapping, later the result. POST computes the preview anew."""

    model = Buchungslauf
    permission_required = "finanzen.sehen"
    template_name = "finanzen/buchungslauf_detail.html"
    context_object_name = "lauf"
    form_class = Zuordnungsform
    hilfe = HILFE

    def get_permission_required(self) -> tuple[str, ...]:
        return ("ausgabe.erfassen",) if self.request.method == "POST" else ("finanzen.sehen",)

    def get_queryset(self) -> QuerySet[Buchungslauf]:
        return super().get_queryset().select_related("traeger", "sozialraum", "hochgeladen_von")

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.GET.get("format") not in FORMATE:
            return super().get(request, *args, **kwargs)
        return exportantwort(
            "buchungsliste", request.GET["format"], SPALTEN, self._gefiltert(vorschau(self.get_object()))
        )

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.object = self.get_object()
        if not self.ist_eigener:
            raise PermissionDenied
        if self.object.gebucht_am:
            messages.info(request, "Diese Liste ist schon gebucht. Es wurde nichts geändert.")
            return HttpResponseRedirect(self.object.get_absolute_url())
        form = self.get_form()
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        wahl = {name: form.cleaned_data[name] for name in ("vorgabe", "antrag", "projekt")}
        try:
            ordne_zu(lauf=self.object, spalten=form.spalten, arten=form.arten, benutzer=request.user, **wahl)
        except ValidationError as fehler:
            messages.error(request, " ".join(fehler.messages))
        else:
            messages.success(request, "Die Vorschau ist neu berechnet. Die Schlüssel sind für das nächste Mal gemerkt.")
        return HttpResponseRedirect(self.object.get_absolute_url())

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "lauf": self.object}

    @property
    def ist_eigener(self) -> bool:
        return self.object.traeger_id in self.bereich.geleitete_traeger("ausgabe.erfassen")

    @property
    def ergebnis(self) -> str:
        wunsch = self.request.GET.get("ergebnis", "")
        return wunsch if wunsch in Zeilenergebnis.values else ""

    def _gefiltert(self, urteile: list[Listenurteil]) -> list[Listenurteil]:
        return [urteil for urteil in urteile if self.ergebnis in ("", urteil.ergebnis)]

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        lauf, urteile = self.object, vorschau(self.object)
        anzahlen = Counter(urteil.ergebnis for urteil in urteile)
        offen = not lauf.gebucht_am and self.ist_eigener
        if not offen:
            kwargs["form"] = None
        seite = Paginator(self._gefiltert(urteile), ZEILEN_JE_SEITE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            kruemel=kruemel(),
            kacheln=kacheln(anzahlen, bool(lauf.gebucht_am)),
            anzahl_neu=anzahlen[Zeilenergebnis.NEU],
            summe_neu=sum(u.betrag for u in urteile if u.ergebnis == Zeilenergebnis.NEU),
            darf_buchen=offen,
            zeilen=[fuer_anzeige(urteil, bool(lauf.gebucht_am)) for urteil in seite],
            page_obj=seite,
            ergebnis=self.ergebnis,
            **self._storno(),
            **kwargs,
        )

    def _storno(self) -> dict[str, Any]:
        """After booking: how many of its bookings still hold, and the form to take them back."""
        if not self.object.gebucht_am:
            return {}
        gueltig = self.object.ausgaben.filter(storno__isnull=True).count()
        form = Stornoform() if gueltig and self.ist_eigener else None
        return {"gueltig": gueltig, "gebucht": self.object.ausgaben.count(), "stornoform": form}


class Zustandsanzeige(NamedTuple):
    """Symbol, class and word of a state."""

    symbol: str
    klasse: str
    wort: str


def wort(ergebnis: str, ist_gebucht: bool) -> str:
    """How the result reads, before or after booking."""
    return "gebucht" if ist_gebucht and ergebnis == Zeilenergebnis.NEU else Zeilenergebnis(ergebnis).label


def kacheln(anzahlen: Counter[str], ist_gebucht: bool) -> list[dict[str, Any]]:
    return [
        {"titel": wort(wert, ist_gebucht), "zahl": anzahlen[wert], "url": f"?ergebnis={wert}#zeilen"}
        for wert in Zeilenergebnis.values
    ]


def fuer_anzeige(urteil: Listenurteil, ist_gebucht: bool) -> dict[str, Any]:
    """A row with what the table shows of it."""
    symbol, klasse = ZEICHEN[urteil.ergebnis]
    return {
        "urteil": urteil,
        "art": _ARTEN.get(urteil.art, ""),
        "zustand": Zustandsanzeige(symbol, klasse, wort(urteil.ergebnis, ist_gebucht)),
    }


class Laufhandlung(Handlung):
    """An act on a list of bookings."""

    model = Buchungslauf
    permission_required = "ausgabe.erfassen"


class LaufBuchen(Laufhandlung):
    """Books what is new; a second click changes nothing."""

    def handle(self, lauf: Buchungslauf) -> str:
        anzahl = buche_lauf(lauf=lauf, benutzer=self.request.user)
        return f"{mehrzahl(anzahl, 'Ausgabe', 'Ausgaben')} gebucht."


class LaufStornieren(Laufhandlung):
    """Takes the whole list back with one reason."""

    def handle(self, lauf: Buchungslauf) -> str:
        form = Stornoform(self.request.POST)
        if not form.is_valid():
            raise ValidationError([satz for saetze in form.errors.values() for satz in saetze])
        anzahl = storniere_lauf(lauf=lauf, grund=form.cleaned_data["grund"], benutzer=self.request.user)
        return f"{mehrzahl(anzahl, 'Ausgabe', 'Ausgaben')} storniert."


class LaufVerwerfen(Laufhandlung):
    """Throws a preview away; nothing was booked."""

    def handle(self, lauf: Buchungslauf) -> str:
        verwirf(lauf=lauf, benutzer=self.request.user)
        return "Die Vorschau ist verworfen. Es wurde nichts gebucht."

    def ziel(self, lauf: Buchungslauf) -> str:
        return reverse("finanzen:buchungslauf_liste")
