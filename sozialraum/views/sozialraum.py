"""Pages of the Sozialräume: list with map, portrait, the map as a picture."""

from collections.abc import Collection, Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.generic import DetailView, ListView, View

from finanzen.selectors.projekt import projekte_im_sozialraum
from konten.rules import Geltungsbereich
from konten.rules.zahl import dezimal, mehrzahl, tagesdatum
from konten.tables import FORMATE, Spalte, exportantwort
from konten.views import Gesichert, MitStichtag, Sichtbar
from netzwerk.rules.stellenanteil import zeige
from netzwerk.selectors.abdeckung import Raumabdeckung, abdeckung
from netzwerk.selectors.bedarf import bedarfslage
from netzwerk.selectors.bekanntheit import bekanntheit_der
from netzwerk.selectors.qualifikation import sichtbares_personal
from netzwerk.selectors.statistik import aktive_partner
from netzwerk.selectors.stellenanteil import Stellenlage, stellenanteile
from netzwerk.selectors.vertretung import laufende_vertretungen
from partner.selectors.angebotspflege import angebotslage
from partner.selectors.vereinbarung import vereinbarungen_im_sozialraum
from sozialraum.models import Sozialraum
from sozialraum.selectors.besonderheit import besonderheiten_am
from sozialraum.selectors.karte import QUELLE, karte_sozialraum
from sozialraum.selectors.portraet import Portraet, eckdaten, portraet, sichtbare_raeume

HILFE = "/hilfe/sozialraeume-pflegen/"
#: fill of the others, fill of the own Gemeinden, borders: a picture is out of reach of the page's style sheets
FARBEN = {"hell": ("#dfe3f1", "#1f3f9c", "#ffffff"), "dunkel": ("#343a58", "#9db8ff", "#12152b")}


class SozialraumListe(MitStichtag, Sichtbar, ListView):
    """All Sozialräume with figures, beside the map of the Landkreis."""

    model = Sozialraum
    permission_required = "stammdaten.sehen"
    template_name = "sozialraum/sozialraum_list.html"
    paginate_by = 25
    hilfe = HILFE

    def get_queryset(self) -> list[Sozialraum]:
        return sichtbare_raeume(self.bereich)

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.stichtag = self.lies_stichtag()
        format_ = request.GET.get("format")
        if format_ in FORMATE:
            zeilen = listenzeilen(self.bereich, self.stichtag, self.get_queryset())
            return exportantwort("sozialraeume", format_, exportspalten(self.bereich), zeilen)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        kontext = super().get_context_data(stichtag=self.stichtag, **kwargs)
        return kontext | {
            "zeilen": listenzeilen(self.bereich, self.stichtag, kontext["object_list"]),
            "sieht_stellen": self.bereich.darf("einsatz.sehen"),
            "sieht_partner": self.bereich.darf("partner.sehen"),
        }


def listenzeilen(bereich: Geltungsbereich, stichtag: date, raeume: Collection[Sozialraum]) -> list[dict[str, Any]]:
    """Rows of list and export; partners and posts only for those who may see them. Constant number of queries."""
    ids = [raum.pk for raum in raeume]
    daten = eckdaten(stichtag, ids)
    partner = aktive_partner(stichtag, ids) if bereich.darf("partner.sehen") else {}
    stellen = _stellen(bereich, stichtag, ids)
    return [
        {
            "sozialraum": raum,
            "daten": daten[raum.pk],
            "partner": partner.get(raum.pk),
            "stelle": stellen.get(raum.pk),
        }
        for raum in raeume
    ]


def exportspalten(bereich: Geltungsbereich) -> list[Spalte]:
    spalten = [
        Spalte("Sozialraum", lambda zeile: zeile["sozialraum"].name, 30),
        Spalte("Gemeinden", lambda zeile: zeile["daten"].gemeinden),
        Spalte("Einwohnerzahl", lambda zeile: zeile["daten"].einwohner),
        Spalte("Steuerungsverantwortlicher Träger", lambda zeile: zeile["daten"].traegername, 40),
    ]
    if bereich.darf("einsatz.sehen"):
        spalten.append(Spalte("Stellenanteile in VZÄ", lambda zeile: zeile["stelle"] and zeile["stelle"].summe))
    if bereich.darf("partner.sehen"):
        spalten.append(Spalte("Aktive Partner", lambda zeile: zeile["partner"]))
    return spalten


