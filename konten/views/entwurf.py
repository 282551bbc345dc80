"""Drafts: the key for the device, keeping, asking for the newest, the list of one's own, discarding."""

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import ListView, View

from konten.models import Entwurf
from konten.rules.entwurf import EntwurfUngueltig, ist_eigene_adresse
from konten.services.entwurf import geraeteschluessel, jetzt_ms, merke_entwurf, verwerfe_entwurf
from konten.views import Gesichert, Sichtbar
from konten.views.eingabe import lies_stand, merke_fertig

HILFE = "/hilfe/entwuerfe-und-datenschutz/"
TEXTE = ("formular", "titel", "adresse", "inhalt")


@method_decorator(never_cache, name="dispatch")
class Entwurfsschluessel(Gesichert, View):
    """Key and drawer of the signed-in account for its devices, and the server's clock. Never stored on the way."""

    permission_required = ()

    def get(self, request: HttpRequest) -> JsonResponse:
        fach, schluessel = geraeteschluessel(request.user)
        return JsonResponse({"fach": fach, "schluessel": schluessel, "jetzt": jetzt_ms()})


@method_decorator(never_cache, name="dispatch")
class EntwurfStand(Gesichert, View):
    """`?anfang=kontakt-neu`: which drafts of such forms the server knows, open or finished; no text."""

    permission_required = ()

    def get(self, request: HttpRequest) -> JsonResponse:
        anfang = request.GET.get("anfang", "").replace("\x00", "")[:200]
        eigene = Entwurf.objects.sichtbar_fuer(self.bereich).filter(formular__startswith=anfang)[:200]
        return JsonResponse({"entwuerfe": [_kopf(entwurf) for entwurf in eigene], "jetzt": jetzt_ms()})


def _kopf(entwurf: Entwurf) -> dict[str, Any]:
    return {
        "formular": entwurf.formular,
        "stand": entwurf.stand,
        "offen": bool(entwurf.inhalt),
        "titel": entwurf.titel,
        "adresse": entwurf.adresse,
    }


class EntwurfMerken(Gesichert, View):
    """Keeps one draft, sent as JSON: 200 tells whether it won, 400 what no form sends, 413 what is too long."""

    permission_required = ()
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> JsonResponse:
        try:
            angaben = _lies(request)
            angenommen = merke_entwurf(benutzer=request.user, **angaben)
        except EntwurfUngueltig as fehler:
            zu_viel = str(fehler) in {"inhalt", "anzahl"}
            return JsonResponse({"grund": str(fehler)}, status=413 if zu_viel else 400)
        return JsonResponse({"angenommen": angenommen, "jetzt": jetzt_ms()})


def _lies(request: HttpRequest) -> dict[str, Any]:
    try:
        daten = json.loads(request.body)
        angaben = {name: daten[name] for name in TEXTE} | {"stand": daten["stand"]}
    except (ValueError, KeyError, TypeError, RecursionError) as fehler:
        raise EntwurfUngueltig("form") from fehler
    if not all(isinstance(angaben[name], str) and "\x00" not in angaben[name] for name in TEXTE):
        raise EntwurfUngueltig("form")
    if type(angaben["stand"]) is not int or not angaben["inhalt"]:
        raise EntwurfUngueltig("form")
    return angaben


class EntwurfListe(Sichtbar, ListView):
    """One's own unfinished forms, newest first."""

    model = Entwurf
    permission_required = ()
    template_name = "konten/entwurf_list.html"
    context_object_name = "entwuerfe"
    hilfe = HILFE

    def get_queryset(self) -> Any:
        return super().get_queryset().exclude(inhalt="")


class EntwurfVerwerfen(Gesichert, View):
    """Throws one's own draft away; the device is told by the next page. 404 for a draft that is not one's own."""

    permission_required = ()
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        formular = request.POST.get("formular", "").replace("\x00", "")[:200]
        if not verwerfe_entwurf(benutzer=request.user, formular=formular, stand=lies_stand(request)):
            raise Http404
        merke_fertig(request, formular)
        messages.success(request, "Der Entwurf ist verworfen.")
        weiter = request.POST.get("weiter", "")
        return HttpResponseRedirect(weiter if ist_eigene_adresse(weiter) else reverse("konten:entwurf_liste"))
