"""How sign-in behaves: no self-registration, German sentences that say Sie."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from konten.services.rueckgabe import SCHLUESSEL

ANGEMELDET = "account/messages/logged_in.txt"


class Kontoadapter(DefaultAccountAdapter):
    """allauth's switchboard for this product."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Dieses Konto ist stillgelegt. Bitte wenden Sie sich an die Systemverwaltung.",
        "email_password_mismatch": "E-Mail-Adresse oder Passwort stimmt nicht.",
        "username_password_mismatch": "Benutzername oder Passwort stimmt nicht.",
        "invalid_login": "Benutzername oder Passwort stimmt nicht.",
        "enter_current_password": "Bitte geben Sie Ihr bisheriges Passwort ein.",
        "incorrect_password": "Das Passwort stimmt nicht.",
        "invalid_password_reset": "Der Link ist abgelaufen oder schon benutzt. Bitte fordern Sie einen neuen an.",
        "invalid_or_expired_key": "Der Link ist abgelaufen oder schon benutzt.",
        "too_many_login_attempts": "Zu viele Fehlversuche. Bitte versuchen Sie es in fünf Minuten noch einmal.",
        "rate_limited": "Das waren zu viele Anfragen. Bitte warten Sie einen Augenblick.",
        "same_as_current": "Das neue Passwort muss sich vom bisherigen unterscheiden.",
    }

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args, **kwargs
    ) -> None:
        """Whose text comes back after signing in reads about that alone."""
        if message_template == ANGEMELDET and SCHLUESSEL in request.session:
            return
        super().add_message(request, level, message_template, *args, **kwargs)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
