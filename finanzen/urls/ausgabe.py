"""Addresses of bookings and of lists from the accounting."""

from django.urls import path

from finanzen.views import ausgabe, beleg, buchungslauf

urlpatterns = [
    path("finanzen/ausgaben/", ausgabe.AusgabeListe.as_view(), name="ausgabe_liste"),
    path("finanzen/ausgaben/neu/", ausgabe.AusgabeNeu.as_view(), name="ausgabe_neu"),
    path("finanzen/ausgaben/pruefen/", ausgabe.AusgabenPruefen.as_view(), name="ausgabe_pruefen"),
    path("finanzen/ausgaben/buchungslisten/", buchungslauf.LaufListe.as_view(), name="buchungslauf_liste"),
    path(
        "finanzen/ausgaben/buchungslisten/<uuid:uuid>/", buchungslauf.LaufDetail.as_view(), name="buchungslauf_detail"
    ),
    path(
        "finanzen/ausgaben/buchungslisten/<uuid:uuid>/buchen/",
        buchungslauf.LaufBuchen.as_view(),
        name="buchungslauf_buchen",
    ),
    path(
        "finanzen/ausgaben/buchungslisten/<uuid:uuid>/stornieren/",
        buchungslauf.LaufStornieren.as_view(),
        name="buchungslauf_stornieren",
    ),
    path(
        "finanzen/ausgaben/buchungslisten/<uuid:uuid>/verwerfen/",
        buchungslauf.LaufVerwerfen.as_view(),
        name="buchungslauf_verwerfen",
    ),
    path("finanzen/ausgaben/<uuid:uuid>/", ausgabe.AusgabeDetail.as_view(), name="ausgabe_detail"),
    path("finanzen/ausgaben/<uuid:uuid>/stornieren/", ausgabe.AusgabeStornieren.as_view(), name="ausgabe_stornieren"),
    path("finanzen/ausgaben/<uuid:uuid>/beleg/", beleg.AusgabeBeleg.as_view(), name="ausgabe_beleg"),
    path(
        "finanzen/ausgaben/<uuid:uuid>/beleg/nachreichen/",
        beleg.AusgabeBelegNachreichen.as_view(),
        name="ausgabe_beleg_nachreichen",
    ),
]
