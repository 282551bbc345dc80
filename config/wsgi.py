"""WSGI entry point of a real installation; it refuses to serve what must not be served."""

import os

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def anwendung():
    """The application, unless this is a development setting or example accounts with a known password exist."""
    dienst = get_wsgi_application()
    if not settings.PRODUKTION:
        raise ImproperlyConfigured("NETZWERK_DEBUG ist gesetzt: so startet kein Echtbetrieb.")
    if get_user_model().objects.filter(ist_beispiel=True).exists():
        raise ImproperlyConfigured("In der Datenbank sind Beispielkonten. Bitte eine leere Datenbank verwenden.")
    return dienst


application = anwendung()
