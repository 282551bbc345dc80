"""Base classes of all pages: right, scope, kept input; and the page for a refused form."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date

from konten.rules import Geltungsbereich
from konten.services.rueckgabe import hole_eingaben, merke_eingaben

ERINNERUNG = "Ihre Eingaben sind noch da. Bitte prüfen Sie sie und speichern Sie erneut."


class Gesichert(PermissionRequiredMixin):
    """Second gate: every page names its right (`permission_required`, a key of `konten.rules.RECHTE`)."""

    raise_exception = True
    hilfe: str | None = None

    @property
    def bereich(self) -> Geltungsbereich:
        return self.request.user.bereich

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(hilfe_url=self.hilfe, **kwargs)


class Sichtbar(Gesichert):
    """Third gate for reading: only rows within sight, otherwise 404. The key in the address is the uuid."""

    slug_field = slug_url_kwarg = "uuid"

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().sichtbar_fuer(self.bereich)


class Bearbeitbar(Sichtbar):
    """Third gate for writing: out of sight 404, visible but not changeable 403."""

    def get_object(self, queryset: QuerySet | None = None) -> Model:
        """One query for those who may; only a refused one is asked a second time, to tell 403 from 404."""
        menge = self.get_queryset() if queryset is None else queryset
        try:
            return super().get_object(menge.bearbeitbar_fuer(self.bereich))
        except Http404:
            super().get_object(menge)
            raise PermissionDenied from None


class MitRueckgabe:
    """A form whose text survives a lost session or a refused post: it comes back filled."""

    ist_zurueckgegeben = False

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        if self.request.method == "GET" and (daten := hole_eingaben(self.request)) is not None:
            messages.info(self.request, ERINNERUNG)
            kwargs["data"] = daten
            self.ist_zurueckgegeben = True
        return kwargs

    def get_form(self, form_class: type[BaseForm] | None = None) -> BaseForm:
        """Text that came back is not blamed for what is missing: nobody has asked to save it again."""
        form = super().get_form(form_class)
        if self.ist_zurueckgegeben:
            form.errors.clear()
            form.textwarnungen = []
        return form


class MitBereich:
    """Hands the scope to the form, which narrows its choices by it."""

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "bereich": self.request.user.bereich}


class MitStichtag:
    """Reads `?stichtag=`; a text that is no date says so and falls back to today."""

    stichtag_name = "stichtag"

    def lies_stichtag(self) -> date:
        return lies_datum(self.request, self.stichtag_name, timezone.localdate())


def lies_datum(request: HttpRequest, name: str, vorgabe: date) -> date:
    """Date from the address, ISO or German; otherwise the default and a message that says what to do."""
    text = request.GET.get(name, "").strip()
    if not text:
        return vorgabe
    wert = _datum(text)
    if wert is None or not 2000 <= wert.year <= 2100:
        messages.error(
            request,
            f"„{text[:40]}“ ist kein gültiger Tag. Bitte geben Sie ihn als TT.MM.JJJJ ein. "
            f"Gezeigt wird der {vorgabe:%d.%m.%Y}.",
        )
        return vorgabe
    return wert


def _datum(text: str) -> date | None:
    teile = text.split(".")
    if len(teile) == 3:
        text = "-".join(teil.zfill(2) for teil in reversed(teile))
    try:
        return parse_date(text)
    except ValueError:
        return None


def csrf_abgelehnt(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form refused for its security mark comes back filled; anything else gets a plain page."""
    if request.user.is_authenticated and merke_eingaben(request):
        return HttpResponseRedirect(request.get_full_path(), status=303)
    return render(request, "403_csrf.html", status=403)
