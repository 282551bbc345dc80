"""Addresses of contacts, next steps, coverage and Einsätze."""

from netzwerk.urls import abdeckung, einsatz, kontakt, wiedervorlage

app_name = "netzwerk"
urlpatterns = [*kontakt.urlpatterns, *wiedervorlage.urlpatterns, *abdeckung.urlpatterns, *einsatz.urlpatterns]
