"""Addresses."""

from django.urls import path
from django.views.generic import TemplateView

platzhalter = TemplateView.as_view(template_name="basis.html")
urlpatterns = [
    path("stellenanteile/", platzhalter, name="einsatz_liste"),
    path("stellenanteile/<uuid:uuid>/", platzhalter, name="einsatz_detail"),
]
