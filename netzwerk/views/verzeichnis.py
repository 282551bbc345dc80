"""The public directory (K11): search, map, one page per offer. No sign-in, no cookie, no script, kept by caches."""

from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.decorators import method_decorator
from django.utils.http import http_date
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.gzip import gzip_page

from konten.selectors import parameter_am
from konten.views.oeffentlich import Oeffentlich, darf_fragen
from netzwerk.forms.verzeichnis import Suchform
from netzwerk.rules.schemaorg import als_skript, linked_data
from netzwerk.rules.verzeichnis import Auswahl, termine
from netzwerk.selectors import verzeichnis as lesen
from netzwerk.selectors.verzeichniskarte import karte
from netzwerk.selectors.verzeichniszeile import Zeile, dienst, kurzname, pfad, zeilen_von
from netzwerk.services.verzeichnis import kalenderdatei, kontaktkarte
from partner.models import Angebot
from partner.rules.sprachen import EIGENNAMEN
from partner.selectors.angebot import grenzen, naechste_termine, schulferien

#: so long a list stands as it is for everybody; browsers keep it longer than that
GEMERKT_SEKUNDEN = 60
#: a school or a library reaches us through one address, so more than one person needs
ANFRAGEN_JE_MINUTE = 240


# Nothing on these pages is secret, so packing them gives nothing away (BREACH needs a secret to guess).
@method_decorator([login_not_required, gzip_page], name="dispatch")
class Verzeichnisseite(Oeffentlich):
    """Throttled; answers 304 to who has the page already; says whether search engines may keep it."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if darf_fragen(request, ANFRAGEN_JE_MINUTE, "verzeichnis"):
            return super().dispatch(request, *args, **kwargs)
        self.template_name = "oeffentlich/zu_oft.html"
        antwort = self.render_to_response({}, status=429)
        antwort["Retry-After"] = "60"
        return antwort

    @cached_property
    def heute(self) -> date:
        return timezone.localdate()

    @cached_property
    def ist_auffindbar(self) -> bool:
        return parameter_am(self.heute)["verzeichnis_suchmaschinen"]

    @property
    def zuletzt(self) -> datetime | None:
        """Since when the page is as it is; None when that is not known."""
        return None

    def render_to_response(self, context: dict[str, Any], **kwargs) -> HttpResponse:
        context = {"auffindbar": self.ist_auffindbar, "basis_url": settings.BASIS_URL, "heute": self.heute} | context
        return self.fertig(super().render_to_response(context, **kwargs))

    def fertig(self, antwort: HttpResponse) -> HttpResponse:
        # Only the audit looked who is asking. The answer is the same for all, so caches need not tell cookies apart.
        self.request.session.accessed = False
        if not self.ist_auffindbar:
            antwort["X-Robots-Tag"] = "noindex"
        if antwort.status_code != 200:
            return antwort
        set_response_etag(antwort)
        stempel = int(self.zuletzt.timestamp()) if self.zuletzt else None
        if stempel:
            antwort["Last-Modified"] = http_date(stempel)
        return get_conditional_response(self.request, antwort["ETag"], stempel, antwort)


class MitSuche(Verzeichnisseite):
    """What list and map share: the form, and what was found."""

    @cached_property
    def themen(self) -> Mapping[int, str]:
        return lesen.aktive_themen()

    @cached_property
    def raeume(self) -> Mapping[str, str]:
        return lesen.raumnamen()

    @cached_property
    def form(self) -> Suchform:
        daten = self.request.GET.copy()
        for name in daten:
            daten[name] = daten[name].replace("\x00", "")
        return Suchform(daten, themen=self.themen, raeume=self.raeume, auto_id="%s")

    @cached_property
    def auswahl(self) -> Auswahl:
        return self.form.auswahl()

    @cached_property
    def ergebnis(self) -> lesen.Ergebnis:
        return lesen.suche(self.auswahl, self.heute)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        a = self.auswahl
        return super().get_context_data(
            form=self.form,
            auswahl=a,
            ergebnis=self.ergebnis,
            anzahl=self.ergebnis.anzahl,
            hier_name=lesen.gemeindename(a.hier),
            ohne_hier=Auswahl(**a.werte | {"hier": ""}).frage if a.hier else "",
            mehr_offen=any((a.art, a.sprache, a.raum, a.thema, a.tag is not None, a.kostenlos, a.rollstuhl)),
            **kwargs,
        )


class Verzeichnis(MitSuche):
    """`/verzeichnis/`: search and list; without a question everything, and ways in by theme and area."""

    template_name = "oeffentlich/verzeichnis.html"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """The start page and the lists of one theme or area are kept for a minute: they are the same for all."""
        fest = self.auswahl.werte.keys() <= {"thema", "raum"} and len(self.auswahl.werte) < 2
        if not fest or request.GET.get("page"):
            return super().get(request, *args, **kwargs)
        name = f"verzeichnis:liste:{self.heute}:{self.ist_auffindbar}:{self.auswahl.frage}"
        if (inhalt := cache.get(name)) is None:
            antwort = super().get(request, *args, **kwargs)
            if antwort.status_code == 200:
                cache.set(name, antwort.content, GEMERKT_SEKUNDEN)
            return antwort
        kopf = {"Cache-Control": "public, max-age=300", "Referrer-Policy": "same-origin"}
        return self.fertig(HttpResponse(inhalt, headers=kopf))

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        seite = Paginator(range(self.ergebnis.anzahl), lesen.JE_SEITE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            seite=seite,
            zeilen=zeilen_von(lesen.zeilen(self.ergebnis, seite.number), self.ergebnis.grenzen),
            themen=self.themen,
            raeume=self.raeume,
            **kwargs,
        )


class Verzeichniskarte(MitSuche):
    """`/verzeichnis/karte/`: the same offers by place, with a list that says all that the map says."""

    template_name = "oeffentlich/verzeichnis_karte.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        je_ort = lesen.angebote_je_ort(self.ergebnis)
        grund = Auswahl(**self.auswahl.werte | {"hier": ""}).frage
        return super().get_context_data(karte=karte(je_ort, self.heute), grundfrage=grund, **kwargs)


class MitAngebot(Verzeichnisseite):
    """One published offer; any other does not exist."""

    @cached_property
    def angebot(self) -> Angebot:
        angebot = lesen.oeffentliches_angebot(self.kwargs["uuid"], self.heute)
        if angebot is None:
            raise Http404
        return angebot

    @property
    def zuletzt(self) -> datetime:
        """The page also changes with the day: what is verified, when the next date is."""
        mitternacht = datetime.combine(self.heute, time(), timezone.get_current_timezone())
        return max(lesen.zuletzt_geaendert(self.angebot), mitternacht)

    def datei(self, inhalt: str | bytes, typ: str, endung: str) -> HttpResponse:
        kopf = {
            "Content-Disposition": f'attachment; filename="{kurzname(self.angebot.titel)}.{endung}"',
            "Cache-Control": "public, max-age=300",
            "X-Content-Type-Options": "nosniff",
        }
        return self.fertig(HttpResponse(inhalt, content_type=f"{typ}; charset=utf-8", headers=kopf))


class VerzeichnisAngebot(MitAngebot):
    """`/verzeichnis/<titel>-<uuid>/`: everything published about it, also as linked data."""

    template_name = "oeffentlich/verzeichnis_angebot.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        angebot, kontakt = self.angebot, lesen.kontakt_von(self.angebot, self.heute)
        url = settings.BASIS_URL + pfad(angebot.uuid, angebot.titel)
        daten = linked_data(dienst(angebot, kontakt, url))
        return super().get_context_data(
            angebot=angebot,
            zeile=Zeile(angebot, angebot.frische(grenzen(self.heute))),
            kontakt=kontakt,
            url=url,
            # every "<" in it is escaped
            linked_data=_als_markup(als_skript(daten)),
            naechster=naechste_termine([angebot], self.heute).get(angebot.pk),
            sprachen=[(code, EIGENNAMEN[code]) for code in angebot.sprachen if code in EIGENNAMEN],
            gebiete=angebot.gemeinden.all() or angebot.sozialraeume.all(),
            **kwargs,
        )


def _als_markup(text: str) -> SafeString:
    return mark_safe(text)  # noqa: S308


class VerzeichnisTermine(MitAngebot):
    """The dates of the next half year for a calendar."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        angebot = self.angebot
        zeiten = [zeit.angabe for zeit in angebot.zeiten.all()]
        tage = termine(zeiten, self.heute, angebot.gilt_bis, schulferien())
        if not tage:
            raise Http404
        url = settings.BASIS_URL + pfad(angebot.uuid, angebot.titel)
        return self.datei(kalenderdatei(angebot, tage, url), "text/calendar", "ics")


