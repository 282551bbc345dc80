"""Resource finder (K05): from a constellation to ranked offers, and on from there. Nothing that is asked is stored."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView, View

from berichte.services.druck import DruckNichtMoeglich, als_pdf
from konten.models.schluessel import lies_uuid, lies_uuids
from konten.rules.zahl import mehrzahl
from konten.views import Gesichert
from partner.forms.finden import Findeform
from partner.models import Angebot, Sammlung
from partner.rules.finden import RADIUS_KM, Fahrt, gewichte
from partner.selectors.angebot import sammlungen_fuer
from partner.selectors.finden import Treffer, finde_angebote, was_ausschliesst
from partner.services.sammlung import nimm_auf
from partner.views.angebot import kruemel

HILFE = "/hilfe/angebote-finden/"
JE_SEITE = 10
HOECHSTENS_GEDRUCKT = 30


@dataclass(frozen=True, slots=True)
class Fundzeile:
    """A hit with the key under which its use would be counted, and the key of the use that was just counted."""

    treffer: Treffer
    schluessel: UUID
    gezaehlt: UUID | None


class MitSuche(Gesichert):
    """The constellation of the address, or of the hidden field of a form."""

    permission_required = "angebot.sehen"
    hilfe = HILFE

    @cached_property
    def suche(self) -> Findeform:
        gefragt = QueryDict(self.request.POST["suche"]) if "suche" in self.request.POST else self.request.GET
        return Findeform(gefragt, bereich=self.bereich, stichtag=timezone.localdate())

    @property
    def adresse(self) -> str:
        return finderadresse(self.suche.adresse)


def finderadresse(frage: QueryDict) -> str:
    return f"{reverse('partner:angebot_finden')}?{frage.urlencode()}" if frage else reverse("partner:angebot_finden")


class AngebotFinden(MitSuche, TemplateView):
    """Ranked offers, each with the reason of its rank; an empty list says what excludes most."""

    template_name = "partner/angebot_finden.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        form, bereich, heute = self.suche, self.bereich, timezone.localdate()
        konstellation = form.konstellation()
        if form.errors:
            messages.error(self.request, "Eine Angabe war nicht lesbar und wurde übergangen.")
        fund = finde_angebote(konstellation, bereich, heute, form.namen)
        seite = Paginator(fund, JE_SEITE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            kruemel=kruemel(),
            form=form,
            fragt=bool(konstellation.fragt),
            ohne_punkt=bool(konstellation.fahrt) and not konstellation.punkt and konstellation.fahrt != Fahrt.ZUHAUSE,
            page_obj=seite,
            zeilen=self._zeilen(seite.object_list),
            engpaesse=[] if fund else self._engpaesse(form),
            gewichte=gewichte(),
            radien=[(Fahrt(fahrt).label, km) for fahrt, km in RADIUS_KM.items()],
            **self._wege(form),
            **kwargs,
        )

    def _zeilen(self, treffer: Iterable[Treffer]) -> list[Fundzeile]:
        gezaehlt, fuer = (lies_uuid(self.request.GET.get(name, "")) for name in ("gezaehlt", "fuer"))
        return [Fundzeile(eins, uuid4(), gezaehlt if eins.angebot.uuid == fuer else None) for eins in treffer]

    def _engpaesse(self, form: Findeform) -> list[tuple[str, int, str]]:
        """(criterion, offers that it alone keeps out, address without it)."""
        gruende = was_ausschliesst(form.konstellation(), self.bereich, timezone.localdate())
        return [(kriterium.label, anzahl, f"?{form.ohne(kriterium)}") for kriterium, anzahl in gruende]

    def _wege(self, form: Findeform) -> dict[str, Any]:
        """Where one may go on from here, by right."""
        bereich, weiter = self.bereich, form.weitergabe()
        ziele = {
            "lotsen_url": ("lotsen.stellen", "netzwerk:lotsenanfrage_neu"),
            "bedarf_url": ("bedarf.melden", "netzwerk:bedarfsmeldung_neu"),
        }
        return {
            **{
                name: f"{reverse(ziel)}?{weiter}" if bereich.darf(recht) else None
                for name, (recht, ziel) in ziele.items()
            },
            "suchtext": form.adresse.urlencode(),
            "darf_nutzen": bereich.darf("angebot.nutzen"),
            "darf_sammeln": bereich.darf("angebot.bearbeiten"),
            "sammlungen": list(sammlungen_fuer(bereich)) if bereich.darf("angebot.bearbeiten") else [],
        }


class FundSammeln(MitSuche, View):
    """Puts the ticked offers into a collection that the account keeps."""

    permission_required = "angebot.bearbeiten"
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        eigene = Sammlung.objects.bearbeitbar_fuer(self.bereich)
        sammlung = eigene.filter(uuid=lies_uuid(request.POST.get("sammlung", ""))).first()
        gewaehlte = lies_uuids(request.POST.getlist("angebot"))[:HOECHSTENS_GEDRUCKT]
        angebote = Angebot.objects.waehlbar_fuer(self.bereich).in_bulk(gewaehlte, field_name="uuid")
        if sammlung is None:
            messages.error(request, "Bitte wählen Sie eine Sammlung.")
        elif not angebote:
            messages.error(request, "Bitte kreuzen Sie mindestens ein Angebot an.")
        else:
            neu = sum(nimm_auf(sammlung=sammlung, angebot=angebote[uuid]) for uuid in gewaehlte if uuid in angebote)
            schon = len(angebote) - neu
            satz = f"{mehrzahl(neu, 'Angebot', 'Angebote')} in „{sammlung}“ aufgenommen."
            messages.success(request, f"{satz} {schon} standen schon darin." if schon else satz)
        return HttpResponseRedirect(self.adresse)


class FundDrucken(MitSuche, View):
    """The ticked offers, otherwise the first of the list, as a PDF for the family: nothing internal in it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        heute = timezone.localdate()
        kontext = {"treffer": self._treffer(), "heute": heute, "landkreis": settings.LANDKREIS, "zurueck": self.adresse}
        if not kontext["treffer"]:
            messages.error(request, "Es gibt kein Angebot zu drucken.")
            return HttpResponseRedirect(self.adresse)
        try:
            pdf = als_pdf(render_to_string("partner/angebot_finden_pdf.html", kontext))
        except DruckNichtMoeglich as fehler:
            return render(request, "partner/finden_druckfehler.html", kontext | {"fehler": fehler}, status=503)
        kopf = {"Content-Disposition": 'inline; filename="angebote.pdf"', "Cache-Control": "private, no-store"}
        return HttpResponse(pdf, content_type="application/pdf", headers=kopf)

    def _treffer(self) -> Sequence[Treffer]:
        form = self.suche
        fund = finde_angebote(form.konstellation(), self.bereich, timezone.localdate(), form.namen)
        gewaehlte = lies_uuids(self.request.POST.getlist("angebot"))[:HOECHSTENS_GEDRUCKT]
        return fund.einzelne(gewaehlte) if gewaehlte else fund[:JE_SEITE]
