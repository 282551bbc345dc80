from django.apps import AppConfig


class FinanzenConfig(AppConfig):
    name = "finanzen"
    verbose_name = "Finanzen"
