"""Addresses of Sozialräume and of the administration of base data."""

from sozialraum.urls import gebiet, sozialraum, verwaltung

app_name = "sozialraum"
urlpatterns = [*gebiet.urlpatterns, *sozialraum.urlpatterns, *verwaltung.urlpatterns]
