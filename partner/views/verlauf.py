"""The time line of a relationship and how it stands: pages of their own, and parts that load by themselves (K09)."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import DetailView

from finanzen.selectors.beziehung import ALLE_QUELLEN
from konten.tables import FORMATE, Spalte, exportantwort
from konten.views import Sichtbar
from netzwerk.rules.verlauf import Fund, Verlaufsart, jahre
from netzwerk.selectors.offen import offenes
from netzwerk.selectors.verlauf import ereignisse, finde
from netzwerk.selectors.verlauf.basis import Ereignis
from netzwerk.selectors.verlauf.lage import beziehungslage
from partner.forms.verlauf import Verlaufsfilter
from partner.models import Netzwerkpartner
from partner.selectors.partner import funktionen, sichtbarer_partner

HILFE = "/hilfe/beziehung/"
SPALTEN = (
    Spalte("Tag", lambda e: e.am, 12),
    Spalte("Art", lambda e: e.art.label, 20),
    Spalte("Was", lambda e: e.titel, 50),
    Spalte("Dazu", lambda e: ", ".join(filter(None, (*e.merkmale, e.marke))), 40),
    Spalte("Text", lambda e: e.text, 60),
    Spalte("Vereinbart", lambda e: e.vereinbart, 50),
    Spalte("Hinweis", lambda e: "Text betrifft einen Fall oder ist nicht lesbar" if e.ist_verborgen else e.zusatz, 40),
)


class Beziehungsteil(Sichtbar, DetailView):
    """A part of the page of a partner that is a page of its own without JavaScript."""

    model = Netzwerkpartner
    permission_required = "partner.sehen"
    context_object_name = "partner"
    teil_name = ""
    hilfe = HILFE

    def get_template_names(self) -> list[str]:
        return [self.teil_name if self.request.htmx else self.template_name]

    def get_object(self, queryset: QuerySet | None = None) -> Netzwerkpartner:
        for partner in sichtbarer_partner(self.bereich, self.kwargs["uuid"]):
            return partner
        raise Http404

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        kruemel = [{"titel": self.object.name, "url": self.object.get_absolute_url()}]
        return super().get_context_data(kruemel=kruemel, heute=timezone.localdate(), **kwargs)


class PartnerVerlauf(Beziehungsteil):
    """`/partner/<uuid>/verlauf/`: kinds, year and person stand in the address; `?format=` exports what they leave.

    A file never holds what concerns a case.
    """

    template_name, teil_name = "partner/partner_verlauf.html", "partner/_partner_verlauf.html"
    weitere_name = "partner/_verlauf_weitere.html"
    je_seite = 20

    def get_template_names(self) -> list[str]:
        return [self.weitere_name] if self.request.htmx and self.seite > 1 else super().get_template_names()

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.object = self.get_object()
        if request.GET.get("format") in FORMATE:
            zeilen = [ereignis.ohne_falltext() for ereignis in self.lies(self.gewaehlte)]
            return exportantwort(f"Verlauf {self.object}"[:60], request.GET["format"], SPALTEN, zeilen)
        return super().get(request, *args, **kwargs)

    @cached_property
    def form(self) -> Verlaufsfilter:
        return Verlaufsfilter(self.request.GET, funktionen=funktionen(self.object.pk))

    @cached_property
    def funde(self) -> list[Fund]:
        return finde(ALLE_QUELLEN, self.bereich, self.object.pk, timezone.localdate(), self.form.person_id)

    @cached_property
    def gewaehlte(self) -> list[Fund]:
        auswahl = self.form.auswahl
        return [fund for fund in self.funde if auswahl.nimmt(fund)]

    @cached_property
    def seite(self) -> int:
        """The page asked for; anything else is the first."""
        wort = self.request.GET.get("seite", "")
        return int(wort) if wort.isascii() and wort.isdigit() and int(wort[:6]) > 0 else 1

    def lies(self, funde: list[Fund]) -> list[Ereignis]:
        return ereignisse(ALLE_QUELLEN, funde, self.bereich, self.object.pk)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        self.form.biete_jahre(jahre(self.funde))
        seiten = max(1, -(-len(self.gewaehlte) // self.je_seite))
        seite = min(self.seite, seiten)
        bis = seite * self.je_seite
        return super().get_context_data(
            form=self.form,
            eintraege=self.lies(self.gewaehlte[bis - self.je_seite : bis]),
            summe=len(self.gewaehlte),
            bis=min(bis, len(self.gewaehlte)),
            chips=self._chips(),
            alle_url=self._adresse(art=[]),
            aeltere_url=self._adresse(seite=[str(seite + 1)]) if seite < seiten else "",
            neuere_url=self._adresse(seite=[str(seite - 1)]) if seite > 1 else "",
            rest=len(self.gewaehlte) - bis,
            **kwargs,
        )

    def _chips(self) -> list[dict[str, Any]]:
        auswahl = self.form.auswahl
        zahlen = auswahl.je_art(self.funde)
        return [
            {
                "titel": art.label,
                "zahl": zahlen[art],
                "ist_an": art in auswahl.arten,
                "url": self._adresse(art=auswahl.umgeschaltet(art)),
            }
            for art in Verlaufsart
            if zahlen[art] or art in auswahl.arten
        ]

    def _adresse(self, **werte: list[str]) -> str:
        """This time line with other words in its address; a new choice begins at the newest entry."""
        worte: QueryDict = self.request.GET.copy()
        worte.pop("seite", None)
        for name, liste in werte.items():
            worte.setlist(name, liste)
        pfad = reverse("partner:partner_verlauf", args=[self.object.uuid])
        return f"{pfad}?{worte.urlencode()}" if worte else pfad


class PartnerLage(Beziehungsteil):
    """`/partner/<uuid>/lage/`: figures of the relationship, who carries it, what is open."""

    template_name, teil_name = "partner/partner_lage.html", "partner/_partner_lage.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        bereich, partner, heute = self.bereich, self.object, timezone.localdate()
        return super().get_context_data(
            lage=beziehungslage(bereich, partner.pk, heute),
            offen=offenes(bereich, partner, heute),
            sieht_bezug=bereich.darf("kontakt.sehen"),
            **kwargs,
        )
