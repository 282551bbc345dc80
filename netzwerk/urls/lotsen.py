"""Addresses of Lotsenanfragen, with and without account."""

from django.urls import path

from netzwerk.views import lotsen, lotsenakt, lotsenoeffentlich, lotsensuche, lotsenzahlen

urlpatterns = [
    path("lotsenanfragen/", lotsen.LotsenanfrageListe.as_view(), name="lotsenanfrage_liste"),
    path("lotsenanfragen/neu/", lotsen.LotsenanfrageNeu.as_view(), name="lotsenanfrage_neu"),
    path("lotsenanfragen/zahlen/", lotsenzahlen.Lotsenzahlenseite.as_view(), name="lotsenzahlen"),
    path("lotsenanfragen/<uuid:uuid>/", lotsen.LotsenanfrageDetail.as_view(), name="lotsenanfrage_detail"),
    path(
        "lotsenanfragen/<uuid:uuid>/bearbeiten/",
        lotsen.LotsenanfrageBearbeiten.as_view(),
        name="lotsenanfrage_bearbeiten",
    ),
    path(
        "lotsenanfragen/<uuid:uuid>/uebernehmen/",
        lotsenakt.Lotsenuebernahme.as_view(),
        name="lotsenanfrage_uebernehmen",
    ),
    path(
        "lotsenanfragen/<uuid:uuid>/weiterleiten/",
        lotsensuche.Lotsenweiterleiten.as_view(),
        name="lotsenanfrage_weiterleiten",
    ),
    path("lotsenanfragen/<uuid:uuid>/notiz/", lotsenakt.Lotsennotiz.as_view(), name="lotsenanfrage_notiz"),
    path(
        "lotsenanfragen/<uuid:uuid>/abschliessen/",
        lotsenakt.Lotsenabschluss.as_view(),
        name="lotsenanfrage_abschliessen",
    ),
    path("lotsenanfragen/<uuid:uuid>/oeffnen/", lotsenakt.Lotsenoeffnung.as_view(), name="lotsenanfrage_oeffnen"),
    path(
        "lotsenanfragen/fragen/<uuid:uuid>/antwort/",
        lotsenakt.LotsenantwortEintragen.as_view(),
        name="lotsenfrage_antwort",
    ),
    path("lotsenanfragen/fragen/<uuid:uuid>/erneut/", lotsenakt.Lotsenfrage.as_view(), name="lotsenfrage_erneut"),
    path("antwort/<str:token>/", lotsenoeffentlich.LotsenantwortSeite.as_view(), name="lotsenantwort"),
    path(
        "anfrage/bestaetigen/<str:token>/",
        lotsenoeffentlich.LotsenanfrageBestaetigen.as_view(),
        name="lotsenanfrage_bestaetigen",
    ),
    path(
        "anfrage/<slug:kuerzel>/",
        lotsenoeffentlich.LotsenanfrageOeffentlich.as_view(),
        name="lotsenanfrage_oeffentlich",
    ),
    path(
        "anfrage/<slug:kuerzel>/gesendet/",
        lotsenoeffentlich.LotsenanfrageGesendet.as_view(),
        name="lotsenanfrage_gesendet",
    ),
]
