"""Addresses."""

from django.urls import path
from django.views.generic import TemplateView

platzhalter = TemplateView.as_view(template_name="basis.html")
urlpatterns = [
    path("partner/", platzhalter, name="partner_liste"),
    path("partner/neu/", platzhalter, name="partner_neu"),
    path("partner/<uuid:uuid>/", platzhalter, name="partner_detail"),
    path("partner/<uuid:uuid>/bearbeiten/", platzhalter, name="partner_bearbeiten"),
]
