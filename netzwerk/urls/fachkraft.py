"""Addresses of Netzwerkfachkräfte: person, evidence, rule, Leitung. The print of the rule is made under the roof."""

from django.urls import path
from django.views.generic import RedirectView

from netzwerk.views import fachkraft, leitung, nachweis, qualifikation

urlpatterns = [
    path("fachkraefte/", fachkraft.FachkraftListe.as_view(), name="netzwerkfachkraft_liste"),
    path("fachkraefte/neu/", fachkraft.FachkraftNeu.as_view(), name="netzwerkfachkraft_neu"),
    path("fachkraefte/nachweise/", nachweis.NachweisListe.as_view(), name="nachweis_liste"),
    path("fachkraefte/nachweise/verlaengern/", nachweis.NachweisVerlaengern.as_view(), name="nachweis_verlaengern"),
    path("fachkraefte/nachweise/<uuid:uuid>/", nachweis.NachweisDetail.as_view(), name="nachweis_detail"),
    path(
        "fachkraefte/nachweise/<uuid:uuid>/bearbeiten/",
        nachweis.NachweisBearbeiten.as_view(),
        name="nachweis_bearbeiten",
    ),
    path(
        "fachkraefte/nachweise/<uuid:uuid>/bestaetigen/",
        nachweis.NachweisBestaetigen.as_view(),
        name="nachweis_bestaetigen",
    ),
    path(
        "fachkraefte/nachweise/<uuid:uuid>/zurueckweisen/",
        nachweis.NachweisZurueckweisen.as_view(),
        name="nachweis_zurueckweisen",
    ),
    path("fachkraefte/nachweise/<uuid:uuid>/datei/", nachweis.NachweisDatei.as_view(), name="nachweis_datei"),
    path("fachkraefte/leitungen/", leitung.LeitungListe.as_view(), name="leitung_liste"),
    path("fachkraefte/leitungen/neu/", leitung.LeitungNeu.as_view(), name="leitung_neu"),
    path("fachkraefte/leitungen/<uuid:uuid>/beenden/", leitung.LeitungBeenden.as_view(), name="leitung_beenden"),
    path("fachkraefte/befugnisse/<uuid:uuid>/beenden/", leitung.BefugnisBeenden.as_view(), name="befugnis_beenden"),
    path(
        "fachkraefte/abweichungen/<uuid:uuid>/beenden/",
        qualifikation.AbweichungBeenden.as_view(),
        name="abweichung_beenden",
    ),
    path("fachkraefte/<uuid:uuid>/", fachkraft.FachkraftDetail.as_view(), name="netzwerkfachkraft_detail"),
    path(
        "fachkraefte/<uuid:uuid>/bearbeiten/",
        fachkraft.FachkraftBearbeiten.as_view(),
        name="netzwerkfachkraft_bearbeiten",
    ),
    path("fachkraefte/<uuid:uuid>/nachweise/neu/", nachweis.NachweisNeu.as_view(), name="nachweis_neu"),
    path("fachkraefte/<uuid:uuid>/qualifikation/", qualifikation.QualifikationSeite.as_view(), name="qualifikation"),
    path("fachkraefte/<uuid:uuid>/absprachen/neu/", qualifikation.AbspracheNeu.as_view(), name="absprache_neu"),
    path("fachkraefte/<uuid:uuid>/abweichungen/neu/", qualifikation.AbweichungNeu.as_view(), name="abweichung_neu"),
    path("fachkraefte/<uuid:uuid>/befugnisse/neu/", leitung.BefugnisNeu.as_view(), name="befugnis_neu"),
    path("fachkraefte/<uuid:uuid>/einschaetzungen/neu/", leitung.EinschaetzungNeu.as_view(), name="einschaetzung_neu"),
    path("fachkraefte/<uuid:uuid>/fuehrungszeugnis/", leitung.Zeugnisseite.as_view(), name="fuehrungszeugnis"),
    # Not a page: bookmarks from before the list moved.
    path(
        "netzwerkfachkraefte/",
        RedirectView.as_view(pattern_name="netzwerk:netzwerkfachkraft_liste", permanent=True, query_string=True),
    ),
]
