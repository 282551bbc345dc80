"""`manage.py db_worker`: the package's worker, which first takes up what a killed one left behind."""

import ctypes
import os
import signal
from typing import Any

from django_tasks_db.management.commands.db_worker import Command as Arbeiter

from konten.tasks import beginne_mit_aufraeumen

_PR_SET_PDEATHSIG = 1


class Command(Arbeiter):
    help = "Arbeitet Aufgaben im Hintergrund ab (Mails) und nimmt zuerst auf, was ein abgebrochener Lauf liegen ließ."

    def add_arguments(self, parser: Any) -> None:
        super().add_arguments(parser)
        parser.add_argument("--mit-elternprozess", action="store_true", help="Endet, wenn der startende Prozess endet.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options.pop("mit_elternprozess"):
            _ende_mit(os.getppid())
        beginne_mit_aufraeumen()
        super().handle(*args, **options)


def _ende_mit(eltern: int) -> None:
    """Linux tells the process when its parent is gone, however that one ended; elsewhere it is ended by its parent."""
    libc = ctypes.CDLL(None)
    if hasattr(libc, "prctl"):
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != eltern:
        raise SystemExit(0)
