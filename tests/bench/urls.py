"""The product's addresses and two yardsticks: a bare view and an empty page, behind the same middleware."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.generic import TemplateView


def nackt(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [
    path("bench/nackt/", nackt),
    path("bench/leer/", TemplateView.as_view(template_name="basis.html")),
    path("", include("config.urls")),
]
