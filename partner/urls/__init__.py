"""Addresses of partners and of the import (before the partner's own, so that words are not taken for keys)."""

from partner.urls import dubletten, einlesen, partner, vereinbarung

app_name = "partner"
urlpatterns = [*einlesen.urlpatterns, *dubletten.urlpatterns, *partner.urlpatterns, *vereinbarung.urlpatterns]
