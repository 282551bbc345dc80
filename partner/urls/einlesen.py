"""Addresses of the import and of the partners without a Sozialraum."""

from django.urls import path

from partner.views import einlesen, importhandlung, importmuster, zustaendigkeit

urlpatterns = [
    path("partner/import/", einlesen.ImportListe.as_view(), name="import_liste"),
    path("partner/import/muster/", importmuster.ImportMuster.as_view(), name="import_muster"),
    path("partner/import/<uuid:uuid>/", einlesen.ImportDetail.as_view(), name="import_detail"),
    path("partner/import/<uuid:uuid>/fortschritt/", einlesen.ImportFortschritt.as_view(), name="import_fortschritt"),
    path("partner/import/<uuid:uuid>/sitze/", importhandlung.ImportEntscheiden.as_view(), name="import_entscheiden"),
    path(
        "partner/import/<uuid:uuid>/uebernehmen/", importhandlung.ImportUebernehmen.as_view(), name="import_uebernehmen"
    ),
    path("partner/import/<uuid:uuid>/abbrechen/", importhandlung.ImportAbbrechen.as_view(), name="import_abbrechen"),
    path("partner/import/<uuid:uuid>/verwerfen/", importhandlung.ImportVerwerfen.as_view(), name="import_verwerfen"),
    path(
        "partner/import/<uuid:uuid>/zuruecknehmen/",
        importhandlung.ImportZuruecknehmen.as_view(),
        name="import_zuruecknehmen",
    ),
    path("partner/import/<uuid:uuid>/merken/", importhandlung.VorlageMerken.as_view(), name="import_merken"),
    path("partner/import/<uuid:uuid>/zuordnung/", importhandlung.VorlageAnwenden.as_view(), name="import_anwenden"),
    path(
        "partner/importvorlagen/<uuid:uuid>/umbenennen/",
        importhandlung.VorlageUmbenennen.as_view(),
        name="importvorlage_umbenennen",
    ),
    path(
        "partner/importvorlagen/<uuid:uuid>/loeschen/",
        importhandlung.VorlageLoeschen.as_view(),
        name="importvorlage_loeschen",
    ),
    path("partner/zustaendigkeit-offen/", zustaendigkeit.ZustaendigkeitOffen.as_view(), name="zustaendigkeit_offen"),
    path(
        "partner/zustaendigkeit-offen/rueckgaengig/",
        zustaendigkeit.ZustaendigkeitZurueck.as_view(),
        name="zustaendigkeit_zurueck",
    ),
]
