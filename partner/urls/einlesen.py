"""Addresses of the import and of the partners without a Sozialraum."""

from django.urls import path

from partner.views import einlesen, zustaendigkeit

urlpatterns = [
    path("partner/import/", einlesen.ImportListe.as_view(), name="import_liste"),
    path("partner/import/<uuid:uuid>/", einlesen.ImportDetail.as_view(), name="import_detail"),
    path("partner/import/<uuid:uuid>/sitze/", einlesen.ImportEntscheiden.as_view(), name="import_entscheiden"),
    path("partner/import/<uuid:uuid>/uebernehmen/", einlesen.ImportUebernehmen.as_view(), name="import_uebernehmen"),
    path("partner/import/<uuid:uuid>/verwerfen/", einlesen.ImportVerwerfen.as_view(), name="import_verwerfen"),
    path("partner/zustaendigkeit-offen/", zustaendigkeit.ZustaendigkeitOffen.as_view(), name="zustaendigkeit_offen"),
    path(
        "partner/zustaendigkeit-offen/rueckgaengig/",
        zustaendigkeit.ZustaendigkeitZurueck.as_view(),
        name="zustaendigkeit_zurueck",
    ),
]
