"""Addresses of staffing."""

from django.urls import path

from netzwerk.views import einsatz, fachkraft

urlpatterns = [
    path("stellenanteile/", einsatz.EinsatzListe.as_view(), name="einsatz_liste"),
    path("stellenanteile/neu/", einsatz.EinsatzNeu.as_view(), name="einsatz_neu"),
    path("stellenanteile/<uuid:uuid>/", einsatz.EinsatzDetail.as_view(), name="einsatz_detail"),
    path("stellenanteile/<uuid:uuid>/bearbeiten/", einsatz.EinsatzBearbeiten.as_view(), name="einsatz_bearbeiten"),
    path("stellenanteile/<uuid:uuid>/bestaetigen/", einsatz.EinsatzBestaetigen.as_view(), name="einsatz_bestaetigen"),
    path("stellenanteile/<uuid:uuid>/ablehnen/", einsatz.EinsatzAblehnen.as_view(), name="einsatz_ablehnen"),
    path("stellenanteile/<uuid:uuid>/beenden/", einsatz.EinsatzBeenden.as_view(), name="einsatz_beenden"),
    path("netzwerkfachkraefte/", fachkraft.FachkraftListe.as_view(), name="netzwerkfachkraft_liste"),
    path("netzwerkfachkraefte/neu/", fachkraft.FachkraftNeu.as_view(), name="netzwerkfachkraft_neu"),
    path(
        "netzwerkfachkraefte/<uuid:uuid>/bearbeiten/",
        fachkraft.FachkraftBearbeiten.as_view(),
        name="netzwerkfachkraft_bearbeiten",
    ),
]
