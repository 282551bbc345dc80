"""Acts on one record that need nothing but a click."""

from abc import ABC, abstractmethod

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.generic import View
from django.views.generic.detail import SingleObjectMixin

from konten.views import Bearbeitbar


class Handlung(ABC, Bearbeitbar, SingleObjectMixin, View):
    """By POST only; says what happened, or why it did not, on the page of the record."""

    http_method_names = ["post"]
    #: how loud a refusal is: a second click may be no error
    hindernis = messages.ERROR

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        objekt = self.get_object()
        ziel = self.ziel(objekt)
        try:
            messages.success(request, self.handle(objekt))
        except ValidationError as fehler:
            messages.add_message(request, self.hindernis, " ".join(fehler.messages))
        return HttpResponseRedirect(ziel)

    @abstractmethod
    def handle(self, objekt: Model) -> str:
        """Does it and returns the sentence that says so; raises ValidationError with what is in the way."""

    def ziel(self, objekt: Model) -> str:
        """Where it leads, asked before the record may be gone."""
        return objekt.get_absolute_url()
