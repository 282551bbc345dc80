#!/usr/bin/env python
"""Command line of the project. Without a secret key it runs as a development installation."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if "NETZWERK_SECRET_KEY" not in os.environ:
        os.environ.setdefault("NETZWERK_DEBUG", "1")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
