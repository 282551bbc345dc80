"""Addresses of contacts and next steps."""

from django.urls import path

from netzwerk.views import kontakt, kontaktliste, wiedervorlage

urlpatterns = [
    path("kontakte/", kontaktliste.KontaktListe.as_view(), name="kontakt_liste"),
    path("kontakte/neu/", kontakt.KontaktNeu.as_view(), name="kontakt_neu"),
    path("kontakte/neu/partnersuche/", kontakt.KontaktPartnersuche.as_view(), name="kontakt_partnersuche"),
    path("kontakte/<uuid:uuid>/", kontakt.KontaktDetail.as_view(), name="kontakt_detail"),
    path("kontakte/<uuid:uuid>/bearbeiten/", kontakt.KontaktBearbeiten.as_view(), name="kontakt_bearbeiten"),
    path("kontakte/<uuid:uuid>/loeschen/", kontakt.KontaktLoeschen.as_view(), name="kontakt_loeschen"),
    path("wiedervorlagen/", wiedervorlage.WiedervorlageListe.as_view(), name="wiedervorlage_liste"),
    path(
        "wiedervorlagen/<uuid:uuid>/erledigt/",
        wiedervorlage.WiedervorlageErledigt.as_view(),
        name="wiedervorlage_erledigt",
    ),
]
