"""Probable duplicates: list, comparison side by side, merging, taking back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.views.generic import DetailView, FormView, TemplateView, View
from django.views.generic.detail import SingleObjectMixin

from konten.models.schluessel import lies_uuid
from konten.rules.zahl import mehrzahl
from konten.tables import Spalte
from konten.views import Bearbeitbar, Gesichert, MitRueckgabe, Sichtbar
from konten.views.handlung import Handlung
from konten.views.liste import Exportliste
from netzwerk.services.zaehlung import zaehle_neu
from partner.forms.dubletten import Vergleichsform
from partner.models import Dublettenpaar, Netzwerkpartner, Zusammenfuehrung
from partner.models.dublette import RECHT
from partner.rules.zusammenfuehren import kann_zurueck, rueckgabe_bis
from partner.selectors.dubletten import ausgeschlossene_paare, offene_paare, zusammenfuehrungen
from partner.selectors.partner import mit_stand
from partner.services.dubletten import entscheide, stelle_gegenueber, suche_dubletten
from partner.services.trennen import nimm_zurueck
from partner.services.zusammenfuehren import fuehre_zusammen, plane

HILFE = "/hilfe/dubletten/"
STAENDE = {"": "Offen", "ausgeschlossen": "Kein Duplikat"}
HOECHSTENS = 20
PAARE = (
    Spalte("Eintrag", lambda paar: paar.a.name, 40),
    Spalte("Ort", lambda paar: paar.a.ort, 24),
    Spalte("Anderer Eintrag", lambda paar: paar.b.name, 40),
    Spalte("Ort des anderen", lambda paar: paar.b.ort, 24),
    Spalte("Ähnlichkeit in Prozent", lambda paar: paar.prozent, 14),
    Spalte("Gründe", lambda paar: ", ".join(paar.gruende), 50),
)
AKTEN = (
    Spalte("Aufgegangen", lambda akte: akte.aufgegangen.name, 40),
    Spalte("in", lambda akte: akte.bleibt.name, 40),
    Spalte("am", lambda akte: akte.erstellt_am, 20),
    Spalte("durch", lambda akte: str(akte.durch or ""), 24),
    Spalte("zurückgenommen am", lambda akte: akte.zurueckgenommen_am, 20),
)


def kruemel() -> list[dict[str, str]]:
    return [
        {"titel": "Partner", "url": reverse("partner:partner_liste")},
        {"titel": "Duplikate", "url": reverse("partner:dublette_liste")},
    ]


class DublettenListe(Exportliste):
    """`/partner/dubletten/`: pairs that look alike, the surest first."""

    model = Dublettenpaar
    permission_required = RECHT
    template_name = "partner/dublette_list.html"
    hilfe = HILFE
    export = ("duplikate", PAARE)

    @property
    def stand(self) -> str:
        wahl = self.request.GET.get("stand", "")
        return wahl if wahl in STAENDE else ""

    def get_queryset(self) -> QuerySet[Dublettenpaar]:
        return ausgeschlossene_paare(self.bereich) if self.stand else offene_paare(self.bereich)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(stand=self.stand, staende=STAENDE.items(), **kwargs)


class DublettenSuchen(Gesichert, View):
    """Compares all entries now; otherwise the nightly job does."""

    permission_required = RECHT
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        anzahl = suche_dubletten()
        offen = mehrzahl(anzahl, "mögliches Duplikat", "mögliche Duplikate")
        messages.success(request, f"Alle Einträge sind verglichen: {offen} offen.")
        return HttpResponseRedirect(reverse("partner:dublette_liste"))


class DublettenVergleich(MitRueckgabe, Bearbeitbar, SingleObjectMixin, FormView):
    """`/partner/dubletten/<uuid>/`: both entries side by side; `?bleibt=` names the one that stays."""

    model = Dublettenpaar
    permission_required = RECHT
    form_class = Vergleichsform
    template_name = "partner/dublette_vergleich.html"
    context_object_name = "paar"
    hilfe = HILFE

    def get_queryset(self) -> QuerySet[Dublettenpaar]:
        return super().get_queryset().select_related("a__gemeinde", "b__gemeinde", "entschieden_von")

    @cached_property
    def object(self) -> Dublettenpaar:
        return self.get_object()

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """A pair that was merged meanwhile leads to the entry that stayed."""
        for partner in (self.object.a, self.object.b):
            if partner.aufgegangen_in_id:
                messages.info(request, f"„{partner}“ ist schon in einem anderen Eintrag aufgegangen.")
                return HttpResponseRedirect(partner.aufgegangen_in.get_absolute_url())
        return super().get(request, *args, **kwargs)

    @cached_property
    def beide(self) -> tuple[Netzwerkpartner, Netzwerkpartner]:
        """The entry that stays and the one that goes; the older one stays unless the address says otherwise."""
        a, b = self.object.a, self.object.b
        return (b, a) if self.request.GET.get("bleibt") == str(b.uuid) else (a, b)

    def get_form_kwargs(self) -> dict[str, Any]:
        bleibt, weicht = self.beide
        return super().get_form_kwargs() | {"bleibt": bleibt, "weicht": weicht}

    def form_valid(self, form: Vergleichsform) -> HttpResponse:
        bleibt, weicht = self.beide
        daten = form.cleaned_data
        versionen = daten.pop("version_bleibt"), daten.pop("version_weicht")
        try:
            with transaction.atomic():
                akte = fuehre_zusammen(
                    bleibt=bleibt, weicht=weicht, wahl=daten, versionen=versionen, durch=self.request.user
                )
                zaehle_neu(partner_ids=[bleibt.pk])
        except ValidationError as fehler:
            form.add_error(None, fehler)
            return self.form_invalid(form)
        satz = "„{}“ ist in „{}“ aufgegangen. <a href='{}'>Ansehen und zurücknehmen</a>"
        messages.success(self.request, format_html(satz, weicht, bleibt, akte.get_absolute_url()))
        return HttpResponseRedirect(bleibt.get_absolute_url())

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        bleibt, weicht = self.beide
        plan = plane(bleibt=bleibt, weicht=weicht)
        return super().get_context_data(
            bleibt=bleibt, weicht=weicht, umzuege=plan.nicht_leere, kruemel=kruemel(), **kwargs
        )


class DubletteEntscheiden(Handlung):
    """ "Kein Duplikat" is remembered; POST `offen` takes it back."""

    model = Dublettenpaar
    permission_required = RECHT

    def handle(self, objekt: Dublettenpaar) -> str:
        kein_duplikat = "offen" not in self.request.POST
        entscheide(paar=objekt, kein_duplikat=kein_duplikat, durch=self.request.user)
        if kein_duplikat:
            return f"Gemerkt: „{objekt.a}“ und „{objekt.b}“ sind zwei verschiedene Einträge."
        return f"„{objekt.a}“ und „{objekt.b}“ stehen wieder unter den möglichen Duplikaten."

    def ziel(self, objekt: Dublettenpaar) -> str:
        return reverse("partner:dublette_liste")


class DublettePartner(Sichtbar, SingleObjectMixin, TemplateView):
    """`/partner/<uuid>/zusammenfuehren/?q=`: finds the entry that this one is to be compared with; POST does it."""

    model = Netzwerkpartner
    permission_required = RECHT
    template_name = "partner/dublette_waehlen.html"
    hilfe = HILFE

    @cached_property
    def object(self) -> Netzwerkpartner:
        return self.get_object()

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        gewaehlt = lies_uuid(request.POST.get("partner", ""))
        anderes = Netzwerkpartner.objects.sichtbar_fuer(self.bereich).filter(uuid=gewaehlt).first()
        try:
            paar = stelle_gegenueber(eines=self.object, anderes=anderes or self.object)
        except ValidationError as fehler:
            messages.error(request, " ".join(fehler.messages))
            return HttpResponseRedirect(request.get_full_path())
        return HttpResponseRedirect(paar.get_absolute_url())

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        q = self.request.GET.get("q", "").strip()[:100]
        andere = Netzwerkpartner.objects.sichtbar_fuer(self.bereich).exclude(pk=self.object.pk)
        gefunden = list(mit_stand(andere.suche(q), timezone.localdate())[:HOECHSTENS]) if q else []
        pfad = [*kruemel()[:1], {"titel": str(self.object), "url": self.object.get_absolute_url()}]
        return super().get_context_data(q=q, gefunden=gefunden, kruemel=pfad, **kwargs)


class ZusammenfuehrungListe(Exportliste):
    """`/partner/zusammenfuehrungen/`: merges, the latest first."""

    model = Zusammenfuehrung
    permission_required = RECHT
    template_name = "partner/zusammenfuehrung_list.html"
    hilfe = HILFE
    export = ("zusammenfuehrungen", AKTEN)

    def get_queryset(self) -> QuerySet[Zusammenfuehrung]:
        return zusammenfuehrungen(self.bereich)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(staende=STAENDE.items(), **kwargs)


class ZusammenfuehrungDetail(Sichtbar, DetailView):
    """What moved, and until when it can be taken back."""

    model = Zusammenfuehrung
    permission_required = RECHT
    template_name = "partner/zusammenfuehrung_detail.html"
    context_object_name = "akte"
    hilfe = HILFE

    def get_queryset(self) -> QuerySet[Zusammenfuehrung]:
        return super().get_queryset().select_related("bleibt", "aufgegangen", "durch", "zurueckgenommen_von")

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        gemacht = timezone.localdate(self.object.erstellt_am)
        offen = self.object.zurueckgenommen_am is None and kann_zurueck(gemacht, timezone.localdate())
        return super().get_context_data(
            kann_zurueck=offen,
            zurueck_bis=rueckgabe_bis(gemacht),
            zahlen=journalzahlen(self.object.journal),
            kruemel=kruemel(),
            **kwargs,
        )


def journalzahlen(journal: dict[str, Any]) -> list[tuple[str, int]]:
    """What the journal holds, in words."""
    verschoben = sum(len(ids) for _, _, ids in journal["verschoben"])
    return [
        ("Einträge umgezogen", verschoben),
        ("Einträge, die dort schon standen", len(journal["entfernt"])),
        ("Felder geändert", len(journal["felder"])),
    ]


class ZusammenfuehrungZuruecknehmen(Handlung):
    """Restores both entries."""

    model = Zusammenfuehrung
    permission_required = RECHT

    def handle(self, objekt: Zusammenfuehrung) -> str:
        with transaction.atomic():
            hinweise = nimm_zurueck(zusammenfuehrung=objekt, durch=self.request.user)
            zaehle_neu(partner_ids=[objekt.bleibt_id, objekt.aufgegangen_id])
        return " ".join(["Zurückgenommen: Beide Einträge stehen wieder für sich.", *hinweise])
