"""Addresses."""

from django.urls import path
from django.views.generic import TemplateView

platzhalter = TemplateView.as_view(template_name="basis.html")
app_name = "berichte"
urlpatterns = [
    path("", platzhalter, name="uebersicht"),
    path("hilfe/", platzhalter, name="hilfe"),
    path("hilfe/<slug:seite>/", platzhalter, name="hilfe_seite"),
    path("sozialraeume/<slug:kuerzel>/bericht/", platzhalter, name="bericht"),
    path("sozialraeume/<slug:kuerzel>/bericht.pdf", platzhalter, name="bericht_pdf"),
]
