"""Addresses of the open data. The standard writes them without a final slash; with one they work, too."""

from django.urls import path, re_path

from partner.api import hsds

_KENNUNG = r"(?P<kennung>[^/]+)"

urlpatterns = [
    path("api/hsds/", hsds.Wurzel.as_view(), name="hsds"),
    path("api/hsds/doku/", hsds.Doku.as_view(), name="hsds_doku"),
    path("api/hsds/openapi.json", hsds.Beschreibung.as_view(), name="hsds_openapi"),
    *[
        re_path(rf"^api/hsds/{wort}/?$", liste.as_view(), name=f"hsds_{wort}")
        for wort, liste in (
            ("services", hsds.Dienste),
            ("service_at_locations", hsds.Orte),
            ("organizations", hsds.Organisationen),
            ("taxonomies", hsds.Taxonomien),
            ("taxonomy_terms", hsds.Begriffe),
        )
    ],
    *[
        re_path(rf"^api/hsds/{wort}/{_KENNUNG}/?$", eines.as_view(), name=f"hsds_{name}")
        for wort, name, eines in (
            ("services", "service", hsds.Dienst),
            ("service_at_locations", "service_at_location", hsds.Ort),
            ("organizations", "organization", hsds.Organisation),
            ("taxonomies", "taxonomy", hsds.Taxonomie),
            ("taxonomy_terms", "taxonomy_term", hsds.Begriff),
        )
    ],
    path("api/hsds/<path:rest>", hsds.Nichts.as_view(), name="hsds_nichts"),
]
