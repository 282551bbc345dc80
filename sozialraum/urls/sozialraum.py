"""Addresses."""

from django.urls import path
from django.views.generic import TemplateView

platzhalter = TemplateView.as_view(template_name="basis.html")
urlpatterns = [
    path("sozialraeume/", platzhalter, name="sozialraum_liste"),
    path("sozialraeume/<slug:kuerzel>/", platzhalter, name="sozialraum_detail"),
]
