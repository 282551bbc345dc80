"""Offers: list, page, new, change."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import CreateView, DetailView, ListView, UpdateView

from konten.models.schluessel import lies_uuid
from konten.rules import suchworte
from konten.selectors import parameter_am
from konten.tables import Spalte
from konten.views import Bearbeitbar, Gesichert, MitBereich, Sichtbar
from konten.views.eingabe import KONFLIKT, SCHON_GESPEICHERT, MitEntwurf, MitFassungen, schliesse_ab
from konten.views.liste import Filterliste, Geblaettert
from netzwerk.rules.bedarf import spanne
from partner.forms.angebot import RECHT, Angebotsform, Pruefform, Stufenform, jahre
from partner.forms.angebotsfilter import Angebotsfilter
from partner.models import Angebot, Netzwerkpartner
from partner.rules.angebot import Frische, Frischegrenzen, frische
from partner.selectors.angebot import angebote_von, grenzen, mit_allem, naechste_termine, nutzungen, sammlungen_fuer
from partner.selectors.bestaetigung import empfaenger_von, offene_anfrage, offene_vorschlaege
from partner.services.angebot import AngebotGeaendert, speichere

HILFE = "/hilfe/angebote/"
SORTIERUNGEN = {
    "titel": ("titel",),
    "-titel": ("-titel",),
    "anbieter": ("anbieter__name_norm", "titel"),
    "-anbieter": ("-anbieter__name_norm", "titel"),
    "geprueft": (F("geprueft_am").asc(nulls_first=True), "titel"),
    "-geprueft": (F("geprueft_am").desc(nulls_last=True), "titel"),
}


@dataclass(frozen=True, slots=True)
class Angebotszeile:
    """One offer as listed: how fresh it is and when it takes place next."""

    angebot: Angebot
    frische: Frische
    naechster: date | None


def zeilen(angebote: Iterable[Angebot], stand: Frischegrenzen) -> list[Angebotszeile]:
    angebote = list(angebote)
    termine = naechste_termine(angebote, stand.stichtag)
    return [Angebotszeile(a, frische(a.art, a.geprueft_am, a.gilt_bis, stand), termine.get(a.pk)) for a in angebote]


def _namen(menge: Any) -> str:
    return ", ".join(str(eintrag) for eintrag in menge.all())


def _von(name: str) -> Any:
    return lambda zeile: getattr(zeile.angebot, name)


def _liste(name: str) -> Any:
    return lambda zeile: ", ".join(getattr(zeile.angebot, name))


SPALTEN = (
    Spalte("ID", lambda z: str(z.angebot.uuid), 38),
    Spalte("Fassung", lambda z: f"v{z.angebot.version}", 10),
    Spalte("Titel", _von("titel"), 40),
    Spalte("Art", lambda z: z.angebot.get_art_display(), 18),
    Spalte("Anbieter", lambda z: z.angebot.anbieter.name, 36),
    Spalte("Anbieter-ID", lambda z: str(z.angebot.anbieter.uuid), 38),
    Spalte("In einem Satz", _von("kurztext"), 50),
    Spalte("Beschreibung", _von("text"), 60),
    Spalte("Alter von", _von("alter_von"), 10),
    Spalte("Alter bis", _von("alter_bis"), 10),
    Spalte("Lebensphasen", _liste("lebensphasennamen"), 30),
    Spalte("Themen", lambda z: _namen(z.angebot.themen), 30),
    Spalte("Besondere Lagen", _liste("situationsnamen"), 30),
    Spalte("Besonders geeignet für", _von("geeignet_fuer"), 40),
    Spalte("Gegenleistung", _von("gegenleistung"), 30),
    Spalte("Sozialräume", lambda z: _namen(z.angebot.sozialraeume), 30),
    Spalte("Wo", lambda z: z.angebot.get_ortsart_display(), 20),
    Spalte("Ort", lambda z: z.angebot.anschrift, 40),
    Spalte("Zeiten", lambda z: "; ".join(str(zeit) for zeit in z.angebot.zeiten.all()), 40),
    Spalte("Nächster Termin", lambda z: z.naechster, 16),
    Spalte("Kosten", lambda z: z.angebot.get_kostenart_display(), 16),
    Spalte("Betrag in Euro", _von("kosten_betrag"), 14),
    Spalte("Hinweis zu den Kosten", _von("kosten_hinweis"), 30),
    Spalte("Zugang", lambda z: z.angebot.get_zugang_display(), 28),
    Spalte("Wie kommt man dazu?", _von("zugang_hinweis"), 30),
    Spalte("Mitzubringen", _von("unterlagen"), 24),
    Spalte("Plätze", _von("plaetze"), 10),
    Spalte("davon frei", _von("plaetze_frei"), 10),
    Spalte("Warteliste", lambda z: z.angebot.get_warteliste_display(), 18),
    Spalte("Stand der Plätze", _von("kapazitaet_am"), 16),
    Spalte("Sprachen", _liste("sprachnamen"), 24),
    Spalte("Mit Rollstuhl zugänglich", lambda z: z.angebot.get_barrierefrei_display(), 22),
    Spalte("Barrierefreiheit", _liste("zugaenglichkeitsnamen"), 30),
    Spalte("Telefon", lambda z: z.angebot.telefon or z.angebot.anbieter.telefon, 20),
    Spalte("E-Mail", lambda z: z.angebot.email or z.angebot.anbieter.email, 30),
    Spalte("Internetseite", lambda z: z.angebot.web or z.angebot.anbieter.web, 30),
    Spalte("Gilt bis", _von("gilt_bis"), 12),
    Spalte("Stufe", lambda z: z.angebot.get_stufe_display(), 14),
    Spalte("Veröffentlicht", _von("ist_oeffentlich"), 14),
    Spalte("Geprüft am", _von("geprueft_am"), 12),
    Spalte("Prüfung", lambda z: z.frische.label, 14),
)


def kruemel(angebot: Angebot | None = None) -> list[dict[str, str]]:
    weg = [{"titel": "Angebote", "url": reverse("partner:angebot_liste")}]
    return [*weg, {"titel": str(angebot), "url": angebot.get_absolute_url()}] if angebot else weg


class AngebotListe(Filterliste):
    """All offers that do not rest; filters, sort and page stand in the address."""

    model = Angebot
    permission_required = "angebot.sehen"
    filterset_class = Angebotsfilter
    template_name = "partner/angebot_list.html"
    hilfe = HILFE
    export = ("angebote", SPALTEN)
    sortierungen, sortiert = SORTIERUNGEN, "titel"

    @cached_property
    def grenzen(self) -> Frischegrenzen:
        return grenzen(self.bereich.stichtag)

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().mit_frische(self.grenzen).fuer_liste().order_by(*self.ordnung, "pk")

    def get_filterset_kwargs(self, filterset_class: type) -> dict[str, Any]:
        return super().get_filterset_kwargs(filterset_class) | {"grenzen": self.grenzen}

    def exportzeilen(self) -> list[Angebotszeile]:
        return zeilen(self.object_list, self.grenzen)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        darf, daten = self.bereich.darf(RECHT), super().get_context_data(**kwargs)
        return daten | {
            "zeilen": zeilen(daten["page_obj"].object_list, self.grenzen),
            "heute": self.bereich.stichtag,
            "neu_url": reverse("partner:angebot_neu") if darf else None,
            "darf_importieren": self.bereich.darf("import.ausfuehren"),
            "darf_pruefen": self.bereich.darf("angebot.pruefen"),
            "vorschlaege": offene_vorschlaege(self.bereich).count() if darf else 0,
        }


def nutzungsspannen(angebot: Angebot, stichtag: date) -> list[tuple[int, str]]:
    """(year, how often) as everywhere: small numbers are ranges."""
    minimum = parameter_am(stichtag)["bedarf_mindestquellen"]
    return [(jahr, spanne(zahl, minimum).text) for jahr, zahl in nutzungen(angebot)]


class AngebotDetail(Sichtbar, DetailView):
    """One offer with everything known, its history and the acts open to this account."""

    model = Angebot
    permission_required = "angebot.sehen"
    template_name = "partner/angebot_detail.html"
    hilfe = HILFE

    def get_queryset(self) -> QuerySet:
        return mit_allem(super().get_queryset())

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        angebot, bereich = self.object, self.bereich
        darf = Angebot.objects.bearbeitbar_fuer(bereich).filter(pk=angebot.pk).exists()
        grund = {
            "kruemel": kruemel(),
            "zeile": zeilen([angebot], grenzen(bereich.stichtag))[0],
            "heute": bereich.stichtag,
            "darf_bearbeiten": darf,
            "darf_loeschen": bereich.darf("angebot.loeschen"),
            "darf_nutzen": bereich.darf("angebot.nutzen"),
            "nutzungen": nutzungsspannen(angebot, bereich.stichtag),
            "nutzungsschluessel": uuid4(),
            "jahre": jahre(),
            # In the address, not in the session: nothing stored connects a person with a use.
            "gezaehlt": lies_uuid(self.request.GET.get("gezaehlt", "")),
            "eigene_pruefung": self._ruecknehmbare(angebot) if darf else None,
        }
        return super().get_context_data(**grund | (self._pflege(angebot) if darf else {}) | kwargs)

    def _pflege(self, angebot: Angebot) -> dict[str, Any]:
        return {
            "eigene_sammlungen": list(sammlungen_fuer(self.bereich).exclude(angebote=angebot)),
            "stufenform": Stufenform(jetzt=angebot.stufe, prefix="stufe"),
            "pruefform": Pruefform(prefix="pruefung"),
            "anfrage": offene_anfrage(angebot),
            "empfaenger": empfaenger_von([angebot.anbieter_id], self.bereich.stichtag).get(angebot.anbieter_id, ""),
            "offene_vorschlaege": list(offene_vorschlaege(self.bereich).filter(angebot=angebot)),
        }

    def _ruecknehmbare(self, angebot: Angebot) -> Any:
        """The verification of one's own of today, if it is the last one."""
        letzte = next(iter(angebot.pruefungen.all()), None)
        heute = timezone.localdate()
        eigene = letzte and letzte.durch_id == self.request.user.pk
        return letzte if eigene and timezone.localdate(letzte.erstellt_am) == heute else None


