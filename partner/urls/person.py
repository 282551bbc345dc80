"""Addresses of people: list, page, another post, information, consent."""

from django.urls import path

from partner.views import person, personen

urlpatterns = [
    path("personen/", personen.PersonenListe.as_view(), name="person_liste"),
    path("personen/aehnliche/", person.AehnlichePersonen.as_view(), name="person_aehnliche"),
    path("personen/<uuid:uuid>/", personen.PersonDetail.as_view(), name="person_detail"),
    path("personen/<uuid:uuid>/vcard/", person.PersonVcard.as_view(), name="person_vcard"),
    path("personen/<uuid:uuid>/information/", personen.PersonInformation.as_view(), name="person_information"),
    path(
        "personen/<uuid:uuid>/information/senden/",
        personen.InformationSenden.as_view(),
        name="person_information_senden",
    ),
    path(
        "personen/<uuid:uuid>/information/zuruecknehmen/",
        personen.InformationZuruecknehmen.as_view(),
        name="person_information_zuruecknehmen",
    ),
    path("personen/<uuid:uuid>/einwilligung/neu/", personen.EinwilligungNeu.as_view(), name="einwilligung_neu"),
    path(
        "einwilligungen/<uuid:uuid>/bearbeiten/",
        personen.EinwilligungBearbeiten.as_view(),
        name="einwilligung_bearbeiten",
    ),
    path(
        "einwilligungen/<uuid:uuid>/widerrufen/",
        personen.EinwilligungWiderrufen.as_view(),
        name="einwilligung_widerrufen",
    ),
    path("ansprechpersonen/<uuid:uuid>/bearbeiten/", person.FunktionBearbeiten.as_view(), name="funktion_bearbeiten"),
    path("ansprechpersonen/<uuid:uuid>/beenden/", person.FunktionBeenden.as_view(), name="funktion_beenden"),
    path("ansprechpersonen/<uuid:uuid>/wechsel/", personen.FunktionWechseln.as_view(), name="funktion_wechsel"),
    path("ansprechpersonen/<uuid:uuid>/vcard/", person.FunktionVcard.as_view(), name="funktion_vcard"),
    path(
        "stellenwechsel/<uuid:uuid>/zuruecknehmen/",
        personen.WechselZuruecknehmen.as_view(),
        name="wechsel_zuruecknehmen",
    ),
]