def _stellen(bereich: Geltungsbereich, stichtag: date, ids: Collection[int]) -> Mapping[int, Stellenlage]:
    """Staffing within reach; the Leitung reads the names of her own Träger only."""
    if not bereich.darf("einsatz.sehen"):
        return {}
    lagen = stellenanteile(stichtag, stichtag, stichtag, [pk for pk in ids if bereich.gilt_in("einsatz.sehen", pk)])
    traeger = bereich.traeger("einsatz.sehen")
    return {pk: lage.fuer_traeger(traeger) for pk, lage in lagen.items()}


class _EinSozialraum(MitStichtag, Sichtbar, DetailView):
    model = Sozialraum
    permission_required = "stammdaten.sehen"
    hilfe = HILFE

    def get_object(self, queryset: QuerySet | None = None) -> Sozialraum:
        for raum in sichtbare_raeume(self.bereich):
            if raum.kuerzel == self.kwargs["kuerzel"]:
                return raum
        raise Http404


class SozialraumDetail(_EinSozialraum):
    """Portrait of one Sozialraum on a day; what asks much and is read by few loads by itself."""

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        stichtag, bereich, raum = self.lies_stichtag(), self.bereich, self.object
        bild = portraet(raum, stichtag)
        matrix = abdeckung(stichtag, [raum.pk]) if bereich.darf("abdeckung.sehen") else None
        zeile = matrix and matrix.zeile(raum.pk)
        stelle = _stellen(bereich, stichtag, [raum.pk]).get(raum.pk)
        return super().get_context_data(
            kruemel=[{"titel": "Sozialräume", "url": reverse("sozialraum:sozialraum_liste")}],
            stichtag=stichtag,
            portraet=bild,
            kartenquelle=QUELLE,
            kennzahlen=kennzahlen(bild, zeile, stelle),
            abdeckung=zeile,
            kategorien=list(zip(matrix.kategorien, zeile.zellen, strict=True)) if zeile else [],
            stelle=stelle,
            vertretungen=laufende_vertretungen(bereich, stichtag, [raum.pk]),
            darf_bericht=bereich.gilt_in("bericht.sehen", raum.pk),
            darf_ausnahmen=bereich.darf("stammdaten.pflegen"),
            sieht_besonderheiten=bereich.darf("besonderheit.sehen"),
            besonderheiten=besonderheiten_am(stichtag, raum.pk) if bereich.darf("besonderheit.sehen") else [],
            darf_besonderheiten=bereich.gilt_in("besonderheit.pflegen", raum.pk),
            **kwargs,
        )


class _Teil(_EinSozialraum):
    """A part of the portrait: as a page, and as the piece that loads by itself."""

    def get_template_names(self) -> list[str]:
        return [self.teil_name if self.request.htmx else self.template_name]

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        raum, liste = self.object, reverse("sozialraum:sozialraum_liste")
        pfad = [("Sozialräume", liste), (f"Sozialraum {raum.name}", raum.get_absolute_url())]
        kruemel = [{"titel": titel, "url": url} for titel, url in pfad]
        return super().get_context_data(kruemel=kruemel, stichtag=self.lies_stichtag(), **kwargs)


class SozialraumPersonal(_Teil):
    """How the Netzwerkfachkräfte are qualified and how widely they are known."""

    permission_required = "einsatz.sehen"
    template_name, teil_name = "sozialraum/personal.html", "sozialraum/_personal.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        kontext, raum = super().get_context_data(**kwargs), self.object
        stichtag = kontext["stichtag"]
        stelle = _stellen(self.bereich, stichtag, [raum.pk]).get(raum.pk)
        return kontext | {
            "bekannte": bekanntheit_der(stelle.gueltig, raum.pk, stichtag) if stelle else [],
            "personal": sichtbares_personal(self.bereich, stichtag, raum.pk) if stelle else (),
        }


