"""Addresses."""

from django.urls import path
from django.views.generic import TemplateView

platzhalter = TemplateView.as_view(template_name="basis.html")
urlpatterns = [
    path("partner/import/", platzhalter, name="import_liste"),
    path("partner/import/<uuid:uuid>/", platzhalter, name="import_detail"),
    path("partner/zustaendigkeit-offen/", platzhalter, name="zustaendigkeit_offen"),
]
