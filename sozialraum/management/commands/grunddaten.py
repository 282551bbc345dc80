"""`manage.py grunddaten`: what a real start needs. Safe to run again."""

from django.core.management.base import BaseCommand
from django.db import transaction

from finanzen.services.grunddaten import trage_budgetregel_ein
from konten.models import handelnd
from netzwerk.services.grunddaten import trage_themen_ein
from partner.services.grunddaten import trage_partnergrundlagen_ein
from sozialraum.services.grunddaten import trage_gebiete_ein


class Command(BaseCommand):
    # Checking the addresses would load every page and the PDF engine first.
    requires_system_checks = []
    help = "Trägt Gemeinden, Sozialräume, Kategorien, Schulferien, Themen und die Budgetregel ein, soweit sie fehlen."

    @transaction.atomic
    def handle(self, *args, **options) -> None:
        with handelnd(None):
            neu = trage_gebiete_ein() + trage_partnergrundlagen_ein() + trage_themen_ein() + trage_budgetregel_ein()
        if options["verbosity"]:
            self.stdout.write(f"Grunddaten: {neu} Einträge angelegt." if neu else "Grunddaten sind vollständig.")
