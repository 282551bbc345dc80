"""Addresses of contacts, next steps, coverage and Einsätze."""

from netzwerk.urls import (
    abdeckung,
    bedarf,
    bekannt,
    einsatz,
    getragen,
    gremium,
    kalender,
    kontakt,
    thema,
    wiedervorlage,
)

app_name = "netzwerk"
urlpatterns = [
    *kontakt.urlpatterns,
    *wiedervorlage.urlpatterns,
    *abdeckung.urlpatterns,
    *einsatz.urlpatterns,
    *gremium.urlpatterns,
    *kalender.urlpatterns,
    *bedarf.urlpatterns,
    *bekannt.urlpatterns,
    *getragen.urlpatterns,
    *thema.urlpatterns,
]
