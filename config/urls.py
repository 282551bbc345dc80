"""Addresses. Sign-in has German ones; the names stay allauth's own because it looks them up."""

from allauth.account import views as konto
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path
from django.views.generic import RedirectView

oeffnen = login_not_required

anmeldung = [
    path("anmelden/", konto.login, name="account_login"),
    path("abmelden/", konto.logout, name="account_logout"),
    path("anmelden/stillgelegt/", konto.account_inactive, name="account_inactive"),
    path("anmelden/erneut/", konto.reauthenticate, name="account_reauthenticate"),
    path("konto/passwort/", konto.password_change, name="account_change_password"),
    path("konto/passwort/setzen/", konto.password_set, name="account_set_password"),
    path("passwort-vergessen/", konto.password_reset, name="account_reset_password"),
    path("passwort-vergessen/gesendet/", konto.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^passwort-vergessen/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        konto.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "passwort-vergessen/fertig/",
        konto.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("anmelden/neu/", oeffnen(RedirectView.as_view(pattern_name="account_login")), name="account_signup"),
]

urlpatterns = [
    *anmeldung,
    path("", include("berichte.urls")),
    path("", include("konten.urls")),
    path("", include("sozialraum.urls")),
    path("", include("partner.urls")),
    path("", include("netzwerk.urls")),
    path("", include("finanzen.urls")),
    path("favicon.ico", oeffnen(RedirectView.as_view(url=f"{settings.STATIC_URL}favicon.ico"))),
]
