"""Addresses of contacts, next steps, coverage and Einsätze."""

from netzwerk.urls import abdeckung, bedarf, einsatz, gremium, kalender, kontakt, thema, wiedervorlage

app_name = "netzwerk"
urlpatterns = [
    *kontakt.urlpatterns,
    *wiedervorlage.urlpatterns,
    *abdeckung.urlpatterns,
    *einsatz.urlpatterns,
    *gremium.urlpatterns,
    *kalender.urlpatterns,
    *bedarf.urlpatterns,
    *thema.urlpatterns,
]
