"""Addresses of the own account and of the health checks."""

from django.urls import path

from konten.views.barriere import Barrierefreiheit
from konten.views.benachrichtigung import Abmelden, Benachrichtigungen
from konten.views.betrieb import Bereitschaft, Lebenszeichen
from konten.views.entwurf import EntwurfListe, EntwurfMerken, Entwurfsschluessel, EntwurfStand, EntwurfVerwerfen
from konten.views.kalender import KalenderNeu, Kalenderseite, KalenderWiderrufen
from konten.views.konto import Konto
from konten.views.mails import MailErneut, MailListe, MailVerwerfen
from konten.views.oeffentlich import Rechtstext
from konten.views.textpruefung import Textpruefung
from konten.views.textschutz import Schwaerzen, TextschutzGeprueft, TextschutzListe

app_name = "konten"
urlpatterns = [
    path("konto/", Konto.as_view(), name="konto"),
    path("konto/entwurfsschluessel/", Entwurfsschluessel.as_view(), name="entwurfsschluessel"),
    path("konto/entwuerfe/", EntwurfListe.as_view(), name="entwurf_liste"),
    path("konto/entwuerfe/stand/", EntwurfStand.as_view(), name="entwurf_stand"),
    path("konto/entwuerfe/merken/", EntwurfMerken.as_view(), name="entwurf_merken"),
    path("konto/entwuerfe/verwerfen/", EntwurfVerwerfen.as_view(), name="entwurf_verwerfen"),
    path("konto/textpruefung/", Textpruefung.as_view(), name="textpruefung"),
    path("verwaltung/textschutz/", TextschutzListe.as_view(), name="textschutz_liste"),
    path("verwaltung/textschutz/<slug:art>/<uuid:uuid>/", Schwaerzen.as_view(), name="schwaerzen"),
    path(
        "verwaltung/textschutz/<slug:art>/<uuid:uuid>/geprueft/",
        TextschutzGeprueft.as_view(),
        name="textschutz_geprueft",
    ),
    path("konto/benachrichtigungen/", Benachrichtigungen.as_view(), name="benachrichtigungen"),
    path("konto/kalender/", Kalenderseite.as_view(), name="kalender"),
    path("konto/kalender/neu/", KalenderNeu.as_view(), name="kalender_neu"),
    path("konto/kalender/widerrufen/", KalenderWiderrufen.as_view(), name="kalender_widerrufen"),
    path("abmelden/<str:token>/", Abmelden.as_view(), name="abmelden"),
    path("verwaltung/mails/", MailListe.as_view(), name="mail_liste"),
    path("verwaltung/mails/<uuid:uuid>/erneut/", MailErneut.as_view(), name="mail_erneut"),
    path("verwaltung/mails/<uuid:uuid>/verwerfen/", MailVerwerfen.as_view(), name="mail_verwerfen"),
    *[
        path(
            f"{name}/",
            Rechtstext.as_view(template_name=f"oeffentlich/{name}.html", parameter=name),
            name=name,
        )
        for name in ("impressum", "datenschutz")
    ],
    path("barrierefreiheit/", Barrierefreiheit.as_view(), name="barrierefreiheit"),
    path("healthz/", Lebenszeichen.as_view(), name="healthz"),
    path("readyz/", Bereitschaft.as_view(), name="readyz"),
]
