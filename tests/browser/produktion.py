"""The product as it runs in earnest, for tests that count bytes: packed static files, gzip, no debugging.

`python -m tests.browser.produktion` prints its port and serves until it is stopped.
"""

import os
import tempfile
from wsgiref.simple_server import WSGIRequestHandler, make_server

SCHLUESSEL = "nur-fuer-diese-messung-" + "0123456789" * 5


class Still(WSGIRequestHandler):
    def log_message(self, format: str, *args) -> None:
        """Says nothing: the test reads the output."""


def main() -> None:
    with tempfile.TemporaryDirectory() as statisch:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "NETZWERK_SECRET_KEY": SCHLUESSEL}
        os.environ |= {"NETZWERK_ALLOWED_HOSTS": "127.0.0.1", "NETZWERK_CACHE_URL": "locmemcache://"}
        import django
        from django.conf import settings
        from django.core.management import call_command
        from django.core.wsgi import get_wsgi_application

        settings.STATIC_ROOT = statisch
        django.setup()
        call_command("collectstatic", interactive=False, verbosity=0)
        with make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Still) as server:
            print(server.server_port, flush=True)
            server.serve_forever()


if __name__ == "__main__":
    main()
