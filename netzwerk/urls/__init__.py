"""Addresses of contacts, next steps, coverage and Einsätze."""

from netzwerk.urls import abdeckung, bedarf, einsatz, gremium, kontakt, thema, wiedervorlage

app_name = "netzwerk"
urlpatterns = [
    *kontakt.urlpatterns,
    *wiedervorlage.urlpatterns,
    *abdeckung.urlpatterns,
    *einsatz.urlpatterns,
    *gremium.urlpatterns,
    *bedarf.urlpatterns,
    *thema.urlpatterns,
]
