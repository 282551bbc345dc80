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
    lotsen,
    mitteilung,
    nutzung,
    person,
    thema,
    uebergabe,
    verzeichnis,
    wiedervorlage,
)

app_name = "netzwerk"
urlpatterns = [
    *kontakt.urlpatterns,
    *lotsen.urlpatterns,
    *person.urlpatterns,
    *wiedervorlage.urlpatterns,
    *abdeckung.urlpatterns,
    *einsatz.urlpatterns,
    *fachkraft.urlpatterns,
    *gremium.urlpatterns,
    *kalender.urlpatterns,
    *bedarf.urlpatterns,
    *bekannt.urlpatterns,
    *getragen.urlpatterns,
    *mitteilung.urlpatterns,
    *nutzung.urlpatterns,
    *thema.urlpatterns,
    *uebergabe.urlpatterns,
    *verzeichnis.urlpatterns,
]
