"""Addresses of partners and of the import (before the partner's own, so that words are not taken for keys)."""

from partner.urls import angaben, angebot, dubletten, einlesen, hsds, partner, person, vereinbarung

app_name = "partner"
urlpatterns = [
    *angaben.urlpatterns,
    *person.urlpatterns,
    *einlesen.urlpatterns,
    *dubletten.urlpatterns,
    *partner.urlpatterns,
    *angebot.urlpatterns,
    *vereinbarung.urlpatterns,
    *hsds.urlpatterns,
]
