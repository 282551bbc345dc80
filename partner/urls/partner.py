"""Addresses of partners."""

from django.urls import path

from partner.views import partner, person, pflege, schliesszeit, verlauf

urlpatterns = [
    path("partner/", partner.PartnerListe.as_view(), name="partner_liste"),
    path("partner/neu/", pflege.PartnerNeu.as_view(), name="partner_neu"),
    path("partner/<uuid:uuid>/", partner.PartnerDetail.as_view(), name="partner_detail"),
    path("partner/<uuid:uuid>/vorhaben/", partner.PartnerVorhaben.as_view(), name="partner_vorhaben"),
    path("partner/<uuid:uuid>/verlauf/", verlauf.PartnerVerlauf.as_view(), name="partner_verlauf"),
    path("partner/<uuid:uuid>/lage/", verlauf.PartnerLage.as_view(), name="partner_lage"),
    path("partner/<uuid:uuid>/bearbeiten/", pflege.PartnerBearbeiten.as_view(), name="partner_bearbeiten"),
    path("partner/<uuid:uuid>/zustand/", pflege.PartnerZustand.as_view(), name="partner_zustand"),
    path("partner/<uuid:uuid>/sozialraeume/", pflege.PartnerSozialraeume.as_view(), name="partner_sozialraeume"),
    path(
        "partner/<uuid:uuid>/schliesszeiten/",
        schliesszeit.PartnerSchliesszeiten.as_view(),
        name="partner_schliesszeiten",
    ),
    path(
        "schliesszeiten/<uuid:uuid>/beenden/", schliesszeit.SchliesszeitBeenden.as_view(), name="schliesszeit_beenden"
    ),
    path(
        "schliesszeiten/<uuid:uuid>/loeschen/",
        schliesszeit.SchliesszeitLoeschen.as_view(),
        name="schliesszeit_loeschen",
    ),
    path(
        "wirkungsbereiche/<uuid:uuid>/beenden/",
        pflege.WirkungsbereichBeenden.as_view(),
        name="wirkungsbereich_beenden",
    ),
    path("partner/<uuid:uuid>/ansprechpersonen/neu/", person.FunktionNeu.as_view(), name="funktion_neu"),
]
