"""Addresses of what a partner's page states beside the relationship."""

from django.urls import path

from partner.views import angaben

urlpatterns = [
    path("partner/vollstaendigkeit/", angaben.Vollstaendigkeitsbild.as_view(), name="vollstaendigkeit"),
    path("partner/<uuid:uuid>/angaben/", angaben.PartnerAngaben.as_view(), name="partner_angaben"),
    path("partner/<uuid:uuid>/angaben/stimmen/", angaben.AngabenBestaetigen.as_view(), name="angaben_bestaetigen"),
    path(
        "partner/<uuid:uuid>/angaben/zuruecknehmen/",
        angaben.AngabenZuruecknehmen.as_view(),
        name="angaben_zuruecknehmen",
    ),
    path("partner/<uuid:uuid>/kategorien/", angaben.PartnerKategorien.as_view(), name="partner_kategorien"),
    path("partner/kategorien/<uuid:uuid>/beenden/", angaben.KategorieBeenden.as_view(), name="kategorie_beenden"),
    path("partner/<uuid:uuid>/aussenstellen/neu/", angaben.AussenstelleNeu.as_view(), name="aussenstelle_neu"),
    path(
        "aussenstellen/<uuid:uuid>/bearbeiten/",
        angaben.AussenstelleBearbeiten.as_view(),
        name="aussenstelle_bearbeiten",
    ),
    path(
        "partner/<uuid:uuid>/funktionsadressen/neu/",
        angaben.FunktionsadresseNeu.as_view(),
        name="funktionsadresse_neu",
    ),
    path(
        "funktionsadressen/<uuid:uuid>/bearbeiten/",
        angaben.FunktionsadresseBearbeiten.as_view(),
        name="funktionsadresse_bearbeiten",
    ),
]
