"""Rounds of asking providers: list, draft with preview, start, progress, answers."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import CreateView, DetailView, UpdateView, View
from django.views.generic.detail import SingleObjectMixin

from konten.models.schluessel import lies_uuid
from konten.rules.zahl import mehrzahl
from konten.tables import FORMATE, Spalte, exportantwort
from konten.views import Bearbeitbar, Gesichert, MitBereich, Sichtbar
from konten.views.eingabe import SCHON_GESPEICHERT, MitEntwurf, schliesse_ab
from konten.views.handlung import Handlung
from konten.views.liste import Exportliste
from partner.forms.angebotsfilter import Angebotsfilter
from partner.forms.bestaetigung import Kampagnenform
from partner.models import Anfrageposition, Angebot, Bestaetigungsanfrage, Kampagne
from partner.rules.bestaetigung import Kampagnenstatus
from partner.selectors.angebot import grenzen
from partner.selectors.bestaetigung import anbietergruppen, empfaenger_von, ohne_offene_anfrage, rueckmeldung
from partner.services.angebot import AngebotGeaendert
from partner.services.bestaetigung import ANSCHREIBEN
from partner.services.kampagne import beende, speichere, starte
from partner.tasks import sende_kampagne
from partner.views.angebot import kruemel as angebotskruemel

RECHT = "angebot.pruefen"
HILFE = "/hilfe/angebote-pruefen/"
VERALTET = "Jemand hat die Abfrage inzwischen gespeichert. Prüfen Sie Ihre Angaben und speichern Sie noch einmal."
SPALTEN = (
    Spalte("ID", lambda k: str(k.uuid), 38),
    Spalte("Abfrage", lambda k: k.titel, 40),
    Spalte("Stand", lambda k: k.get_zustand_display(), 12),
    Spalte("Gestartet am", lambda k: k.gestartet_am, 20),
    Spalte("Angebote", lambda k: k.zahl, 10),
)
ANFRAGESPALTEN = (
    Spalte("Anbieter", lambda p: p.anfrage.partner.name, 40),
    Spalte("An", lambda p: p.anfrage.empfaenger, 34),
    Spalte("Gesendet am", lambda p: p.anfrage.versandt_am, 20),
    Spalte("Erinnert am", lambda p: p.anfrage.erinnert_am, 20),
    Spalte("Angebot", lambda p: p.angebot.titel, 40),
    Spalte("Angebot-ID", lambda p: str(p.angebot.uuid), 38),
    Spalte("Antwort", lambda p: p.get_antwort_display() or "offen", 24),
    Spalte("Beantwortet am", lambda p: p.beantwortet_am, 20),
)


def kruemel(kampagne: Kampagne | None = None) -> list[dict[str, str]]:
    weg = [*angebotskruemel(), {"titel": "Abfragen", "url": reverse("partner:kampagne_liste")}]
    return [*weg, {"titel": str(kampagne), "url": kampagne.get_absolute_url()}] if kampagne else weg


class KampagneListe(Exportliste):
    """All rounds, the latest first."""

    model = Kampagne
    permission_required = RECHT
    template_name = "partner/kampagne_list.html"
    hilfe = HILFE
    export = ("abfragen", SPALTEN)

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().annotate(zahl=Count("angebote")).order_by("-erstellt_am", "-pk")

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(kruemel=angebotskruemel(), **kwargs)


class Kampagnenformular(MitEntwurf, MitBereich):
    """What new and change have in common."""

    model = Kampagne
    form_class = Kampagnenform
    permission_required = RECHT
    template_name = "partner/kampagne_form.html"
    entwurfsart = "kampagne"
    hilfe = HILFE

    def angebote(self) -> list[Angebot] | None:
        """The offers to be asked about; None leaves them as they are."""
        return None

    def form_valid(self, form: Kampagnenform) -> HttpResponse:
        neu = form.instance.pk is None
        try:
            with transaction.atomic():
                kampagne = speichere(
                    kampagne=form.instance,
                    version=form.cleaned_data["version"] or 0,
                    angebote=self.angebote(),
                    durch=self.request.user,
                )
                schliesse_ab(self.request, form, kampagne)
        except AngebotGeaendert as konflikt:
            return self._zeige_veraltet(form, konflikt.version)
        except ValidationError as fehler:
            form.uebernimm(fehler)
            return self.form_invalid(form)
        if kampagne is form.instance:
            messages.success(
                self.request, "Der Entwurf ist gespeichert. Gesendet ist noch nichts." if neu else "Gespeichert."
            )
        else:
            messages.info(self.request, SCHON_GESPEICHERT)
        return HttpResponseRedirect(kampagne.get_absolute_url())

    def _zeige_veraltet(self, form: Kampagnenform, version: int) -> HttpResponse:
        form.data = form.data.copy()
        form.data["version"] = str(version)
        form.add_error(None, VERALTET)
        return self.form_invalid(form)


class KampagneNeu(Kampagnenformular, Gesichert, CreateView):
    """A new round about the offers that the filters in the address leave and this account keeps."""

    @cached_property
    def auswahl(self) -> tuple[list[Angebot], int]:
        """(offers to be asked about, how many are left out because their provider is asked already)."""
        stand = grenzen(self.bereich.stichtag)
        menge = Angebot.objects.bearbeitbar_fuer(self.bereich).mit_frische(stand)
        gefiltert = Angebotsfilter(self.request.GET, queryset=menge, request=self.request, grenzen=stand).qs
        alle = list(gefiltert.select_related("anbieter").order_by("anbieter__name_norm", "titel", "pk"))
        offene = ohne_offene_anfrage(alle)
        return offene, len(alle) - len(offene)

    def angebote(self) -> list[Angebot]:
        return self.auswahl[0]

    def get_initial(self) -> dict[str, Any]:
        heute = self.bereich.stichtag
        return {"anschreiben": ANSCHREIBEN, "titel": f"Abfrage vom {heute:%d.%m.%Y}"} | super().get_initial()

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        angebote, uebergangene = self.auswahl
        grund = {
            "ueberschrift": "Anbieter um Bestätigung bitten",
            "kruemel": kruemel(),
            "zurueck": reverse("partner:angebot_liste"),
            "gruppen": anbietergruppen(angebote, self.bereich.stichtag),
            "zahl": len(angebote),
            "uebergangene": uebergangene,
        }
        return super().get_context_data(**grund | kwargs)

    def form_valid(self, form: Kampagnenform) -> HttpResponse:
        if not self.angebote():
            form.add_error(None, "Zu diesen Filtern gibt es kein Angebot, das Sie abfragen können.")
            return self.form_invalid(form)
        return super().form_valid(form)


class KampagneBearbeiten(Kampagnenformular, Bearbeitbar, UpdateView):
    """Words and times of a draft."""

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        ziel = Kampagne.objects.get(pk=self.object.pk)
        grund = {"ueberschrift": "Abfrage bearbeiten", "kruemel": kruemel(ziel), "zurueck": ziel.get_absolute_url()}
        return super().get_context_data(**grund | kwargs)


class KampagneDetail(Sichtbar, DetailView):
    """Draft with its preview, or a round with its progress and answers."""

    model = Kampagne
    permission_required = RECHT
    template_name = "partner/kampagne_detail.html"
    hilfe = HILFE

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.GET.get("format") in FORMATE:
            self.object = self.get_object()
            positionen = self._positionen()
            return exportantwort("rueckmeldungen", request.GET["format"], ANFRAGESPALTEN, positionen)
        return super().get(request, *args, **kwargs)

    def _positionen(self) -> QuerySet:
        zeilen = Anfrageposition.objects.filter(anfrage__kampagne=self.object).select_related(
            "anfrage__partner", "angebot"
        )
        return zeilen.order_by("anfrage__partner__name_norm", "angebot__titel")

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        kampagne = self.object
        ist_entwurf = kampagne.zustand == Kampagnenstatus.ENTWURF
        darf = Kampagne.objects.bearbeitbar_fuer(self.bereich).filter(pk=kampagne.pk).exists()
        grund = {"kruemel": kruemel(), "ist_entwurf": ist_entwurf, "darf": darf}
        return super().get_context_data(**grund | (self._entwurf() if ist_entwurf else self._verlauf()) | kwargs)

    def _entwurf(self) -> Mapping[str, Any]:
        angebote = list(self.object.angebote.select_related("anbieter").order_by("anbieter__name_norm", "titel"))
        gruppen = anbietergruppen(angebote, self.bereich.stichtag)
        return {"gruppen": gruppen, "zahl": len(angebote), "vorschau": self._vorschau(gruppen)}

    def _vorschau(self, gruppen: list[Any]) -> str:
        """The mail to the first provider, with a stand-in for the link."""
        if not gruppen:
            return ""
        bis = timezone.now() + timedelta(days=self.object.frist_tage)
        angaben = {
            "anfrage": Bestaetigungsanfrage(partner=gruppen[0].partner, gilt_bis=bis),
            "angebote": gruppen[0].angebote,
            "anschreiben": self.object.anschreiben,
            "adresse": f"{settings.BASIS_URL}/bestaetigen/…/",
            "landkreis": settings.LANDKREIS,
        }
        return render_to_string("mail/bestaetigen.txt", angaben).strip()

    def _verlauf(self) -> Mapping[str, Any]:
        anfragen = self.object.anfragen.select_related("partner").prefetch_related("positionen__angebot")
        return {"stand": rueckmeldung(self.object), "anfragen": list(anfragen)}


class KampagneStand(Sichtbar, DetailView):
    """Progress, asked for again and again while mails go out."""

    model = Kampagne
    permission_required = RECHT
    template_name = "partner/_kampagne_stand.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(stand=rueckmeldung(self.object), **kwargs)


class KampagneStarten(Handlung):
    """Sends: prepares all requests at once, the mails follow in batches."""

    model = Kampagne
    permission_required = RECHT

    @transaction.atomic
    def handle(self, objekt: Kampagne) -> str:
        anbieter = list(objekt.angebote.values_list("anbieter", flat=True))
        adressen = empfaenger_von(anbieter, timezone.localdate())
        zahl = starte(kampagne=objekt, empfaenger=adressen, durch=self.request.user)
        transaction.on_commit(partial(sende_kampagne.enqueue, objekt.pk))
        return f"Die Abfrage läuft: {mehrzahl(zahl, 'Mail geht', 'Mails gehen')} hinaus."


class KampagneBeenden(Handlung):
    """Open links stop working; what was answered stays."""

    model = Kampagne
    permission_required = RECHT

    def handle(self, objekt: Kampagne) -> str:
        zahl = beende(kampagne=objekt)
        return f"Die Abfrage ist beendet, {mehrzahl(zahl, 'offener Link gilt', 'offene Links gelten')} nicht mehr."


class KampagneAngebotWeg(Bearbeitbar, SingleObjectMixin, View):
    """Takes one offer out of a draft."""

    model = Kampagne
    permission_required = RECHT
    http_method_names = ["post"]

    def post(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        kampagne = self.get_object()
        schluessel = lies_uuid(request.POST.get("angebot", ""))
        if kampagne.zustand != Kampagnenstatus.ENTWURF:
            messages.error(request, "Die Abfrage läuft schon und lässt sich nicht mehr ändern.")
        elif schluessel and (angebot := kampagne.angebote.filter(uuid=schluessel).first()):
            kampagne.angebote.remove(angebot)
            messages.success(request, f"„{angebot}“ wird nicht abgefragt.")
        return HttpResponseRedirect(kampagne.get_absolute_url())


class KampagneLoeschen(Handlung):
    """Removes a draft."""

    model = Kampagne
    permission_required = RECHT

    def handle(self, objekt: Kampagne) -> str:
        if objekt.zustand != Kampagnenstatus.ENTWURF:
            raise ValidationError("Nur ein Entwurf lässt sich löschen.")
        objekt.delete()
        return "Der Entwurf ist gelöscht."

    def ziel(self, objekt: Kampagne) -> str:
        return reverse("partner:kampagne_liste")
