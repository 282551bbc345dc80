"""Addresses of the public directory."""

from django.urls import path

from netzwerk.views import fehlermeldung, verzeichnis

urlpatterns = [
    path("verzeichnis/", verzeichnis.Verzeichnis.as_view(), name="verzeichnis"),
    path("verzeichnis/karte/", verzeichnis.Verzeichniskarte.as_view(), name="verzeichnis_karte"),
    path("verzeichnis/<slug:kurz>-<uuid:uuid>/", verzeichnis.VerzeichnisAngebot.as_view(), name="verzeichnis_angebot"),
    path("verzeichnis/<uuid:uuid>/termine.ics", verzeichnis.VerzeichnisTermine.as_view(), name="verzeichnis_termine"),
    path("verzeichnis/<uuid:uuid>/kontakt.vcf", verzeichnis.VerzeichnisKontakt.as_view(), name="verzeichnis_kontakt"),
    path("verzeichnis/<uuid:uuid>/fehler/", fehlermeldung.FehlerMelden.as_view(), name="verzeichnis_fehler"),
    path("robots.txt", verzeichnis.Roboter.as_view(), name="robots"),
    path("sitemap.xml", verzeichnis.Seitenplan.as_view(), name="sitemap"),
]