class VerzeichnisKontakt(MitAngebot):
    """The published ways to the provider for an address book."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        kontakt = lesen.kontakt_von(self.angebot, self.heute)
        if not (kontakt.telefon or kontakt.email):
            raise Http404
        return self.datei(kontaktkarte(self.angebot, kontakt), "text/vcard", "vcf")


class Roboter(Verzeichnisseite):
    """`/robots.txt`: the directory and nothing else, or nothing at all."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        zeilen = ["User-agent: *", "Disallow: /"]
        if self.ist_auffindbar:
            verzeichnis, plan = reverse("netzwerk:verzeichnis"), reverse("netzwerk:sitemap")
            zeilen += [f"Allow: {verzeichnis}", "Allow: /static/", f"Sitemap: {settings.BASIS_URL}{plan}"]
        return self._text("\n".join(zeilen) + "\n", "text/plain")

    def _text(self, inhalt: str, typ: str) -> HttpResponse:
        kopf = {"Cache-Control": "public, max-age=300"}
        antwort = self.fertig(HttpResponse(inhalt, content_type=f"{typ}; charset=utf-8", headers=kopf))
        del antwort["X-Robots-Tag"]
        return antwort


class Seitenplan(Roboter):
    """`/sitemap.xml`: all published offers; does not exist while search engines may not keep them."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not self.ist_auffindbar:
            raise Http404
        seiten = [f"<url><loc>{settings.BASIS_URL}{reverse('netzwerk:verzeichnis')}</loc></url>"]
        for uuid, titel, stand in lesen.landkartenstand(self.heute):
            ort = settings.BASIS_URL + pfad(uuid, titel)
            seiten.append(f"<url><loc>{ort}</loc><lastmod>{stand:%Y-%m-%d}</lastmod></url>")
        kopf = '<?xml version="1.0" encoding="UTF-8"?>\n'
        menge = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        return self._text(f"{kopf}{menge}{''.join(seiten)}</urlset>\n", "application/xml")
