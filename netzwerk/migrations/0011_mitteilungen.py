"""Mitteilungen, their recipients and subscriptions."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("konten", "0004_parameterwahl"),
        ("netzwerk", "0010_kontaktherkunft"),
        ("partner", "0004_dubletten"),
        ("sozialraum", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Mitteilungsabmeldung",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("abdruck", models.CharField(editable=False, max_length=64, unique=True)),
                ("am", models.DateField(verbose_name="abgemeldet am")),
            ],
            options={
                "verbose_name": "Abmeldung von Mitteilungen",
                "verbose_name_plural": "Abmeldungen von Mitteilungen",
                "ordering": ["-am", "id"],
            },
        ),
        migrations.CreateModel(
            name="Mitteilung",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("erstellt_am", models.DateTimeField(auto_now_add=True, verbose_name="erfasst am")),
                ("geaendert_am", models.DateTimeField(auto_now=True, verbose_name="geändert am")),
                (
                    "art",
                    models.CharField(
                        choices=[
                            ("mitteilung", "Mitteilung"),
                            ("berichtigung", "Berichtigung"),
                            ("rueckruf", "Rückruf"),
                        ],
                        default="mitteilung",
                        editable=False,
                        max_length=14,
                        verbose_name="Art",
                    ),
                ),
                (
                    "richtung",
                    models.CharField(
                        choices=[("innen", "nach innen"), ("aussen", "nach außen")],
                        max_length=8,
                        verbose_name="Richtung",
                    ),
                ),
                ("titel", models.CharField(max_length=150, verbose_name="Betreff")),
                (
                    "text",
                    models.TextField(
                        help_text="Absätze und Internetadressen; keine Angaben über Kinder und Familien.",
                        verbose_name="Text",
                    ),
                ),
                ("an_team", models.BooleanField(default=False, verbose_name="Sozialraumteam")),
                ("an_netzwerk", models.BooleanField(default=False, verbose_name="Netzwerkfachkräfte")),
                ("an_leitung", models.BooleanField(default=False, verbose_name="Leitungen der Träger")),
                ("an_leitstelle", models.BooleanField(default=False, verbose_name="Leitstelle Familie")),
                ("an_jugendamt", models.BooleanField(default=False, verbose_name="Jugendamt")),
                (
                    "an_abonnenten",
                    models.BooleanField(default=False, verbose_name="Menschen, die Mitteilungen abonniert haben"),
                ),
                (
                    "an_schluesselpersonen",
                    models.BooleanField(
                        default=False,
                        help_text="Hat ein Partner eine Schlüsselperson mit dienstlicher Mailadresse, geht die Mail an sie.",
                        verbose_name="Lieber an die Schlüsselperson",
                    ),
                ),
                (
                    "per_mail",
                    models.BooleanField(
                        default=True,
                        help_text="Sonst steht die Mitteilung in der Anwendung und im Wochenüberblick.",
                        verbose_name="Sofort auch per Mail",
                    ),
                ),
                (
                    "zustand",
                    models.CharField(
                        choices=[
                            ("entwurf", "Entwurf"),
                            ("geplant", "geplant"),
                            ("laeuft", "wird gesendet"),
                            ("angehalten", "angehalten"),
                            ("gesendet", "gesendet"),
                            ("abgebrochen", "abgebrochen"),
                            ("verworfen", "verworfen"),
                        ],
                        db_index=True,
                        default="entwurf",
                        editable=False,
                        max_length=12,
                        verbose_name="Stand",
                    ),
                ),
                ("geplant_am", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="geplant für")),
                (
                    "gesendet_am",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="gesendet am"),
                ),
                ("fertig_am", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="fertig am")),
                ("such_norm", models.TextField(default="", editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "berichtigt",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="berichtigungen",
                        to="netzwerk.mitteilung",
                    ),
                ),
                (
                    "erfasst_von",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="mitteilungen",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="von",
                    ),
                ),
                (
                    "kategorien",
                    models.ManyToManyField(
                        blank=True,
                        related_name="mitteilungen",
                        to="partner.partnerkategorie",
                        verbose_name="Partner dieser Kategorien",
                    ),
                ),
                (
                    "sozialraeume",
                    models.ManyToManyField(
                        blank=True, related_name="mitteilungen", to="sozialraum.sozialraum", verbose_name="Sozialräume"
                    ),
                ),
                (
                    "themen",
                    models.ManyToManyField(
                        blank=True, related_name="mitteilungen", to="netzwerk.thema", verbose_name="Themen"
                    ),
                ),
            ],
            options={
                "verbose_name": "Mitteilung",
                "verbose_name_plural": "Mitteilungen",
                "ordering": ["-gesendet_am", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Mitteilungsanhang",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("erstellt_am", models.DateTimeField(auto_now_add=True, verbose_name="erfasst am")),
                ("geaendert_am", models.DateTimeField(auto_now=True, verbose_name="geändert am")),
                ("datei", models.FileField(max_length=200, upload_to="mitteilungen/")),
                ("name", models.CharField(max_length=200, verbose_name="Dateiname")),
                ("typ", models.CharField(max_length=100, verbose_name="Art der Datei")),
                ("groesse", models.PositiveIntegerField(verbose_name="Größe in Byte")),
                (
                    "mitteilung",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="anhaenge", to="netzwerk.mitteilung"
                    ),
                ),
            ],
            options={
                "verbose_name": "Anhang einer Mitteilung",
                "verbose_name_plural": "Anhänge von Mitteilungen",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Abonnement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("erstellt_am", models.DateTimeField(auto_now_add=True, verbose_name="erfasst am")),
                ("geaendert_am", models.DateTimeField(auto_now=True, verbose_name="geändert am")),
                ("adresse", models.EmailField(max_length=254, verbose_name="E-Mail")),
                (
                    "bestaetigt_am",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="bestätigt am"),
                ),
                (
                    "sozialraeume",
                    models.ManyToManyField(
                        blank=True, related_name="abonnements", to="sozialraum.sozialraum", verbose_name="Sozialräume"
                    ),
                ),
                (
                    "themen",
                    models.ManyToManyField(
                        blank=True, related_name="abonnements", to="netzwerk.thema", verbose_name="Themen"
                    ),
                ),
            ],
            options={
                "verbose_name": "Abonnement",
                "verbose_name_plural": "Abonnements",
                "ordering": ["adresse", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("bestaetigt_am__isnull", False)),
                        fields=("adresse",),
                        name="adresse_abonniert_einmal",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Mitteilungsempfaenger",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("erstellt_am", models.DateTimeField(auto_now_add=True, verbose_name="erfasst am")),
                ("geaendert_am", models.DateTimeField(auto_now=True, verbose_name="geändert am")),
                (
                    "art",
                    models.CharField(
                        choices=[
                            ("konto", "Kollegin oder Kollege"),
                            ("partner", "Partner"),
                            ("abonnent", "Abonnement"),
                        ],
                        max_length=10,
                        verbose_name="Art",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=250, verbose_name="Name")),
                ("adresse", models.CharField(blank=True, max_length=254, verbose_name="Mailadresse")),
                ("abdruck", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "zustand",
                    models.CharField(
                        choices=[
                            ("wartet", "wartet"),
                            ("eingestellt", "eingestellt"),
                            ("ausgelassen", "keine Mail"),
                            ("abgebrochen", "abgebrochen"),
                        ],
                        default="wartet",
                        max_length=12,
                        verbose_name="Stand",
                    ),
                ),
                (
                    "grund",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ohne_adresse", "keine Mailadresse"),
                            ("abgemeldet", "hat Mitteilungen abbestellt"),
                            ("doppelt", "dieselbe Adresse, eine Mail genügt"),
                            ("anwendung", "liest in der Anwendung"),
                        ],
                        max_length=14,
                        verbose_name="Grund",
                    ),
                ),
                ("versuch", models.PositiveSmallIntegerField(default=1, verbose_name="Versuch")),
                ("eingestellt_am", models.DateTimeField(null=True, verbose_name="eingestellt am")),
                ("gelesen_am", models.DateTimeField(null=True, verbose_name="gelesen am")),
                (
                    "auftrag",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="mitteilungsempfaenger",
                        to="konten.versandauftrag",
                    ),
                ),
                (
                    "benutzer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mitteilungseingang",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "funktion",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="mitteilungseingang",
                        to="partner.funktion",
                    ),
                ),
                (
                    "mitteilung",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="empfaenger", to="netzwerk.mitteilung"
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="mitteilungseingang",
                        to="partner.netzwerkpartner",
                    ),
                ),
            ],
            options={
                "verbose_name": "Empfängerin oder Empfänger",
                "verbose_name_plural": "Empfängerinnen und Empfänger",
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["mitteilung", "zustand"], name="empfaenger_je_stand"),
                    models.Index(fields=["benutzer", "gelesen_am"], name="empfaenger_ungelesen"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("abdruck", ""), _negated=True),
                            models.Q(("zustand", "ausgelassen"), _negated=True),
                        ),
                        fields=("mitteilung", "abdruck"),
                        name="adresse_je_mitteilung_eine_mail",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Mitteilungspartner",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("erstellt_am", models.DateTimeField(auto_now_add=True, verbose_name="erfasst am")),
                ("geaendert_am", models.DateTimeField(auto_now=True, verbose_name="geändert am")),
                (
                    "funktion",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="mitteilungsziele",
                        to="partner.funktion",
                    ),
                ),
                (
                    "mitteilung",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="einzelne", to="netzwerk.mitteilung"
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mitteilungsziele",
                        to="partner.netzwerkpartner",
                    ),
                ),
            ],
            options={
                "verbose_name": "ausgewählter Partner",
                "verbose_name_plural": "ausgewählte Partner",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("mitteilung", "partner"), name="partner_je_mitteilung_einmal")
                ],
            },
        ),
    ]
