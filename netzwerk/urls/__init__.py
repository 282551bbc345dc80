"""Addresses of contacts, next steps, coverage and Einsätze."""

from netzwerk.urls import abdeckung, einsatz, kontakt

app_name = "netzwerk"
urlpatterns = [*kontakt.urlpatterns, *abdeckung.urlpatterns, *einsatz.urlpatterns]
