"""Addresses of applications for single appointments."""

from django.urls import path

from finanzen.views import antrag

urlpatterns = [
    path("ausnahmeantraege/", antrag.AntragListe.as_view(), name="ausnahmeantrag_liste"),
    path("ausnahmeantraege/neu/", antrag.AntragNeu.as_view(), name="ausnahmeantrag_neu"),
    path("ausnahmeantraege/<uuid:uuid>/", antrag.AntragDetail.as_view(), name="ausnahmeantrag_detail"),
    path(
        "ausnahmeantraege/<uuid:uuid>/bearbeiten/", antrag.AntragBearbeiten.as_view(), name="ausnahmeantrag_bearbeiten"
    ),
    path("ausnahmeantraege/<uuid:uuid>/stellen/", antrag.AntragStellen.as_view(), name="ausnahmeantrag_stellen"),
    path(
        "ausnahmeantraege/<uuid:uuid>/zurueckziehen/",
        antrag.AntragZurueckziehen.as_view(),
        name="ausnahmeantrag_zurueckziehen",
    ),
    path(
        "ausnahmeantraege/<uuid:uuid>/genehmigen/", antrag.AntragGenehmigen.as_view(), name="ausnahmeantrag_genehmigen"
    ),
    path("ausnahmeantraege/<uuid:uuid>/ablehnen/", antrag.AntragAblehnen.as_view(), name="ausnahmeantrag_ablehnen"),
    path("ausnahmeantraege/<uuid:uuid>/abrechnen/", antrag.AntragAbrechnen.as_view(), name="ausnahmeantrag_abrechnen"),
]
