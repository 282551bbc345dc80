"""Addresses of offers, their verification and collections."""

from django.urls import path

from partner.views import angebot, angebotsakt, bestaetigen, finden, kampagne, sammlung, vorschlag

urlpatterns = [
    path("angebote/", angebot.AngebotListe.as_view(), name="angebot_liste"),
    path("angebote/neu/", angebot.AngebotNeu.as_view(), name="angebot_neu"),
    path("angebote/finden/", finden.AngebotFinden.as_view(), name="angebot_finden"),
    path("angebote/finden/liste/", finden.FundDrucken.as_view(), name="angebot_finden_liste"),
    path("angebote/finden/sammeln/", finden.FundSammeln.as_view(), name="angebot_finden_sammeln"),
    path("angebote/sammlungen/", sammlung.SammlungListe.as_view(), name="sammlung_liste"),
    path("angebote/sammlungen/neu/", sammlung.SammlungNeu.as_view(), name="sammlung_neu"),
    path("angebote/sammlungen/<uuid:uuid>/", sammlung.SammlungDetail.as_view(), name="sammlung_detail"),
    path(
        "angebote/sammlungen/<uuid:uuid>/bearbeiten/",
        sammlung.SammlungBearbeiten.as_view(),
        name="sammlung_bearbeiten",
    ),
    path("angebote/sammlungen/<uuid:uuid>/platz/", sammlung.SammlungPlatz.as_view(), name="sammlung_platz"),
    path("angebote/sammlungen/<uuid:uuid>/loeschen/", sammlung.SammlungLoeschen.as_view(), name="sammlung_loeschen"),
    path("angebote/vorschlaege/", vorschlag.VorschlagListe.as_view(), name="vorschlag_liste"),
    path("angebote/vorschlaege/<uuid:uuid>/", vorschlag.VorschlagDetail.as_view(), name="vorschlag_detail"),
    path(
        "angebote/vorschlaege/<uuid:uuid>/entscheiden/",
        vorschlag.VorschlagEntscheiden.as_view(),
        name="vorschlag_entscheiden",
    ),
    path("angebote/vorschlaege/<uuid:uuid>/ende/", vorschlag.VorschlagEnde.as_view(), name="vorschlag_ende"),
    path("angebote/kampagnen/", kampagne.KampagneListe.as_view(), name="kampagne_liste"),
    path("angebote/kampagnen/neu/", kampagne.KampagneNeu.as_view(), name="kampagne_neu"),
    path("angebote/kampagnen/<uuid:uuid>/", kampagne.KampagneDetail.as_view(), name="kampagne_detail"),
    path(
        "angebote/kampagnen/<uuid:uuid>/bearbeiten/", kampagne.KampagneBearbeiten.as_view(), name="kampagne_bearbeiten"
    ),
    path("angebote/kampagnen/<uuid:uuid>/stand/", kampagne.KampagneStand.as_view(), name="kampagne_stand"),
    path("angebote/kampagnen/<uuid:uuid>/starten/", kampagne.KampagneStarten.as_view(), name="kampagne_starten"),
    path("angebote/kampagnen/<uuid:uuid>/beenden/", kampagne.KampagneBeenden.as_view(), name="kampagne_beenden"),
    path(
        "angebote/kampagnen/<uuid:uuid>/angebot-weg/",
        kampagne.KampagneAngebotWeg.as_view(),
        name="kampagne_angebot_weg",
    ),
    path("angebote/kampagnen/<uuid:uuid>/loeschen/", kampagne.KampagneLoeschen.as_view(), name="kampagne_loeschen"),
    path(
        "angebote/anfragen/<uuid:uuid>/zurueckziehen/",
        angebotsakt.AnfrageZurueckziehen.as_view(),
        name="anfrage_zurueckziehen",
    ),
    path(
        "angebote/pruefungen/<uuid:uuid>/zuruecknehmen/",
        angebotsakt.PruefungZurueck.as_view(),
        name="angebotspruefung_zurueck",
    ),
    path("angebote/<uuid:uuid>/", angebot.AngebotDetail.as_view(), name="angebot_detail"),
    path("angebote/<uuid:uuid>/bearbeiten/", angebot.AngebotBearbeiten.as_view(), name="angebot_bearbeiten"),
    path("angebote/<uuid:uuid>/pruefen/", angebotsakt.AngebotPruefen.as_view(), name="angebot_pruefen"),
    path("angebote/<uuid:uuid>/anfragen/", angebotsakt.AngebotAnfragen.as_view(), name="angebot_anfragen"),
    path("angebote/<uuid:uuid>/stufe/", angebotsakt.AngebotStufe.as_view(), name="angebot_stufe"),
    path(
        "angebote/<uuid:uuid>/veroeffentlichen/",
        angebotsakt.AngebotVeroeffentlichen.as_view(),
        name="angebot_veroeffentlichen",
    ),
    path(
        "angebote/<uuid:uuid>/zurueckziehen/",
        angebotsakt.AngebotZurueckziehen.as_view(),
        name="angebot_zurueckziehen",
    ),
    path("angebote/<uuid:uuid>/nutzung/", angebotsakt.AngebotNutzung.as_view(), name="angebot_nutzung"),
    path("angebote/<uuid:uuid>/sammeln/", sammlung.AngebotSammeln.as_view(), name="angebot_sammeln"),
    path("angebote/<uuid:uuid>/loeschen/", angebotsakt.AngebotLoeschen.as_view(), name="angebot_loeschen"),
    path("partner/<uuid:uuid>/angebote/", angebot.PartnerAngebote.as_view(), name="partner_angebote"),
    path("bestaetigen/<str:token>/", bestaetigen.Bestaetigen.as_view(), name="bestaetigen"),
    path(
        "bestaetigen/<str:token>/<uuid:uuid>/",
        bestaetigen.AenderungVorschlagen.as_view(),
        name="aenderung_vorschlagen",
    ),
]