class SozialraumVorhaben(_Teil):
    """What is needed and what is under way: needs, projects, agreements."""

    template_name, teil_name = "sozialraum/vorhaben.html", "sozialraum/_vorhaben.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        kontext, bereich, raum = super().get_context_data(**kwargs), self.bereich, self.object
        return kontext | {
            "angebote": angebotslage(bereich, raum.pk, kontext["stichtag"]),
            "bedarf": bedarfslage(bereich, raum.pk),
            "darf_melden": bereich.gilt_in("bedarf.melden", raum.pk),
            "projekte": projekte_im_sozialraum(bereich, raum.pk),
            "vereinbarungen": vereinbarungen_im_sozialraum(bereich, raum.pk, kontext["stichtag"]),
            "darf_vereinbaren": bereich.gilt_in("vereinbarung.bearbeiten", raum.pk),
        }


def kennzahlen(bild: Portraet, zeile: Raumabdeckung | None, stelle: Stellenlage | None) -> list[dict[str, Any]]:
    """Figures at the head of the portrait; each leads to the rows that it counts."""
    stand = f", Stand {tagesdatum(bild.einwohner_am)}" if bild.einwohner_am else ""
    gemeinden = f"in {mehrzahl(len(bild.gebiete), 'Gemeinde', 'Gemeinden')}{stand}"
    zahlen = [{"titel": "Einwohnerzahl", "zahl": dezimal(bild.einwohner), "text": gemeinden, "url": "#gemeinden"}]
    if zeile:
        quote, partner = zeile.quote_kategorien, zeile.quote_partner
        pflicht = f"{quote.zaehler} von {quote.nenner} verlangten Kategorien"
        liste = f"{reverse('partner:partner_liste')}?sozialraum={bild.sozialraum.kuerzel}&stichtag={bild.stichtag}"
        gepflegt = f"{partner.zaehler} davon aktuell, neu oder fällig"
        zahlen += [
            {"titel": "Abdeckung", "zahl": quote.text, "text": pflicht, "url": "#abdeckung"},
            {"titel": "Aktive Partner", "zahl": partner.nenner, "text": gepflegt, "url": liste},
        ]
    if stelle:
        minimum = f"VZÄ, mindestens {zeige(stelle.minimum)} sollen es sein"
        summe = zeige(stelle.summe, stelle.minimum)
        zahlen.append({"titel": "Stellenanteile", "zahl": summe, "text": minimum, "url": "#fachkraefte"})
    return zahlen


class SozialraumKarte(Gesichert, View):
    """The map as an SVG picture; the browser keeps it and asks only whether it changed."""

    permission_required = "stammdaten.sehen"
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, kuerzel: str) -> HttpResponse:
        raum = get_object_or_404(Sozialraum.objects.sichtbar_fuer(self.bereich), kuerzel=kuerzel)
        farben = FARBEN.get(request.GET.get("farben"), FARBEN["hell"])
        karte = karte_sozialraum(raum, self._stichtag())
        inhalt = render_to_string("sozialraum/_karte.html", {"karte": karte, "farben": farben})
        antwort = HttpResponse(inhalt, content_type="image/svg+xml")
        antwort["ETag"] = marke = f'"{sha256(inhalt.encode()).hexdigest()[:32]}"'
        patch_cache_control(antwort, private=True, no_cache=True)
        return get_conditional_response(request, etag=marke, response=antwort)

    def _stichtag(self) -> date:
        """Pages write valid days into the address of the picture; a picture has no place for a message."""
        try:
            return date.fromisoformat(self.request.GET.get("stichtag") or str(timezone.localdate()))
        except ValueError as fehler:
            raise Http404 from fehler
