"""Addresses of contacts."""

from django.urls import path

from netzwerk.views import anhang, kontakt, kontaktliste

urlpatterns = [
    path("kontakte/", kontaktliste.KontaktListe.as_view(), name="kontakt_liste"),
    path("kontakte/neu/", kontakt.KontaktNeu.as_view(), name="kontakt_neu"),
    path("kontakte/neu/partnersuche/", kontakt.KontaktPartnersuche.as_view(), name="kontakt_partnersuche"),
    path("kontakte/neu/dubletten/", kontakt.KontaktDubletten.as_view(), name="kontakt_dubletten"),
    path("kontakte/anhaenge/<uuid:uuid>/", anhang.KontaktAnhangDatei.as_view(), name="kontakt_anhang"),
    path(
        "kontakte/anhaenge/<uuid:uuid>/loeschen/",
        anhang.KontaktAnhangLoeschen.as_view(),
        name="kontakt_anhang_loeschen",
    ),
    path("kontakte/<uuid:uuid>/", kontakt.KontaktDetail.as_view(), name="kontakt_detail"),
    path("kontakte/<uuid:uuid>/bearbeiten/", kontakt.KontaktBearbeiten.as_view(), name="kontakt_bearbeiten"),
    path("kontakte/<uuid:uuid>/loeschen/", kontakt.KontaktLoeschen.as_view(), name="kontakt_loeschen"),
]
