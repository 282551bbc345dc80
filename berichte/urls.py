"""Addresses of start page, handbook and reports."""

from django.urls import path

from berichte.views.auswertung import AuswertungSeite
from berichte.views.bericht import Bericht, BerichtPdf
from berichte.views.beziehungsakte import BeziehungsaktePdf, BeziehungsakteSeite
from berichte.views.broschuere import BroschuerePdf, BroschuereSeite
from berichte.views.hilfe import Hilfe, Hilfeseite
from berichte.views.protokoll import ProtokollPdf
from berichte.views.qualifikation import QualifikationPdf
from berichte.views.steckbrief import SteckbriefPdf
from berichte.views.suche import Suche
from berichte.views.uebergabemappe import UebergabemappePdf, UebergabemappeSeite
from berichte.views.uebersicht import Lage, Startseite
from berichte.views.verwendung import AbschlussPdf, VerwendungPdf
from berichte.views.vorlage import VorlagePdf, VorlageSeite

app_name = "berichte"
urlpatterns = [
    path("", Startseite.as_view(), name="uebersicht"),
    path("uebersicht/lage/", Lage.as_view(), name="lage"),
    path("kontakte/auswertung/", AuswertungSeite.as_view(), name="auswertung"),
    path("suche/", Suche.as_view(), name="suche"),
    path("berichte/broschuere/", BroschuereSeite.as_view(), name="broschuere"),
    path("berichte/broschuere.pdf", BroschuerePdf.as_view(), name="broschuere_pdf"),
    path("hilfe/", Hilfe.as_view(), name="hilfe"),
    path("hilfe/<slug:seite>/", Hilfeseite.as_view(), name="hilfe_seite"),
    path("sozialraeume/<slug:kuerzel>/bericht/", Bericht.as_view(), name="bericht"),
    path("sozialraeume/<slug:kuerzel>/bericht.pdf", BerichtPdf.as_view(), name="bericht_pdf"),
    path("gremien/sitzungen/<uuid:uuid>/protokoll.pdf", ProtokollPdf.as_view(), name="protokoll_pdf"),
    path("bedarfslagen/vorlage/", VorlageSeite.as_view(), name="vorlage"),
    path("bedarfslagen/vorlage.pdf", VorlagePdf.as_view(), name="vorlage_pdf"),
    path("verwendungsnachweise/<uuid:uuid>/nachweis.pdf", VerwendungPdf.as_view(), name="verwendung_pdf"),
    path("abschluesse/<uuid:uuid>/abschluss.pdf", AbschlussPdf.as_view(), name="abschluss_pdf"),
    path("fachkraefte/<uuid:uuid>/qualifikation.pdf", QualifikationPdf.as_view(), name="qualifikation_pdf"),
    path("fachkraefte/<uuid:uuid>/steckbrief.pdf", SteckbriefPdf.as_view(), name="steckbrief_pdf"),
    path("partner/<uuid:uuid>/akte/", BeziehungsakteSeite.as_view(), name="beziehungsakte"),
    path("partner/<uuid:uuid>/akte.pdf", BeziehungsaktePdf.as_view(), name="beziehungsakte_pdf"),
    path("uebergaben/<uuid:uuid>/mappe/", UebergabemappeSeite.as_view(), name="uebergabemappe"),
    path("uebergaben/<uuid:uuid>/mappe.pdf", UebergabemappePdf.as_view(), name="uebergabemappe_pdf"),
]
