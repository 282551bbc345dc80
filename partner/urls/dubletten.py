"""Addresses of probable duplicates and of merges."""

from django.urls import path

from partner.views import dubletten

urlpatterns = [
    path("partner/dubletten/", dubletten.DublettenListe.as_view(), name="dublette_liste"),
    path("partner/dubletten/suchen/", dubletten.DublettenSuchen.as_view(), name="dublette_suchen"),
    path("partner/dubletten/<uuid:uuid>/", dubletten.DublettenVergleich.as_view(), name="dublette_vergleich"),
    path(
        "partner/dubletten/<uuid:uuid>/entscheiden/",
        dubletten.DubletteEntscheiden.as_view(),
        name="dublette_entscheiden",
    ),
    path("partner/<uuid:uuid>/zusammenfuehren/", dubletten.DublettePartner.as_view(), name="dublette_partner"),
    path("partner/zusammenfuehrungen/", dubletten.ZusammenfuehrungListe.as_view(), name="zusammenfuehrung_liste"),
    path(
        "partner/zusammenfuehrungen/<uuid:uuid>/",
        dubletten.ZusammenfuehrungDetail.as_view(),
        name="zusammenfuehrung_detail",
    ),
    path(
        "partner/zusammenfuehrungen/<uuid:uuid>/zuruecknehmen/",
        dubletten.ZusammenfuehrungZuruecknehmen.as_view(),
        name="zusammenfuehrung_zuruecknehmen",
    ),
]
