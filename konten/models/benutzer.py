"""The account of one person. What she may do follows from her responsibilities, never from flags here."""

import uuid
from functools import cached_property

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.utils import timezone
from django.utils.module_loading import import_string

from konten.models.basis import Bereichsmenge, protokolliert
from konten.rules import Geltungsbereich


class Benutzermenge(Bereichsmenge):
    def sichtbar_fuer(self, bereich: Geltungsbereich) -> "Benutzermenge":
        if bereich.darf("zustaendigkeit.pflegen"):
            return self.all()
        return self.filter(pk=bereich.benutzer_id)

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> "Benutzermenge":
        return self.mit_recht(bereich, "zustaendigkeit.pflegen")


class Benutzerverwalter(BaseUserManager.from_queryset(Benutzermenge)):
    def create_user(self, username: str, password: str | None = None, **felder) -> "Benutzer":
        benutzer = self.model(username=self.model.normalize_username(username), **felder)
        benutzer.set_password(password)
        benutzer.save(using=self._db)
        return benutzer


@protokolliert(verdeckt=("vorname", "nachname", "email", "username", "password"), ohne=("last_login",))
class Benutzer(AbstractBaseUser):
    """Account. `bereich` is its scope today, computed once per instance and so once per request."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField(
        "Benutzername",
        max_length=150,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": "Diesen Benutzernamen gibt es schon."},
    )
    vorname = models.CharField("Vorname", max_length=100, blank=True)
    nachname = models.CharField("Nachname", max_length=100, blank=True)
    email = models.EmailField("E-Mail", blank=True)
    is_active = models.BooleanField("aktiv", default=True)
    ist_beispiel = models.BooleanField("Beispielkonto", default=False, editable=False)
    erstellt_am = models.DateTimeField("angelegt am", auto_now_add=True)

    objects = Benutzerverwalter()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email"]

    class Meta:
        verbose_name = "Konto"
        verbose_name_plural = "Konten"
        ordering = ["nachname", "vorname", "username"]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        return self.anzeigename(self.vorname, self.nachname, self.username)

    @staticmethod
    def anzeigename(vorname: str, nachname: str, username: str) -> str:
        """How an account is called, also where only these columns were read."""
        return f"{vorname} {nachname}".strip() or username

    @cached_property
    def bereich(self) -> Geltungsbereich:
        return import_string(settings.NETZWERK_GELTUNGSBEREICH)(self, timezone.localdate())

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        """Django's word for "holds the right of the table"; the scope of a row is the QuerySets' business."""
        return self.is_active and self.bereich.darf(perm)

    def has_perms(self, perm_list: list[str], obj: models.Model | None = None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perm_list)
