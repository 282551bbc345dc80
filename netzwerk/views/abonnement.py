"""Subscriptions: the public form and its confirmation, the public page of a Mitteilung, the list for who keeps them."""

from functools import cached_property
from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.core.signing import BadSignature
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header

from konten.models.schluessel import lies_uuid
from konten.rules.datei import ARTEN
from konten.services.drossel import erlaubt
from konten.tables import Spalte
from konten.views.handlung import Handlung
from konten.views.link import OhneAnmeldung
from konten.views.liste import Exportliste
from netzwerk.forms.mitteilung import Abonnementform
from netzwerk.models import Abonnement, Mitteilung
from netzwerk.rules.mitteilung import Mitteilungsart
from netzwerk.selectors.mitteilung import mit_umfeld
from netzwerk.services.abonnement import beantrage, bestaetige, lies_bestaetigung, loesche
from netzwerk.services.mitteilungsversand import lies_leseadresse
from netzwerk.views.mitteilung import HILFE, kruemel

RECHT = "abonnement.pflegen"
#: so many requests from one sender an hour
JE_RECHNER, STUNDE = 10, 3600
SPALTEN = (
    Spalte("E-Mail", lambda a: a.adresse, 40),
    Spalte("Sozialräume", lambda a: ", ".join(map(str, a.sozialraeume.all())) or "alle", 40),
    Spalte("Themen", lambda a: ", ".join(map(str, a.themen.all())) or "alle", 40),
    Spalte("bestätigt am", lambda a: a.bestaetigt_am, 20),
)


class Abonnieren(OhneAnmeldung):
    """The public form; the answer is the same for every address, so nobody learns who has subscribed."""

    template_name = "oeffentlich/abonnieren.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(**{"form": Abonnementform()} | kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        form = Abonnementform(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        rechner = get_adapter(request).get_client_ip(request)
        if not erlaubt(f"abonnieren:{rechner}", hoechstens=JE_RECHNER, sekunden=STUNDE):
            return self.render_to_response(self.get_context_data(form=form, zu_oft=True), status=429)
        if not form.ist_von_maschine:
            daten = form.cleaned_data
            beantrage(
                adresse=daten["adresse"],
                sozialraeume=[raum.pk for raum in daten["sozialraeume"]],
                themen=[thema.pk for thema in daten["themen"]],
            )
        return self.render_to_response(self.get_context_data(fertig=True))


class AbonnementBestaetigen(OhneAnmeldung):
    """GET shows, POST confirms: mail scanners follow links."""

    template_name = "oeffentlich/abonnement.html"

    @cached_property
    def abo(self) -> Abonnement | None:
        """None when the link has ended. Raises Http404 for a forged one: it tells nothing."""
        try:
            return lies_bestaetigung(self.kwargs["token"])
        except BadSignature:
            raise Http404 from None

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(abo=self.abo, **kwargs)

    def render_to_response(self, context: dict[str, Any], **kwargs) -> HttpResponse:
        return super().render_to_response(context, **{"status": 200 if self.abo else 410} | kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        gelungen = self.abo is not None and bestaetige(abo=self.abo)
        return self.render_to_response(self.get_context_data(gelungen=gelungen, fertig=True))


class MitteilungOeffentlich(OhneAnmeldung):
    """What the link in a mail outwards opens: text and files, and above them what corrects it."""

    template_name = "oeffentlich/mitteilung.html"
    http_method_names = ["get", "head", "options"]

    @cached_property
    def mitteilung(self) -> Mitteilung:
        """Raises Http404 for a forged address and for what has not gone outwards."""
        schluessel = lies_uuid(lies_leseadresse(self.kwargs["token"]) or "")
        menge = mit_umfeld(Mitteilung.objects.hinausgegangen().filter(uuid=schluessel, richtung="aussen"))
        if (mitteilung := menge.first()) is None:
            raise Http404
        return mitteilung

    @property
    def ist_zurueckgerufen(self) -> bool:
        return any(eine.art == Mitteilungsart.RUECKRUF for eine in self.mitteilung.gesendete_berichtigungen)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(mitteilung=self.mitteilung, zurueckgerufen=self.ist_zurueckgerufen, **kwargs)


class MitteilungDateiOeffentlich(MitteilungOeffentlich):
    """A file of a Mitteilung outwards, always as a download; none once it was recalled."""

    def get(self, request: HttpRequest, token: str, uuid: UUID) -> HttpResponse:
        anhang = next((eine for eine in self.mitteilung.anhaenge.all() if eine.uuid == uuid), None)
        if anhang is None or self.ist_zurueckgerufen:
            raise Http404
        try:
            with anhang.datei.open("rb") as datei:
                inhalt = datei.read()
        except FileNotFoundError:
            raise Http404("Die Datei fehlt.") from None
        typ = anhang.typ if anhang.typ in ARTEN else "application/octet-stream"
        antwort = HttpResponse(inhalt, content_type=typ)
        antwort["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=anhang.name)
        antwort["X-Content-Type-Options"] = "nosniff"
        return antwort


class AbonnementListe(Exportliste):
    """Who subscribed, for who keeps the list; the addresses serve nothing but sending."""

    model = Abonnement
    permission_required = RECHT
    template_name = "netzwerk/abonnement_list.html"
    hilfe = HILFE
    export = ("abonnements", SPALTEN)

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().bestaetigt().prefetch_related("sozialraeume", "themen")

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        unbestaetigte = Abonnement.objects.filter(bestaetigt_am=None).count()
        return super().get_context_data(kruemel=kruemel(), unbestaetigte=unbestaetigte, **kwargs)


class AbonnementLoeschen(Handlung):
    """Removes a subscription by hand."""

    model = Abonnement
    permission_required = RECHT

    def handle(self, objekt: Abonnement) -> str:
        loesche(abo=objekt)
        return "Das Abonnement ist gelöscht. An diese Adresse geht keine Mitteilung mehr."

    def ziel(self, objekt: Abonnement) -> str:
        return reverse("netzwerk:abonnement_liste")
