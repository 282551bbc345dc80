"""Addresses of Mitteilungen and subscriptions."""

from django.urls import path

from netzwerk.views import abonnement, mitteilung, mitteilungsakt

_AKTE = {
    "verwerfen": mitteilungsakt.MitteilungVerwerfen,
    "aufnehmen": mitteilungsakt.MitteilungAufnehmen,
    "entplanen": mitteilungsakt.MitteilungEntplanen,
    "anhalten": mitteilungsakt.MitteilungAnhalten,
    "fortsetzen": mitteilungsakt.MitteilungFortsetzen,
    "abbrechen": mitteilungsakt.MitteilungAbbrechen,
    "wiederholen": mitteilungsakt.MitteilungWiederholen,
    "berichtigen": mitteilungsakt.MitteilungBerichtigen,
}
urlpatterns = [
    path("mitteilungen/", mitteilung.MitteilungListe.as_view(), name="mitteilung_liste"),
    path("mitteilungen/neu/", mitteilung.MitteilungNeu.as_view(), name="mitteilung_neu"),
    path("mitteilungen/gelesen/", mitteilung.MitteilungenGelesen.as_view(), name="mitteilungen_gelesen"),
    path("mitteilungen/partnersuche/", mitteilung.MitteilungPartnersuche.as_view(), name="mitteilung_partnersuche"),
    path("mitteilungen/abonnieren/", abonnement.Abonnieren.as_view(), name="abonnieren"),
    path(
        "mitteilungen/abonnieren/<str:token>/",
        abonnement.AbonnementBestaetigen.as_view(),
        name="abonnement_bestaetigen",
    ),
    path("mitteilungen/abonnements/", abonnement.AbonnementListe.as_view(), name="abonnement_liste"),
    path(
        "mitteilungen/abonnements/<uuid:uuid>/loeschen/",
        abonnement.AbonnementLoeschen.as_view(),
        name="abonnement_loeschen",
    ),
    path(
        "mitteilungen/lesen/<str:token>/",
        abonnement.MitteilungOeffentlich.as_view(),
        name="mitteilung_oeffentlich",
    ),
    path(
        "mitteilungen/lesen/<str:token>/<uuid:uuid>/",
        abonnement.MitteilungDateiOeffentlich.as_view(),
        name="mitteilung_datei_oeffentlich",
    ),
    path("mitteilungen/dateien/<uuid:uuid>/", mitteilung.MitteilungAnhang.as_view(), name="mitteilung_anhang"),
    path("mitteilungen/<uuid:uuid>/", mitteilung.MitteilungDetail.as_view(), name="mitteilung_detail"),
    path(
        "mitteilungen/<uuid:uuid>/bearbeiten/",
        mitteilung.MitteilungBearbeiten.as_view(),
        name="mitteilung_bearbeiten",
    ),
    path("mitteilungen/<uuid:uuid>/vorschau/", mitteilung.MitteilungVorschau.as_view(), name="mitteilung_vorschau"),
    path("mitteilungen/<uuid:uuid>/stand/", mitteilung.MitteilungStand.as_view(), name="mitteilung_stand"),
    path(
        "mitteilungen/<uuid:uuid>/zustellung/",
        mitteilung.MitteilungZustellung.as_view(),
        name="mitteilung_zustellung",
    ),
    path("mitteilungen/<uuid:uuid>/gelesen/", mitteilung.MitteilungGelesen.as_view(), name="mitteilung_gelesen"),
    *[
        path(f"mitteilungen/<uuid:uuid>/{wort}/", ansicht.as_view(), name=f"mitteilung_{wort}")
        for wort, ansicht in _AKTE.items()
    ],
]
