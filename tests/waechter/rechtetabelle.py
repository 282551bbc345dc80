"""The table of who may do what where. It restates the roles of the concept; the test compares it with the product.

Columns: address, method, place of the object (`-`: the address names none), then the answer to every persona:
200 opens, 302 to the sign-in page or away after an act, 403 visible but not allowed, 404 out of sight.
For pages the answer is that of opening them; sending them empty must be refused alike. Acts are sent empty.
"""

from dataclasses import dataclass

#: persona -> short heading of its column
PERSONEN = {
    "anonym": "anon",
    "ohne_rolle": "ohne",
    "netzwerk_konz": "nwKo",
    "netzwerk_saarburg": "nwSa",
    "leitung_konz": "leKo",
    "leitung_fremd": "leFr",
    "jugendamt": "juga",
    "leitstelle": "leit",
    "team_konz": "team",
    "datenschutz": "dsch",
    "admin": "admi",
}


@dataclass(frozen=True, slots=True)
class Zeile:
    """One address with the expected answer for each persona."""

    name: str
    methode: str
    ort: str
    erwartet: dict[str, int]


TABELLE = """
== Anmeldung und eigenes Konto
# Adresse                                   Ort      anon ohne nwKo nwSa leKo leFr juga leit team dsch admi
account_reset_password_from_key        GET  -         200  200  200  200  200  200  200  200  200  200  200
account_logout                         GET  -         302  200  200  200  200  200  200  200  200  200  200
account_login                          GET  -         200  302  302  302  302  302  302  302  302  302  302
account_reauthenticate                 GET  -         302  200  200  200  200  200  200  200  200  200  200
account_inactive                       GET  -         200  200  200  200  200  200  200  200  200  200  200
account_change_password                GET  -         302  200  200  200  200  200  200  200  200  200  200
account_set_password                   GET  -         302  302  302  302  302  302  302  302  302  302  302
account_reset_password                 GET  -         200  200  200  200  200  200  200  200  200  200  200
account_reset_password_from_key_done   GET  -         200  200  200  200  200  200  200  200  200  200  200
account_reset_password_done            GET  -         200  200  200  200  200  200  200  200  200  200  200
konten:konto                           GET  -         302  200  200  200  200  200  200  200  200  200  200
konten:entwurf_liste                   GET  -         302  200  200  200  200  200  200  200  200  200  200
konten:entwurf_merken                  POST -         302  400  400  400  400  400  400  400  400  400  400
konten:entwurf_stand                   GET  -         302  200  200  200  200  200  200  200  200  200  200
konten:entwurf_verwerfen               POST -         302  404  404  404  404  404  404  404  404  404  404
konten:entwurfsschluessel              GET  -         302  200  200  200  200  200  200  200  200  200  200
konten:textpruefung                    POST -         302  200  200  200  200  200  200  200  200  200  200
konten:healthz                         GET  -         200  200  200  200  200  200  200  200  200  200  200
konten:readyz                          GET  -         200  200  200  200  200  200  200  200  200  200  200

== Kalender und Mails
# Adresse                                   Ort      anon ohne nwKo nwSa leKo leFr juga leit team dsch admi
konten:benachrichtigungen              GET  -         302  200  200  200  200  200  200  200  200  200  200
konten:kalender                        GET  -         302  200  200  200  200  200  200  200  200  200  200
konten:kalender_neu                    POST -         302  200  200  200  200  200  200  200  200  200  200
konten:kalender_widerrufen             POST -         302  302  302  302  302  302  302  302  302  302  302
konten:abmelden                        GET  -         404  404  404  404  404  404  404  404  404  404  404
netzwerk:kalender                      GET  -         404  404  404  404  404  404  404  404  404  404  404
konten:mail_liste                      GET  -         302  403  403  403  403  403  403  200  403  403  200
konten:mail_erneut                     POST konz      302  403  403  403  403  403  403  302  403  403  302
konten:mail_verwerfen                  POST konz      302  403  403  403  403  403  403  302  403  403  302

== Übersicht, Hilfe, Bericht
# Adresse                                   Ort      anon ohne nwKo nwSa leKo leFr juga leit team dsch admi
berichte:uebersicht                    GET  -         302  200  200  200  200  200  200  200  200  200  200
berichte:hilfe                         GET  -         302  200  200  200  200  200  200  200  200  200  200
berichte:hilfe_seite                   GET  -         302  200  200  200  200  200  200  200  200  200  200
berichte:bericht_pdf                   GET  konz      302  403  200  404  200  200  200  200  403  403  403
berichte:bericht_pdf                   GET  saarburg  302  403  404  200  404  200  200  200  403  403  403
berichte:bericht                       GET  konz      302  403  200  404  200  200  200  200  403  403  403
berichte:bericht                       GET  saarburg  302  403  404  200  404  200  200  200  403  403  403

== Kontakte und Wiedervorlagen
# Adresse                                   Ort      anon ohne nwKo nwSa leKo leFr juga leit team dsch admi
netzwerk:kontakt_liste                 GET  -         302  403  200  200  200  200  200  200  200  403  403
netzwerk:kontakt_detail                GET  konz      302  403  200  404  200  200  200  200  404  403  403
netzwerk:kontakt_detail                GET  saarburg  302  403  404  200  404  200  200  200  404  403  403
netzwerk:kontakt_bearbeiten            GET  konz      302  403  200  404  403  403  403  403  403  403  403
netzwerk:kontakt_bearbeiten            GET  saarburg  302  403  404  200  403  403  403  403  403  403  403
netzwerk:kontakt_loeschen              GET  konz      302  403  200  404  403  403  403  403  403  403  403
netzwerk:kontakt_loeschen              GET  saarburg  302  403  404  200  403  403  403  403  403  403  403
netzwerk:kontakt_neu                   GET  -         302  403  200  200  200  200  403  200  200  403  403
netzwerk:kontakt_partnersuche          GET  -         302  403  200  200  200  200  403  200  200  403  403
netzwerk:kontakt_dubletten             GET  -         302  403  200  200  403  403  403  200  403  403  403
netzwerk:kontakt_anhang                GET  konz      302  403  200  404  200  200  200  200  404  403  403
netzwerk:kontakt_anhang                GET  saarburg  302  403  404  200  404  200  200  200  404  403  403
netzwerk:kontakt_anhang_loeschen       POST konz      302  403  302  404  403  403  403  403  403  403  403
netzwerk:kontakt_anhang_loeschen       POST saarburg  302  403  404  302  403  403  403  403  403  403  403
berichte:auswertung                    GET  -         302  403  200  200  200  200  200  200  403  403  403
netzwerk:faellig_liste                 GET  -         302  403  200  200  200  200  200  200  200  403  403
netzwerk:wiedervorlage_liste           GET  -         302  403  200  200  200  200  403  200  200  403  403
netzwerk:wiedervorlage_erledigt        POST konz      302  403  302  404  404  404  403  404  404  403  403
netzwerk:wiedervorlage_erledigt        POST saarburg  302  403  404  302  404  404  403  404  404  403  403
netzwerk:wiedervorlage_neu             GET  -         302  403  200  200  200  200  403  200  200  403  403
netzwerk:wiedervorlage_bearbeiten      GET  konz      302  403  200  404  404  404  403  404  404  403  403
netzwerk:wiedervorlage_bearbeiten      GET  saarburg  302  403  404  200  404  404  403  404  404  403  403
netzwerk:wiedervorlage_verschieben     GET  konz      302  403  200  404  404  404  403  404  404  403  403
netzwerk:wiedervorlage_verschieben     GET  saarburg  302  403  404  200  404  404  403  404  404  403  403
netzwerk:wiedervorlage_loeschen        POST konz      302  403  302  404  404  404  403  404  404  403  403
netzwerk:wiedervorlage_loeschen        POST saarburg  302  403  404  302  404  404  403  404  404  403  403

== Abdeckung und Stellenanteile
# Adresse                                   Ort      anon ohne nwKo nwSa leKo leFr juga leit team dsch admi
netzwerk:abdeckung                     GET  -         302  403  200  200  200  200  200  200  200  403  403
netzwerk:einsatz_liste                 GET  -         302  403  200  200  200  200  200  200  403  403  403
netzwerk:einsatz_detail                GET  konz      302  403  200  200  200  404  200  200  403  403  403
netzwerk:einsatz_detail                GET  saarburg  302  403  200  200  404  200  200  200  403  403  403
netzwerk:einsatz_ablehnen              POST konz      302  403  403  403  403  403  200  403  403  403  403
netzwerk:einsatz_ablehnen              POST saarburg  302  403  403  403  403  403  200  403  403  403  403
netzwerk:einsatz_bearbeiten            GET  konz      302  403  403  403  200  404  403  403  403  403  403
netzwerk:einsatz_bearbeiten            GET  saarburg  302  403  403  403  404  200  403  403  403  403  403
netzwerk:einsatz_beenden               POST konz      302  403  403  403  200  404  403  403  403  403  403
netzwerk:einsatz_beenden               POST saarburg  302  403  403  403  404  200  403  403  403  403  403
netzwerk:einsatz_bestaetigen           POST konz      302  403  403  403  403  403  200  403  403  403  403
netzwerk:einsatz_bestaetigen           POST saarburg  302  403  403  403  403  403  200  403  403  403  403
netzwerk:einsatz_neu                   GET  -         302  403  403  403  200  200  403  403  403  403  403
netzwerk:einsatz_simulation            GET  konz      302  403  200  200  200  404  200  200  403  403  403
netzwerk:einsatz_simulation            GET  saarburg  302  403  200  200  404  200  200  200  403  403  403
netzwerk:vertretung_liste              GET  -         302  403  200  200  200  200  403  403  403  403  403
netzwerk:vertretung_neu                GET  -         302  403  200  200  200  200  403  403  403  403  403
netzwerk:vertretung_beenden            POST konz      302  403  302  404  302  404  403  403  403  403  403
netzwerk:vertretung_beenden            POST saarburg  302  403  404  302  404  302  403  403  403  403  403
netzwerk:unterbrechung_neu             GET  konz      302  403  403  403  200  404  403  403  403  403  403
netzwerk:unterbrechung_neu             GET  saarburg  302  403  403  403  404  200  403  403  403  403  403
netzwerk:unterbrechung_bearbeiten      GET  konz      302  403  403  403  200  404  403  403  403  403  403
netzwerk:unterbrechung_bearbeiten      GET  saarburg  302  403  403  403  404  200  403  403  403  403  403
netzwerk:unterbrechung_zuruecknehmen   POST konz      302  403  403  403  302  404  403  403  403  403  403
netzwerk:unterbrechung_zuruecknehmen   POST saarburg  302  403  403  403  404  302  403  403  403  403  403
netzwerk:ausnahme_neu                  GET  -         302  403  403  403  403  403  200  403  403  403  403
netzwerk:ausnahme_beenden              POST konz      302  403  403  403  403  403  302  403  403  403  403
netzwerk:ausnahme_beenden              POST saarburg  302  403  403  403  403  403  302  403  403  403  403

== Netzwerkfachkräfte und Qualifikation
# Adresse                                   Ort      anon ohne nwKo nwSa leKo leFr juga leit team dsch admi
netzwerk:netzwerkfachkraft_liste       GET  -         302  403  200  200  200  200  200  200  403  403  403
netzwerk:netzwerkfachkraft_neu         GET  -         302  403  403  403  200  200  403  403  403  403  403
netzwerk:netzwerkfachkraft_detail      GET  konz      302  403  200  200  200  404  200  200  403  403  403
netzwerk:netzwerkfachkraft_detail      GET  saarburg  302  403  200  200  404  200  200  200  403  403  403
netzwerk:netzwerkfachkraft_bearbeiten  GET  konz      302  403  403  403  200  404  403  403  403  403  403
netzwerk:netzwerkfachkraft_bearbeiten  GET  saarburg  302  403  403  403  404  200  403  403  403  403  403
netzwerk:befugnis_neu                  GET  konz      302  403  403  403  200  404  403  403  403  403  403
netzwerk:befugnis_neu                  GET  saarburg  302  403  403  403  404  200  403  403  403  403  403
netzwerk:einschaetzung_neu             GET  konz      302  403  403  403  200  404  403  403  403  403  403
netzwerk:einschaetzung_neu             GET  saarburg  302  403  403  403  404  200  403  403  403  403  403
netzwerk:fuehrungszeugnis              GET  konz      302  403  403  403  200  404  403  403  403  403  403
netzwerk:fuehrungszeugnis              GET  saarburg  302  403  403  403  404  200  403  403  403  403  403
netzwerk:nachweis_neu                  GET  konz      302  403  200  403  200  404  403  403  403  403  403
netzwerk:nachweis_neu                  GET  saarburg  302  403  403  200  404  200  403  403  403  403  403
netzwerk:absprache_neu                 GET  konz      302  403  200  403  200  404  403  403  403  403  403
netzwerk:absprache_neu                 GET  saarburg  302  403  403  200  404  200  403  403  403  403  403
netzwerk:abweichung_neu                GET  konz      302  403  403  403  200  404  200  403  403  403  403
netzwerk:abweichung_neu                GET  saarburg  302  403  403  403  404  200  200  403  403  403  403
netzwerk:qualifikation                 GET  konz      302  403  200  403  200  404  200  403  403  403  403
netzwerk:qualifikation                 GET  saarburg  302  403  403  200  404  200  200  403  403  403  403
berichte:qualifikation_pdf             GET  konz      302  403  200  403  200  404  200  403  403  403  403
berichte:qualifikation_pdf             GET  saarburg  302  403  403  200  404  200  200  403  403  403  403
netzwerk:nachweis_liste                GET  -         302  403  200  200  200  200  200  403  403  403  403
netzwerk:nachweis_verlaengern          POST -         302  403  403  403  403  403  200  403  403  403  403
netzwerk:nachweis_detail               GET  konz      302  403  200  404  200  404  200  403  403  403  403
netzwerk:nachweis_detail               GET  saarburg  302  403  404  200  404  200  200  403  403  403  403
netzwerk:nachweis_datei                GET  konz      302  403  200  404  200  404  200  403  403  403  403
netzwerk:nachweis_datei                GET  saarburg  302  403  404  200  404  200  200  403  403  403  403
netzwerk:nachweis_bearbeiten           GET  konz      302  403  200  404  200  404  403  403  403  403  403
netzwerk:nachweis_bearbeiten           GET  saarburg  302  403  404  200  404  200  403  403  403  403  403
netzwerk:nachweis_bestaetigen          POST konz      302  403  403  403  403  403  200  403  403  403  403
netzwerk:nachweis_bestaetigen          POST saarburg  302  403  403  403  403  403  200  403  403  403  403
netzwerk:nachweis_zurueckweisen        POST konz      302  403  403  403  403  403  200  403  403  403  403
netzwerk:nachweis_zurueckweisen        POST saarburg  302  403  403  403  403  403  200  403  403  403  403
netzwerk:leitung_liste                 GET  -         302  403  200  200  200  200  200  200  403  403  403
netzwerk:leitung_neu                   GET  -         302  403  403  403  200  200  403  403  403  403  403
netzwerk:leitung_beenden               POST konz      302  403  403  403  302  403  403  403  403  403  403
netzwerk:leitung_beenden               POST saarburg  302  403  403  403  403  302  403  403  403  403  403
netzwerk:befugnis_beenden              POST konz      302  403  403  403  302  404  403  403  403  403  403
netzwerk:befugnis_beenden              POST saarburg  302  403  403  403  404  302  403  403  403  403  403
netzwerk:abweichung_beenden            POST konz      302  403  403  403  302  404  302  403  403  403  403
netzwerk:abweichung_beenden            POST saarburg  302  403  403  403  404  302  302  403  403  403  403

== Gremien und Sitzungen
# Adresse                                   Ort      anon ohne nwKo nwSa leKo leFr juga leit team dsch admi
netzwerk:gremium_liste                 GET  -         302  403  200  200  200  200  200  200  200  403  403
netzwerk:beschluss_liste               GET  -         302  403  200  200  200  200  200  200  200  403  403
netzwerk:gremium_neu                   GET  -         302  403  200  200  200  200  403  200  403  403  403
netzwerk:gastsuche                     GET  -         302  403  200  200  200  200  403  200  403  403  403
netzwerk:gremium_detail                GET  konz      302  403  200  200  200  200  200  200  200  403  403
netzwerk:gremium_detail                GET  saarburg  302  403  200  200  200  200  200  200  200  403  403
netzwerk:gremium_bearbeiten            GET  konz      302  403  200  403  200  200  403  200  403  403  403
netzwerk:gremium_bearbeiten            GET  saarburg  302  403  403  200  403  200  403  200  403  403  403
netzwerk:gremium_loeschen              GET  konz      302  403  200  403  200  200  403  200  403  403  403
netzwerk:gremium_loeschen              GET  saarburg  302  403  403  200  403  200  403  200  403  403  403
netzwerk:mitglied_neu                  GET  konz      302  403  200  403  200  200  403  200  403  403  403
netzwerk:mitglied_neu                  GET  saarburg  302  403  403  200  403  200  403  200  403  403  403
netzwerk:sitzung_neu                   GET  konz      302  403  200  403  200  200  403  200  403  403  403
netzwerk:sitzung_neu                   GET  saarburg  302  403  403  200  403  200  403  200  403  403  403
netzwerk:mitglied_bearbeiten           GET  konz      302  403  200  403  200  200  403  200  403  403  403
netzwerk:mitglied_bearbeiten           GET  saarburg  302  403  403  200  403  200  403  200  403  403  403
netzwerk:mitglied_entfernen            POST konz      302  403  302  403  302  302  403  302  403  403  403
netzwerk:mitglied_entfernen            POST saarburg  302  403  403  302  403  302  403  302  403  403  403
netzwerk:sitzung_detail                GET  konz      302  403  200  200  200  200  200  200  200  403  403
netzwerk:sitzung_detail                GET  saarburg  302  403  200  200  200  200  200  200  200  403  403
netzwerk:sitzung_termin                GET  konz      302  403  200  200  200  200  200  200  200  403  403
netzwerk:sitzung_termin                GET  saarburg  302  403  200  200  200  200  200  200  200  403  403
netzwerk:sitzung_bearbeiten            GET  konz      302  403  200  403  200  200  403  200  403  403  403
netzwerk:sitzung_bearbeiten            GET  saarburg  302  403  403  200  403  200  403  200  403  403  403
netzwerk:sitzung_einladen              GET  konz      302  403  200  403  200  200  403  200  403  403  403
netzwerk:sitzung_einladen              GET  saarburg  302  403  403  200  403  200  403  200  403  403  403
netzwerk:sitzung_absagen               GET  konz      302  403  200  403  200  200  403  200  403  403  403
netzwerk:sitzung_absagen               GET  saarburg  302  403  403  200  403  200  403  200  403  403  403
netzwerk:sitzung_loeschen              GET  konz      302  403  200  403  200  200  403  200  403  403  403
netzwerk:sitzung_loeschen              GET  saarburg  302  403  403  200  403  200  403  200  403  403  403
netzwerk:protokoll_bearbeiten          GET  konz      302  403  200  403  200  200  403  200  403  403  403
netzwerk:protokoll_bearbeiten          GET  saarburg  302  403  403  200  403  200  403  200  403  403  403
netzwerk:sitzung_abschliessen          POST konz      302  403  302  403  302  302  403  302  403  403  403
netzwerk:sitzung_abschliessen          POST saarburg  302  403  403  302  403  302  403  302  403  403  403
netzwerk:sitzung_oeffnen               POST konz      302  403  302  403  302  302  403  302  403  403  403
netzwerk:sitzung_oeffnen               POST saarburg  302  403  403  302  403  302  403  302  403  403  403
berichte:protokoll_pdf                 GET  konz      302  403  200  200  200  200  200  200  200  403  403
berichte:protokoll_pdf                 GET  saarburg  302  403  200  200  200  200  200  200  200  403  403

== Partner und Ansprechpersonen
# Adresse                                   Ort      anon ohne nwKo nwSa leKo leFr juga leit team dsch admi
partner:funktion_bearbeiten            GET  konz      302  403  200  403  403  403  403  200  403  403  403
partner:funktion_bearbeiten            GET  saarburg  302  403  403  200  403  403  403  200  403  403  403
partner:funktion_beenden               GET  konz      302  403  200  403  403  403  403  200  403  403  403
partner:funktion_beenden               GET  saarburg  302  403  403  200  403  403  403  200  403  403  403
partner:funktion_vcard                 GET  konz      302  403  200  200  200  200  200  200  200  403  403
partner:funktion_vcard                 GET  saarburg  302  403  200  200  200  200  200  200  200  403  403
partner:partner_liste                  GET  -         302  403  200  200  200  200  200  200  200  403  403
partner:partner_detail                 GET  konz      302  403  200  200  200  200  200  200  200  403  403
partner:partner_detail                 GET  saarburg  302  403  200  200  200  200  200  200  200  403  403
partner:funktion_neu                   GET  konz      302  403  200  403  403  403  403  200  403  403  403
partner:funktion_neu                   GET  saarburg  302  403  403  200  403  403  403  200  403  403  403
partner:partner_bearbeiten             GET  konz      302  403  200  403  403  403  403  200  403  403  403
partner:partner_bearbeiten             GET  saarburg  302  403  403  200  403  403  403  200  403  403  403
partner:partner_sozialraeume           GET  konz      302  403  200  403  403  403  403  200  403  403  403
partner:partner_sozialraeume           GET  saarburg  302  403  403  200  403  403  403  200  403  403  403
partner:partner_schliesszeiten         GET  konz      302  403  200  403  403  403  403  200  403  403  403
partner:partner_schliesszeiten         GET  saarburg  302  403  403  200  403  403  403  200  403  403  403
partner:schliesszeit_beenden           GET  konz      302  403  200  403  403  403  403  200  403  403  403
partner:schliesszeit_beenden           GET  saarburg  302  403  403  200  403  403  403  200  403  403  403
partner:schliesszeit_loeschen          POST konz      302  403  302  403  403  403  403  302  403  403  403
partner:schliesszeit_loeschen          POST saarburg  302  403  403  302  403  403  403  302  403  403  403
partner:partner_zustand                GET  konz      302  403  200  403  403  403  403  200  403  403  403
partner:partner_zustand                GET  saarburg  302  403  403  200  403  403  403  200  403  403  403
partner:partner_neu                    GET  -         302  403  200  200  403  403  403  200  403  403  403
partner:suche                          GET  -         302  403  200  200  200  200  200  200  200  403  403
partner:wirkungsbereich_beenden        GET  konz      302  403  200  403  403  403  403  200  403  403  403
partner:wirkungsbereich_beenden        GET  saarburg  302  403  403  200  403  403  403  200  403  403  403

== Import
# Adresse                                   Ort      anon ohne nwKo nwSa leKo leFr juga leit team dsch admi
partner:import_liste                   GET  -         302  403  200  200  403  403  200  200  403  403  403
partner:import_liste                   POST -         302  403  200  200  403  403  403  200  403  403  403
partner:import_detail                  GET  konz      302  403  200  404  403  403  200  200  403  403  403
partner:import_detail                  POST konz      302  403  200  404  403  403  403  200  403  403  403
partner:import_detail                  GET  saarburg  302  403  404  200  403  403  200  200  403  403  403
partner:import_detail                  POST saarburg  302  403  404  200  403  403  403  200  403  403  403
partner:import_entscheiden             POST konz      302  403  302  404  403  403  403  302  403  403  403
partner:import_entscheiden             POST saarburg  302  403  404  302  403  403  403  302  403  403  403
partner:import_uebernehmen             POST konz      302  403  302  404  403  403  403  302  403  403  403
partner:import_uebernehmen             POST saarburg  302  403  404  302  403  403  403  302  403  403  403
partner:import_verwerfen               POST konz      302  403  302  404  403  403  403  302  403  403  403
partner:import_verwerfen               POST saarburg  302  403  404  302  403  403  403  302  403  403  403
partner:zustaendigkeit_offen           GET  -         302  403  200  200  403  403  403  200  403  403  403
partner:zustaendigkeit_zurueck         POST -         302  403  302  302  403  403  403  302  403  403  403

== Sozialräume, Gemeinden, Zentren
# Adresse                                   Ort      anon ohne nwKo nwSa leKo leFr juga leit team dsch admi
sozialraum:sozialraum_liste            GET  -         302  403  200  200  200  200  200  200  200  200  200
sozialraum:sozialraum_detail           GET  konz      302  403  200  200  200  200  200  200  200  200  200
sozialraum:sozialraum_detail           GET  saarburg  302  403  200  200  200  200  200  200  200  200  200
sozialraum:karte                       GET  konz      302  403  200  200  200  200  200  200  200  200  200
sozialraum:karte                       GET  saarburg  302  403  200  200  200  200  200  200  200  200  200
sozialraum:verwaltung                  GET  -         302  403  200  200  200  200  200  200  200  200  200
sozialraum:gebiet_liste                GET  -         302  403  200  200  200  200  200  200  200  200  200
sozialraum:gebiet_detail               GET  konz      302  403  200  200  200  200  200  200  200  200  200
sozialraum:gebiet_detail               GET  saarburg  302  403  200  200  200  200  200  200  200  200  200
sozialraum:gebiet_umziehen             GET  konz      302  403  403  403  403  403  200  403  403  403  403
sozialraum:gebiet_umziehen             GET  saarburg  302  403  403  403  403  403  200  403  403  403  403
sozialraum:sozialraum_verwalten        GET  -         302  403  200  200  200  200  200  200  200  200  200
sozialraum:sozialraum_bearbeiten       GET  konz      302  403  403  403  403  403  200  403  403  403  403
sozialraum:sozialraum_bearbeiten       GET  saarburg  302  403  403  403  403  403  200  403  403  403  403
sozialraum:sozialraum_neu              GET  -         302  403  403  403  403  403  200  403  403  403  403
sozialraum:zentrum_verwalten           GET  -         302  403  200  200  200  200  200  200  200  200  200
sozialraum:zentrum_bearbeiten          GET  konz      302  403  403  403  403  403  200  403  403  403  403
sozialraum:zentrum_bearbeiten          GET  saarburg  302  403  403  403  403  403  200  403  403  403  403
sozialraum:zentrum_beenden             GET  konz      302  403  403  403  403  403  200  403  403  403  403
sozialraum:zentrum_beenden             GET  saarburg  302  403  403  403  403  403  200  403  403  403  403
sozialraum:zentrum_zuruecknehmen       POST konz      302  403  403  403  403  403  302  403  403  403  403
sozialraum:zentrum_zuruecknehmen       POST saarburg  302  403  403  403  403  403  302  403  403  403  403
sozialraum:zentrum_neu                 GET  -         302  403  403  403  403  403  200  403  403  403  403

== Kategorien und Abstände
# Adresse                                   Ort      anon ohne nwKo nwSa leKo leFr juga leit team dsch admi
sozialraum:ausnahme_verwalten          GET  -         302  403  200  200  200  200  200  200  200  200  200
sozialraum:ausnahme_bearbeiten         GET  konz      302  403  403  403  403  403  200  403  403  403  403
sozialraum:ausnahme_bearbeiten         GET  saarburg  302  403  403  403  403  403  200  403  403  403  403
sozialraum:ausnahme_beenden            GET  konz      302  403  403  403  403  403  200  403  403  403  403
sozialraum:ausnahme_beenden            GET  saarburg  302  403  403  403  403  403  200  403  403  403  403
sozialraum:ausnahme_zuruecknehmen      POST konz      302  403  403  403  403  403  302  403  403  403  403
sozialraum:ausnahme_zuruecknehmen      POST saarburg  302  403  403  403  403  403  302  403  403  403  403
sozialraum:ausnahme_neu                GET  -         302  403  403  403  403  403  200  403  403  403  403
sozialraum:pflicht_verwalten           GET  -         302  403  200  200  200  200  200  200  200  200  200
sozialraum:pflicht_beenden             GET  konz      302  403  403  403  403  403  200  403  403  403  403
sozialraum:pflicht_zuruecknehmen       POST konz      302  403  403  403  403  403  302  403  403  403  403
sozialraum:pflicht_neu                 GET  -         302  403  403  403  403  403  200  403  403  403  403
sozialraum:abstand_verwalten           GET  -         302  403  200  200  200  200  200  200  200  200  200
sozialraum:abstand_beenden             GET  konz      302  403  403  403  403  403  200  403  403  403  403
sozialraum:abstand_zuruecknehmen       POST konz      302  403  403  403  403  403  302  403  403  403  403
sozialraum:abstand_neu                 GET  -         302  403  403  403  403  403  200  403  403  403  403
sozialraum:kategorie_verwalten         GET  -         302  403  200  200  200  200  200  200  200  200  200
sozialraum:kategorie_bearbeiten        GET  konz      302  403  403  403  403  403  200  403  403  403  403
sozialraum:kategorie_neu               GET  -         302  403  403  403  403  403  200  403  403  403  403

== Träger und Regeln
# Adresse                                   Ort      anon ohne nwKo nwSa leKo leFr juga leit team dsch admi
sozialraum:parameter_verwalten         GET  -         302  403  200  200  200  200  200  200  200  200  200
sozialraum:parameter_beenden           GET  konz      302  403  403  403  403  403  200  403  403  403  403
sozialraum:parameter_zuruecknehmen     POST konz      302  403  403  403  403  403  302  403  403  403  403
sozialraum:parameter_neu               GET  -         302  403  403  403  403  403  200  403  403  403  403
sozialraum:schulferien_verwalten       GET  -         302  403  200  200  200  200  200  200  200  403  403
sozialraum:schulferien_bearbeiten      GET  konz      302  403  403  403  403  403  200  403  403  403  403
sozialraum:schulferien_beenden         GET  konz      302  403  403  403  403  403  200  403  403  403  403
sozialraum:schulferien_zuruecknehmen   POST konz      302  403  403  403  403  403  302  403  403  403  403
sozialraum:schulferien_einlesen        GET  -         302  403  403  403  403  403  200  403  403  403  403
sozialraum:schulferien_neu             GET  -         302  403  403  403  403  403  200  403  403  403  403
sozialraum:thema_verwalten             GET  -         302  403  200  200  200  200  200  200  200  200  200
sozialraum:thema_bearbeiten            GET  konz      302  403  403  403  403  403  200  403  403  403  403
sozialraum:thema_neu                   GET  -         302  403  403  403  403  403  200  403  403  403  403
sozialraum:traeger_verwalten           GET  -         302  403  200  200  200  200  200  200  200  200  200
sozialraum:traeger_bearbeiten          GET  konz      302  403  403  403  403  403  200  403  403  403  403
sozialraum:traeger_neu                 GET  -         302  403  403  403  403  403  200  403  403  403  403
sozialraum:traegerschaft_verwalten     GET  -         302  403  200  200  200  200  200  200  200  200  200
sozialraum:traegerschaft_beenden       GET  konz      302  403  403  403  403  403  200  403  403  403  403
sozialraum:traegerschaft_beenden       GET  saarburg  302  403  403  403  403  403  200  403  403  403  403
sozialraum:traegerschaft_zuruecknehmen POST konz      302  403  403  403  403  403  302  403  403  403  403
sozialraum:traegerschaft_zuruecknehmen POST saarburg  302  403  403  403  403  403  302  403  403  403  403
sozialraum:traegerschaft_neu           GET  -         302  403  403  403  403  403  200  403  403  403  403

== Textschutz
# Adresse                                   Ort      anon ohne nwKo nwSa leKo leFr juga leit team dsch admi
konten:textschutz_liste                GET  -         302  403  403  403  200  200  403  403  403  200  403
konten:schwaerzen                      GET  konz      302  403  403  403  200  200  403  403  403  200  403
konten:schwaerzen                      GET  saarburg  302  403  403  403  404  200  403  403  403  200  403
konten:textschutz_geprueft             POST konz      302  403  403  403  302  302  403  403  403  302  403
konten:textschutz_geprueft             POST saarburg  302  403  403  403  404  302  403  403  403  302  403

== Konten und Aufgaben
# Adresse                                   Ort      anon ohne nwKo nwSa leKo leFr juga leit team dsch admi
sozialraum:zustaendigkeit_beenden      GET  konz      302  403  403  403  403  403  403  403  403  403  200
sozialraum:konto_liste                 GET  -         302  403  403  403  403  403  403  403  403  403  200
sozialraum:konto_detail                GET  konz      302  403  403  403  403  403  403  403  403  403  200
sozialraum:zustaendigkeit_neu          GET  konz      302  403  403  403  403  403  403  403  403  403  200
sozialraum:konto_bearbeiten            GET  konz      302  403  403  403  403  403  403  403  403  403  200
sozialraum:konto_freigeben             POST konz      302  403  403  403  403  403  403  403  403  403  302
sozialraum:konto_passwort              GET  konz      302  403  403  403  403  403  403  403  403  403  200
sozialraum:konto_stilllegen            POST konz      302  403  403  403  403  403  403  403  403  403  302
sozialraum:konto_neu                   GET  -         302  403  403  403  403  403  403  403  403  403  200

== Bedarfslagen und Themen
# Adresse                                   Ort      anon ohne nwKo nwSa leKo leFr juga leit team dsch admi
netzwerk:bedarfsmeldung_liste          GET  -         302  403  200  200  200  200  200  200  200  403  403
netzwerk:bedarfsradar                  GET  -         302  403  200  200  200  200  200  200  200  403  403
netzwerk:bedarfsmeldung_neu            GET  -         302  403  200  200  200  200  403  403  200  403  403
netzwerk:bedarfsmeldung_quellensuche   GET  -         302  403  200  200  200  200  403  403  200  403  403
netzwerk:bedarfsmeldung_detail         GET  konz      302  403  200  404  200  200  200  200  200  403  403
netzwerk:bedarfsmeldung_detail         GET  saarburg  302  403  404  200  404  200  200  200  404  403  403
netzwerk:bedarfsmeldung_bearbeiten     GET  konz      302  403  200  404  403  403  403  403  403  403  403
netzwerk:bedarfsmeldung_bearbeiten     GET  saarburg  302  403  404  200  403  403  403  403  403  403  403
netzwerk:bedarfsmeldung_stand          POST konz      302  403  200  404  403  403  200  403  403  403  403
netzwerk:bedarfsmeldung_stand          POST saarburg  302  403  404  200  404  403  200  403  404  403  403
berichte:vorlage                       GET  -         302  403  200  200  200  200  200  200  200  403  403
berichte:vorlage_pdf                   GET  -         302  403  200  200  200  200  200  200  200  403  403
netzwerk:thema_liste                   GET  -         302  403  200  200  200  200  200  200  200  403  403
netzwerk:thema_detail                  GET  konz      302  403  200  200  200  200  200  200  200  403  403
netzwerk:thema_zusammenfuehren         GET  konz      302  403  403  403  403  403  200  403  403  403  403

== Projekte
# Adresse                                   Ort      anon ohne nwKo nwSa leKo leFr juga leit team dsch admi
finanzen:projekt_liste                 GET  -         302  403  200  200  200  200  200  200  200  403  403
finanzen:projekt_neu                   GET  -         302  403  200  200  200  200  403  403  403  403  403
finanzen:projekt_partnersuche          GET  -         302  403  200  200  200  200  403  403  403  403  403
finanzen:projekt_detail                GET  konz      302  403  200  404  200  404  200  200  200  403  403
finanzen:projekt_detail                GET  saarburg  302  403  404  200  404  200  200  200  404  403  403
finanzen:projekt_bearbeiten            GET  konz      302  403  200  404  200  404  403  403  403  403  403
finanzen:projekt_bearbeiten            GET  saarburg  302  403  404  200  404  200  403  403  403  403  403
finanzen:projekt_verknuepfen           GET  konz      302  403  200  404  200  404  403  403  403  403  403
finanzen:projekt_verknuepfen           GET  saarburg  302  403  404  200  404  200  403  403  403  403  403
finanzen:projekt_stand                 POST konz      302  403  403  404  200  404  403  403  403  403  403
finanzen:projekt_stand                 POST saarburg  302  403  404  403  404  200  403  403  404  403  403

== Jahresabschluss und Verwendungsnachweis
# Adresse                                   Ort      anon ohne nwKo nwSa leKo leFr juga leit team dsch admi
finanzen:abschluss                     GET  konz      302  403  403  403  200  200  200  403  403  403  403
finanzen:abschluss                     GET  saarburg  302  403  403  403  404  200  200  403  403  403  403
finanzen:abschluss_rest                POST konz      302  403  403  403  403  403  302  403  403  403  403
finanzen:abschluss_rest                POST saarburg  302  403  403  403  403  403  302  403  403  403  403
finanzen:abschluss_schliessen          POST konz      302  403  403  403  403  403  200  403  403  403  403
finanzen:abschluss_schliessen          POST saarburg  302  403  403  403  403  403  200  403  403  403  403
finanzen:schnappschuss                 GET  konz      302  403  403  403  200  200  200  403  403  403  403
finanzen:schnappschuss                 GET  saarburg  302  403  403  403  404  200  200  403  403  403  403
finanzen:abschluss_oeffnen             POST konz      302  403  403  403  403  403  200  403  403  403  403
finanzen:abschluss_oeffnen             POST saarburg  302  403  403  403  403  403  200  403  403  403  403
berichte:abschluss_pdf                 GET  konz      302  403  403  403  200  200  200  403  403  403  403
berichte:abschluss_pdf                 GET  saarburg  302  403  403  403  404  200  200  403  403  403  403
finanzen:verwendungsnachweis_liste     GET  -         302  403  403  403  200  200  200  403  403  403  403
finanzen:verwendungsnachweis_beginnen  POST -         302  403  403  403  302  302  403  403  403  403  403
finanzen:verwendungsnachweis_detail    GET  konz      302  403  403  403  200  404  200  403  403  403  403
finanzen:verwendungsnachweis_detail    GET  saarburg  302  403  403  403  404  200  200  403  403  403  403
finanzen:verwendungsnachweis_bearbeiten GET konz      302  403  403  403  200  404  403  403  403  403  403
finanzen:verwendungsnachweis_bearbeiten GET saarburg  302  403  403  403  404  200  403  403  403  403  403
finanzen:verwendungsnachweis_stand     POST konz      302  403  403  403  200  404  403  403  403  403  403
finanzen:verwendungsnachweis_stand     POST saarburg  302  403  403  403  404  200  403  403  403  403  403
berichte:verwendung_pdf                GET  konz      302  403  403  403  200  404  200  403  403  403  403
berichte:verwendung_pdf                GET  saarburg  302  403  403  403  404  200  200  403  403  403  403

== Vereinbarungen
# Adresse                                   Ort      anon ohne nwKo nwSa leKo leFr juga leit team dsch admi
partner:vereinbarung_liste             GET  -         302  403  200  200  200  200  200  200  200  403  403
partner:vereinbarung_neu               GET  -         302  403  200  200  200  200  403  200  403  403  403
partner:vereinbarung_partnersuche      GET  -         302  403  200  200  200  200  403  200  403  403  403
partner:vereinbarung_detail            GET  konz      302  403  200  200  200  200  200  200  200  403  403
partner:vereinbarung_detail            GET  saarburg  302  403  200  200  200  200  200  200  200  403  403
partner:vereinbarung_bearbeiten        GET  konz      302  403  200  403  200  200  403  200  403  403  403
partner:vereinbarung_bearbeiten        GET  saarburg  302  403  403  200  403  200  403  200  403  403  403
partner:vereinbarung_datei_neu         POST konz      302  403  302  403  302  302  403  302  403  403  403
partner:vereinbarung_datei_neu         POST saarburg  302  403  403  302  403  302  403  302  403  403  403
partner:vereinbarung_datei             GET  konz      302  403  200  200  200  200  200  200  200  403  403
partner:vereinbarung_datei             GET  saarburg  302  403  200  200  200  200  200  200  200  403  403
partner:vereinbarung_datei_loeschen    POST konz      302  403  302  403  302  302  403  302  403  403  403
partner:vereinbarung_datei_loeschen    POST saarburg  302  403  403  302  403  302  403  302  403  403  403

== Übergaben
# Adresse                                   Ort      anon ohne nwKo nwSa leKo leFr juga leit team dsch admi
netzwerk:uebergabe_liste               GET  -         302  403  200  200  200  200  200  403  403  403  403
netzwerk:uebergabe_neu                 GET  konz      302  403  404  404  404  404  403  403  403  403  403
netzwerk:uebergabe_neu                 GET  saarburg  302  403  404  404  404  404  403  403  403  403  403
netzwerk:uebergabe_detail              GET  konz      302  403  200  404  200  404  200  403  403  403  403
netzwerk:uebergabe_detail              GET  saarburg  302  403  404  200  404  200  200  403  403  403  403
netzwerk:uebergabe_bearbeiten          GET  konz      302  403  200  404  200  404  403  403  403  403  403
netzwerk:uebergabe_bearbeiten          GET  saarburg  302  403  404  200  404  200  403  403  403  403  403
netzwerk:uebergabe_entscheiden         POST konz      302  403  200  404  200  404  403  403  403  403  403
netzwerk:uebergabe_entscheiden         POST saarburg  302  403  404  200  404  200  403  403  403  403  403
netzwerk:uebergabe_abschliessen        POST konz      302  403  302  404  302  404  403  403  403  403  403
netzwerk:uebergabe_abschliessen        POST saarburg  302  403  404  302  404  302  403  403  403  403  403
netzwerk:uebergabe_abbrechen           POST konz      302  403  302  404  302  404  403  403  403  403  403
netzwerk:uebergabe_abbrechen           POST saarburg  302  403  404  302  404  302  403  403  403  403  403
berichte:uebergabemappe                GET  konz      302  403  200  404  200  404  200  403  403  403  403
berichte:uebergabemappe                GET  saarburg  302  403  404  200  404  200  200  403  403  403  403
berichte:uebergabemappe_pdf            GET  konz      302  403  200  404  200  404  200  403  403  403  403
berichte:uebergabemappe_pdf            GET  saarburg  302  403  404  200  404  200  200  403  403  403  403
netzwerk:uebergabe_oeffnen             POST konz      302  403  302  404  302  404  403  403  403  403  403
netzwerk:uebergabe_oeffnen             POST saarburg  302  403  404  302  404  302  403  403  403  403  403

== Finanzen
# Adresse                                   Ort      anon ohne nwKo nwSa leKo leFr juga leit team dsch admi
finanzen:uebersicht                    GET  -         302  403  200  200  200  200  200  403  403  403  403
finanzen:vergleich                     GET  -         302  403  403  403  200  200  200  403  403  403  403
finanzen:volumen_liste                 GET  -         302  403  403  403  403  403  200  403  403  403  403
finanzen:volumen_neu                   GET  -         302  403  403  403  403  403  200  403  403  403  403
finanzen:volumen_import                GET  -         302  403  403  403  403  403  200  403  403  403  403
finanzen:volumen_detail                GET  konz      302  403  403  403  403  403  200  403  403  403  403
finanzen:volumen_detail                GET  saarburg  302  403  403  403  403  403  200  403  403  403  403
finanzen:volumen_bearbeiten            GET  konz      302  403  403  403  403  403  200  403  403  403  403
finanzen:volumen_bearbeiten            GET  saarburg  302  403  403  403  403  403  200  403  403  403  403
finanzen:volumen_bestaetigen           POST konz      302  403  403  403  403  403  302  403  403  403  403
finanzen:volumen_bestaetigen           POST saarburg  302  403  403  403  403  403  302  403  403  403  403
finanzen:verteilung                    GET  konz      302  403  403  403  403  403  200  403  403  403  403
finanzen:verteilung                    GET  saarburg  302  403  403  403  403  403  200  403  403  403  403
finanzen:raum                          GET  konz      302  403  200  404  200  200  200  403  403  403  403
finanzen:raum                          GET  saarburg  302  403  404  200  404  200  200  403  403  403  403
finanzen:minusbegruendung_neu          GET  konz      302  403  403  403  404  404  403  403  403  403  403
finanzen:minusbegruendung_neu          GET  saarburg  302  403  403  403  404  404  403  403  403  403  403
sozialraum:budgetregel_verwalten       GET  -         302  403  200  200  200  200  200  403  403  403  403
sozialraum:budgetregel_neu             GET  -         302  403  403  403  403  403  200  403  403  403  403
sozialraum:budgetregel_bearbeiten      GET  konz      302  403  403  403  403  403  200  403  403  403  403
sozialraum:kostensatz_verwalten        GET  -         302  403  403  403  200  200  200  403  403  403  403
sozialraum:kostensatz_neu              GET  -         302  403  403  403  403  403  200  403  403  403  403
sozialraum:kostensatz_bearbeiten       GET  konz      302  403  403  403  403  403  200  403  403  403  403

== Ausgaben
# Adresse                                   Ort      anon ohne nwKo nwSa leKo leFr juga leit team dsch admi
finanzen:ausgabe_liste                 GET  -        302  403  403  403  200  200  200  403  403  403  403
finanzen:ausgabe_neu                   GET  -        302  403  403  403  200  200  403  403  403  403  403
finanzen:ausgabe_pruefen               POST -        302  403  403  403  403  403  302  403  403  403  403
finanzen:ausgabe_detail                GET  konz     302  403  403  403  200  404  200  403  403  403  403
finanzen:ausgabe_detail                GET  saarburg 302  403  403  403  404  200  200  403  403  403  403
finanzen:ausgabe_stornieren            GET  konz     302  403  403  403  200  404  403  403  403  403  403
finanzen:ausgabe_stornieren            GET  saarburg 302  403  403  403  404  200  403  403  403  403  403
finanzen:ausgabe_beleg                 GET  konz     302  403  403  403  200  404  200  403  403  403  403
finanzen:ausgabe_beleg                 GET  saarburg 302  403  403  403  404  200  200  403  403  403  403
finanzen:ausgabe_beleg_nachreichen     POST konz     302  403  403  403  302  404  403  403  403  403  403
finanzen:ausgabe_beleg_nachreichen     POST saarburg 302  403  403  403  404  302  403  403  403  403  403
finanzen:buchungslauf_liste            GET  -        302  403  403  403  200  200  200  403  403  403  403
finanzen:buchungslauf_liste            POST -        302  403  403  403  200  200  403  403  403  403  403
finanzen:buchungslauf_detail           GET  konz     302  403  403  403  200  404  200  403  403  403  403
finanzen:buchungslauf_detail           GET  saarburg 302  403  403  403  404  200  200  403  403  403  403
finanzen:buchungslauf_detail           POST konz     302  403  403  403  200  404  403  403  403  403  403
finanzen:buchungslauf_detail           POST saarburg 302  403  403  403  404  200  403  403  403  403  403
finanzen:buchungslauf_buchen           POST konz     302  403  403  403  302  404  403  403  403  403  403
finanzen:buchungslauf_buchen           POST saarburg 302  403  403  403  404  302  403  403  403  403  403
finanzen:buchungslauf_stornieren       POST konz     302  403  403  403  302  404  403  403  403  403  403
finanzen:buchungslauf_stornieren       POST saarburg 302  403  403  403  404  302  403  403  403  403  403
finanzen:buchungslauf_verwerfen        POST konz     302  403  403  403  302  404  403  403  403  403  403
finanzen:buchungslauf_verwerfen        POST saarburg 302  403  403  403  404  302  403  403  403  403  403

== Ausnahmeanträge
# Adresse                                   Ort      anon ohne nwKo nwSa leKo leFr juga leit team dsch admi
finanzen:ausnahmeantrag_liste          GET  -        302  403  200  200  200  200  200  403  403  403  403
finanzen:ausnahmeantrag_neu            GET  -        302  403  403  403  200  200  403  403  403  403  403
finanzen:ausnahmeantrag_detail         GET  konz     302  403  200  404  200  404  200  403  403  403  403
finanzen:ausnahmeantrag_detail         GET  saarburg 302  403  404  200  404  200  200  403  403  403  403
finanzen:ausnahmeantrag_bearbeiten     GET  konz     302  403  403  403  302  404  403  403  403  403  403
finanzen:ausnahmeantrag_bearbeiten     GET  saarburg 302  403  403  403  404  302  403  403  403  403  403
finanzen:ausnahmeantrag_bearbeiten     POST konz     302  403  403  403  200  404  403  403  403  403  403
finanzen:ausnahmeantrag_bearbeiten     POST saarburg 302  403  403  403  404  200  403  403  403  403  403
finanzen:ausnahmeantrag_stellen        POST konz     302  403  403  403  200  404  403  403  403  403  403
finanzen:ausnahmeantrag_stellen        POST saarburg 302  403  403  403  404  200  403  403  403  403  403
finanzen:ausnahmeantrag_zurueckziehen  POST konz     302  403  403  403  200  404  403  403  403  403  403
finanzen:ausnahmeantrag_zurueckziehen  POST saarburg 302  403  403  403  404  200  403  403  403  403  403
finanzen:ausnahmeantrag_abrechnen      POST konz     302  403  403  403  200  404  403  403  403  403  403
finanzen:ausnahmeantrag_abrechnen      POST saarburg 302  403  403  403  404  200  403  403  403  403  403
finanzen:ausnahmeantrag_genehmigen     POST konz     302  403  403  403  403  403  200  403  403  403  403
finanzen:ausnahmeantrag_genehmigen     POST saarburg 302  403  403  403  403  403  200  403  403  403  403
finanzen:ausnahmeantrag_ablehnen       POST konz     302  403  403  403  403  403  200  403  403  403  403
finanzen:ausnahmeantrag_ablehnen       POST saarburg 302  403  403  403  403  403  200  403  403  403  403

== Bekannt machen und wer Partner trägt
# Adresse                                   Ort      anon ohne nwKo nwSa leKo leFr juga leit team dsch admi
konten:impressum                       GET  -        200  200  200  200  200  200  200  200  200  200  200
konten:datenschutz                     GET  -        200  200  200  200  200  200  200  200  200  200  200
konten:barrierefreiheit                GET  -        200  200  200  200  200  200  200  200  200  200  200
netzwerk:zustaendig                    GET  -        200  200  200  200  200  200  200  200  200  200  200
netzwerk:steckbrief_oeffentlich        GET  konz     200  200  200  200  200  200  200  200  200  200  200
netzwerk:steckbrief_oeffentlich        GET  saarburg 200  200  200  200  200  200  200  200  200  200  200
netzwerk:steckbrief_foto_oeffentlich   GET  konz     404  404  404  404  404  404  404  404  404  404  404
netzwerk:steckbrief_foto_oeffentlich   GET  saarburg 404  404  404  404  404  404  404  404  404  404  404
netzwerk:steckbrief_detail             GET  konz     302  403  200  200  200  200  200  200  200  403  403
netzwerk:steckbrief_detail             GET  saarburg 302  403  200  200  200  200  200  200  200  403  403
netzwerk:steckbrief_foto               GET  konz     302  403  404  404  404  404  404  404  404  403  403
netzwerk:steckbrief_foto               GET  saarburg 302  403  404  404  404  404  404  404  404  403  403
netzwerk:steckbrief_bearbeiten         GET  konz     302  403  200  403  200  403  403  403  403  403  403
netzwerk:steckbrief_bearbeiten         GET  saarburg 302  403  403  200  403  200  403  403  403  403  403
netzwerk:steckbrief_senden             GET  konz     302  403  200  403  200  403  403  403  403  403  403
netzwerk:steckbrief_senden             GET  saarburg 302  403  403  200  403  200  403  403  403  403  403
netzwerk:bekannt_bestaetigen           POST konz     302  403  403  403  403  403  403  403  302  403  403
netzwerk:bekannt_bestaetigen           POST saarburg 302  403  403  403  403  403  403  403  403  403  403
netzwerk:partner_bekannt               GET  konz     302  403  200  200  200  200  200  200  200  403  403
netzwerk:partner_bekannt               GET  saarburg 302  403  200  200  200  200  200  200  200  403  403
netzwerk:partner_bekannt               POST konz     302  403  200  200  200  200  403  403  403  403  403
netzwerk:partner_bekannt               POST saarburg 302  403  200  200  200  200  403  403  403  403  403
berichte:steckbrief_pdf                GET  konz     302  403  200  200  200  200  200  200  200  403  403
berichte:steckbrief_pdf                GET  saarburg 302  403  200  200  200  200  200  200  200  403  403
netzwerk:getragen_liste                GET  -        302  403  200  200  200  200  200  200  403  403  403
netzwerk:getragen_im_raum              GET  konz     302  403  200  200  200  200  200  200  403  403  403
netzwerk:getragen_im_raum              GET  saarburg 302  403  200  200  404  200  200  200  403  403  403
"""


def _lies(text: str) -> dict[str, list[Zeile]]:
    """Heading -> rows. Raises ValueError for a row with another number of columns."""
    abschnitte: dict[str, list[Zeile]] = {}
    for zeile in filter(None, map(str.strip, text.splitlines())):
        if zeile.startswith("=="):
            abschnitte[zeile.strip("= ")] = zeilen = []
        elif not zeile.startswith("#"):
            name, methode, ort, *status = zeile.split()
            erwartet = dict(zip(PERSONEN, map(int, status), strict=True))
            zeilen.append(Zeile(name, methode, ort, erwartet))
    return abschnitte


ABSCHNITTE = _lies(TABELLE)
