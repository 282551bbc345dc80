"""Addresses of Gremien and meetings. The minutes as PDF are made under the roof (`berichte.urls`)."""

from django.urls import path

from netzwerk.views import gremium, mitglied, protokoll, sitzung

urlpatterns = [
    path("gremien/", gremium.GremiumListe.as_view(), name="gremium_liste"),
    path("gremien/neu/", gremium.GremiumNeu.as_view(), name="gremium_neu"),
    path("gremien/beschluesse/", gremium.BeschlussListe.as_view(), name="beschluss_liste"),
    path("gremien/gastsuche/", protokoll.Gastsuche.as_view(), name="gastsuche"),
    path("gremien/<uuid:uuid>/", gremium.GremiumDetail.as_view(), name="gremium_detail"),
    path("gremien/<uuid:uuid>/bearbeiten/", gremium.GremiumBearbeiten.as_view(), name="gremium_bearbeiten"),
    path("gremien/<uuid:uuid>/loeschen/", gremium.GremiumLoeschen.as_view(), name="gremium_loeschen"),
    path("gremien/<uuid:uuid>/mitglieder/neu/", mitglied.MitgliedNeu.as_view(), name="mitglied_neu"),
    path("gremien/<uuid:uuid>/sitzungen/neu/", sitzung.SitzungNeu.as_view(), name="sitzung_neu"),
    path(
        "gremien/mitglieder/<uuid:uuid>/bearbeiten/", mitglied.MitgliedBearbeiten.as_view(), name="mitglied_bearbeiten"
    ),
    path("gremien/mitglieder/<uuid:uuid>/entfernen/", mitglied.MitgliedEntfernen.as_view(), name="mitglied_entfernen"),
    path("gremien/sitzungen/<uuid:uuid>/", sitzung.SitzungDetail.as_view(), name="sitzung_detail"),
    path("gremien/sitzungen/<uuid:uuid>/bearbeiten/", sitzung.SitzungBearbeiten.as_view(), name="sitzung_bearbeiten"),
    path("gremien/sitzungen/<uuid:uuid>/einladung/", sitzung.SitzungEinladen.as_view(), name="sitzung_einladen"),
    path("gremien/sitzungen/<uuid:uuid>/termin.ics", sitzung.SitzungTermin.as_view(), name="sitzung_termin"),
    path("gremien/sitzungen/<uuid:uuid>/absagen/", sitzung.SitzungAbsagen.as_view(), name="sitzung_absagen"),
    path("gremien/sitzungen/<uuid:uuid>/loeschen/", sitzung.SitzungLoeschen.as_view(), name="sitzung_loeschen"),
    path(
        "gremien/sitzungen/<uuid:uuid>/protokoll/", protokoll.ProtokollBearbeiten.as_view(), name="protokoll_bearbeiten"
    ),
    path(
        "gremien/sitzungen/<uuid:uuid>/abschliessen/",
        protokoll.SitzungAbschliessen.as_view(),
        name="sitzung_abschliessen",
    ),
    path("gremien/sitzungen/<uuid:uuid>/oeffnen/", protokoll.SitzungOeffnen.as_view(), name="sitzung_oeffnen"),
]
