"""Addresses of the administration: fixed pages, and for every thing of the table its list, form and ending."""

from django.urls import URLPattern, path

from sozialraum.views import gebiet, konten
from sozialraum.views.ferien import FerienEinlesen
from sozialraum.views.parameter import ParameterListe
from sozialraum.views.sachen import PARAMETERSACHE, SACHEN, Sache
from sozialraum.views.verwaltung import (
    SacheBearbeiten,
    SacheBeenden,
    SacheNeu,
    SachenListe,
    SacheZuruecknehmen,
    Verwaltung,
)

_WANDLER = {"uuid": "uuid", "kuerzel": "slug", "pk": "int"}


def _pfade(sache: Sache) -> list[URLPattern]:
    basis = f"verwaltung/{sache.pfad}/"
    eins = f"{basis}<{_WANDLER[sache.schluessel]}:{sache.schluessel}>/"
    gemeinsam = {"sache": sache, "model": sache.modell}
    schluessel = {"slug_field": sache.schluessel, "slug_url_kwarg": sache.schluessel}
    return [
        path(
            basis,
            SachenListe.as_view(permission_required=sache.recht, **gemeinsam),
            name=f"{sache.name}_verwalten",
        ),
        *_schreibpfade(sache, basis, eins, gemeinsam | schluessel),
    ]


def _schreibpfade(sache: Sache, basis: str, eins: str, angaben: dict) -> list[URLPattern]:
    pfade = [path(f"{basis}neu/", SacheNeu.as_view(sache=sache, model=sache.modell), name=f"{sache.name}_neu")]
    if sache.aenderbar:
        bearbeiten = SacheBearbeiten.as_view(**angaben)
        pfade.append(path(f"{eins}bearbeiten/", bearbeiten, name=f"{sache.name}_bearbeiten"))
    if sache.hat_zeitraum:
        beenden, zurueck = SacheBeenden.as_view(**angaben), SacheZuruecknehmen.as_view(**angaben)
        pfade.append(path(f"{eins}beenden/", beenden, name=f"{sache.name}_beenden"))
        pfade.append(path(f"{eins}zuruecknehmen/", zurueck, name=f"{sache.name}_zuruecknehmen"))
    return pfade


_PARAMETER = {
    "sache": PARAMETERSACHE,
    "model": PARAMETERSACHE.modell,
    "slug_field": "uuid",
    "slug_url_kwarg": "uuid",
}

urlpatterns = [
    path("verwaltung/", Verwaltung.as_view(), name="verwaltung"),
    path("verwaltung/gemeinden/", gebiet.GebietListe.as_view(), name="gebiet_liste"),
    path("verwaltung/gemeinden/<slug:ags>/", gebiet.GebietDetail.as_view(), name="gebiet_detail"),
    path("verwaltung/gemeinden/<slug:ags>/umziehen/", gebiet.GebietUmziehen.as_view(), name="gebiet_umziehen"),
    path("verwaltung/parameter/", ParameterListe.as_view(), name="parameter_verwalten"),
    *_schreibpfade(PARAMETERSACHE, "verwaltung/parameter/", "verwaltung/parameter/<uuid:uuid>/", _PARAMETER),
    path("verwaltung/schulferien/einlesen/", FerienEinlesen.as_view(), name="schulferien_einlesen"),
    path("verwaltung/konten/", konten.KontoListe.as_view(), name="konto_liste"),
    path("verwaltung/konten/neu/", konten.KontoNeu.as_view(), name="konto_neu"),
    path("verwaltung/konten/<uuid:uuid>/", konten.KontoDetail.as_view(), name="konto_detail"),
    path("verwaltung/konten/<uuid:uuid>/bearbeiten/", konten.KontoBearbeiten.as_view(), name="konto_bearbeiten"),
    path("verwaltung/konten/<uuid:uuid>/passwort/", konten.KontoPasswort.as_view(), name="konto_passwort"),
    path("verwaltung/konten/<uuid:uuid>/stilllegen/", konten.KontoStilllegen.as_view(), name="konto_stilllegen"),
    path("verwaltung/konten/<uuid:uuid>/freigeben/", konten.KontoFreigeben.as_view(), name="konto_freigeben"),
    path("verwaltung/konten/<uuid:uuid>/aufgabe/", konten.ZustaendigkeitNeu.as_view(), name="zustaendigkeit_neu"),
    path(
        "verwaltung/aufgaben/<uuid:uuid>/beenden/",
        konten.ZustaendigkeitBeenden.as_view(),
        name="zustaendigkeit_beenden",
    ),
    *(pfad for sache in SACHEN for pfad in _pfade(sache)),
]
