"""Addresses of Sozialräume and of the administration of base data."""

from sozialraum.urls import sozialraum, verwaltung

app_name = "sozialraum"
urlpatterns = [*sozialraum.urlpatterns, *verwaltung.urlpatterns]