class Angebotsformular(MitEntwurf, MitBereich):
    """What new and change have in common."""

    model = Angebot
    form_class = Angebotsform
    permission_required = RECHT
    template_name = "partner/angebot_form.html"
    entwurfsart = "angebot"
    hilfe = HILFE

    def speichere(self, form: Angebotsform) -> HttpResponse:
        daten = form.cleaned_data
        with transaction.atomic():
            angebot, gespeichert = speichere(
                angebot=form.instance,
                version=daten["version"] or 0,
                sozialraeume=daten["sozialraeume"],
                gemeinden=daten["gemeinden"],
                themen=daten["themen"],
                zeiten=form.zeitangaben,
                durch=self.request.user,
            )
            schliesse_ab(self.request, form, angebot, gespeichert=gespeichert)
        if gespeichert:
            messages.success(self.request, "Das Angebot ist gespeichert. Als geprüft gilt es dadurch nicht.")
        else:
            messages.info(self.request, SCHON_GESPEICHERT)
        return HttpResponseRedirect(angebot.get_absolute_url())


class AngebotNeu(Angebotsformular, Gesichert, CreateView):
    """A new offer of the partner that `?partner=` names; without one it asks who offers it."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated and self.has_permission() and not request.GET.get("partner"):
            # Without a provider there is nothing to store: a form that lost its address begins anew.
            return AngebotAnbieterwahl.as_view()(request) if request.method == "GET" else redirect(request.path)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def anbieter(self) -> Netzwerkpartner:
        menge = Netzwerkpartner.objects.sichtbar_fuer(self.bereich)
        return get_object_or_404(menge, uuid=lies_uuid(self.request.GET["partner"]))

    def entwurfsanfang(self) -> str:
        return f"angebot-{self.anbieter.uuid}-neu"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"anbieter": self.anbieter}

    def form_valid(self, form: Angebotsform) -> HttpResponse:
        return self.speichere(form)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        grund = {"ueberschrift": "Angebot anlegen", "kruemel": kruemel(), "zurueck": reverse("partner:angebot_liste")}
        return super().get_context_data(**grund | kwargs)


class AngebotAnbieterwahl(Geblaettert, Sichtbar, ListView):
    """Who offers it? Search by name, place or Träger; choosing leads to the form."""

    model = Netzwerkpartner
    permission_required = RECHT
    template_name = "partner/angebot_anbieter.html"
    hilfe = HILFE
    http_method_names = ["get"]

    def get_queryset(self) -> QuerySet:
        self.suche = self.request.GET.get("q", "").replace("\x00", "")[:100]
        return super().get_queryset().suche(self.suche) if suchworte(self.suche) else self.model.objects.none()

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        darf_partner = self.bereich.darf("partner.anlegen")
        return super().get_context_data(kruemel=kruemel(), suche=self.suche, darf_partner=darf_partner, **kwargs)


class AngebotBearbeiten(MitFassungen, Angebotsformular, Bearbeitbar, UpdateView):
    """Change an offer; a meanwhile changed one comes back with both versions."""

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("anbieter")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"anbieter": self.object.anbieter}

    def form_valid(self, form: Angebotsform) -> HttpResponse:
        try:
            return self.speichere(form)
        except AngebotGeaendert:
            return self.zeige_fassungen(form, satz=KONFLIKT)

    def frisches_formular(self) -> Angebotsform:
        angebot = self.get_object()
        return Angebotsform(bereich=self.bereich, instance=angebot, anbieter=angebot.anbieter)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        # The form writes into the instance: the heading keeps what is stored.
        titel = Angebot.objects.get(pk=self.object.pk)
        grund = {"ueberschrift": "Angebot bearbeiten", "kruemel": kruemel(titel), "zurueck": titel.get_absolute_url()}
        return super().get_context_data(**grund | kwargs)


class PartnerAngebote(Sichtbar, DetailView):
    """Offers of one partner; its page loads this part afterwards."""

    model = Netzwerkpartner
    permission_required = "angebot.sehen"
    hilfe = HILFE

    def get_template_names(self) -> list[str]:
        return ["partner/_partner_angebote.html" if self.request.htmx else "partner/partner_angebote.html"]

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        partner, bereich = self.object, self.bereich
        return super().get_context_data(
            partner=partner,
            kruemel=[{"titel": str(partner), "url": partner.get_absolute_url()}],
            zeilen=zeilen(angebote_von(partner, bereich), grenzen(bereich.stichtag)),
            heute=bereich.stichtag,
            darf_anlegen=bereich.darf(RECHT),
            **kwargs,
        )
