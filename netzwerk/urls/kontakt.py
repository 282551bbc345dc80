"""Addresses."""

from django.urls import path
from django.views.generic import TemplateView

platzhalter = TemplateView.as_view(template_name="basis.html")
urlpatterns = [
    path("kontakte/", platzhalter, name="kontakt_liste"),
    path("kontakte/neu/", platzhalter, name="kontakt_neu"),
    path("kontakte/<uuid:uuid>/", platzhalter, name="kontakt_detail"),
    path("kontakte/<uuid:uuid>/bearbeiten/", platzhalter, name="kontakt_bearbeiten"),
    path("wiedervorlagen/", platzhalter, name="wiedervorlage_liste"),
]
