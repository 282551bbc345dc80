"""Health checks for operators; public, without any content."""

import shutil

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.decorators import method_decorator
from django.views.generic import View

MINDESTENS_FREI = 200 * 1024 * 1024


@method_decorator(login_not_required, name="dispatch")
class Lebenszeichen(View):
    """/healthz/: the process answers."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("ok", content_type="text/plain", headers={"Cache-Control": "no-store"})


@method_decorator(login_not_required, name="dispatch")
class Bereitschaft(View):
    """/readyz/: database reachable, migrations applied, space on the disk. 503 otherwise, naming what is missing."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        stand = {"datenbank": _datenbank(), "migrationen": _migrationen(), "platz": _platz()}
        status = 200 if all(stand.values()) else 503
        return JsonResponse(stand, status=status, headers={"Cache-Control": "no-store"})


def _datenbank() -> bool:
    try:
        with connection.cursor() as zeiger:
            zeiger.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _migrationen() -> bool:
    try:
        planer = MigrationExecutor(connection)
        return not planer.migration_plan(planer.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


def _platz() -> bool:
    ordner = settings.MEDIA_ROOT
    while not ordner.exists():
        ordner = ordner.parent
    return shutil.disk_usage(ordner).free >= MINDESTENS_FREI
