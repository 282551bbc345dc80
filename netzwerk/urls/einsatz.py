"""Addresses of staffing."""

from django.urls import path

from netzwerk.views import einsatz, unterbrechung, vertretung

urlpatterns = [
    path("stellenanteile/", einsatz.EinsatzListe.as_view(), name="einsatz_liste"),
    path("stellenanteile/neu/", einsatz.EinsatzNeu.as_view(), name="einsatz_neu"),
    path("stellenanteile/<uuid:uuid>/", einsatz.EinsatzDetail.as_view(), name="einsatz_detail"),
    path("stellenanteile/<uuid:uuid>/bearbeiten/", einsatz.EinsatzBearbeiten.as_view(), name="einsatz_bearbeiten"),
    path("stellenanteile/<uuid:uuid>/bestaetigen/", einsatz.EinsatzBestaetigen.as_view(), name="einsatz_bestaetigen"),
    path("stellenanteile/<uuid:uuid>/ablehnen/", einsatz.EinsatzAblehnen.as_view(), name="einsatz_ablehnen"),
    path("stellenanteile/<uuid:uuid>/beenden/", einsatz.EinsatzBeenden.as_view(), name="einsatz_beenden"),
    path("stellenanteile/<uuid:uuid>/was-waere-wenn/", einsatz.EinsatzSimulation.as_view(), name="einsatz_simulation"),
    path(
        "stellenanteile/<uuid:uuid>/unterbrechen/",
        unterbrechung.UnterbrechungNeu.as_view(),
        name="unterbrechung_neu",
    ),
    path(
        "stellenanteile/unterbrechungen/<uuid:uuid>/",
        unterbrechung.UnterbrechungBearbeiten.as_view(),
        name="unterbrechung_bearbeiten",
    ),
    path(
        "stellenanteile/unterbrechungen/<uuid:uuid>/zuruecknehmen/",
        unterbrechung.UnterbrechungZuruecknehmen.as_view(),
        name="unterbrechung_zuruecknehmen",
    ),
    path("stellenanteile/ausnahmen/neu/", unterbrechung.AusnahmeNeu.as_view(), name="ausnahme_neu"),
    path(
        "stellenanteile/ausnahmen/<uuid:uuid>/beenden/",
        unterbrechung.AusnahmeBeenden.as_view(),
        name="ausnahme_beenden",
    ),
    path("vertretungen/", vertretung.VertretungListe.as_view(), name="vertretung_liste"),
    path("vertretungen/neu/", vertretung.VertretungNeu.as_view(), name="vertretung_neu"),
    path("vertretungen/<uuid:uuid>/beenden/", vertretung.VertretungBeenden.as_view(), name="vertretung_beenden"),
]
