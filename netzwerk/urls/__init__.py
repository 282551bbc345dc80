"""Addresses of contacts, next steps, coverage and Einsätze."""

from netzwerk.urls import (
    abdeckung,
    bedarf,
    bekannt,
    einsatz,
    fachkraft,
    getragen,
    gremium,
    kalender,
    kontakt,
    thema,
    uebergabe,
    wiedervorlage,
)

app_name = "netzwerk"
urlpatterns = [
    *kontakt.urlpatterns,
    *wiedervorlage.urlpatterns,
    *abdeckung.urlpatterns,
    *einsatz.urlpatterns,
    *fachkraft.urlpatterns,
    *gremium.urlpatterns,
    *kalender.urlpatterns,
    *bedarf.urlpatterns,
    *bekannt.urlpatterns,
    *getragen.urlpatterns,
    *thema.urlpatterns,
    *uebergabe.urlpatterns,
]
