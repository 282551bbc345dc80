"""Settings. Apps, models and functions are named as strings only; values come from `config.umgebung`."""

import os
import sys
import tempfile

from csp.constants import NONE, SELF

from config.umgebung import BASIS, Umgebung

TESTLAUF = "pytest" in sys.modules
UMGEBUNG = Umgebung({"NETZWERK_DEBUG": "1", **os.environ} if TESTLAUF else dict(os.environ))

DEBUG = UMGEBUNG.debug and not TESTLAUF
SECRET_KEY = UMGEBUNG.schluessel
ALLOWED_HOSTS = UMGEBUNG.hosts or ["127.0.0.1", "localhost", "testserver"]
BASIS_URL = UMGEBUNG.basis_url
CSRF_TRUSTED_ORIGINS = [BASIS_URL] if BASIS_URL.startswith("https://") else []
PRODUKTION = not UMGEBUNG.debug

INSTALLED_APPS = [
    "konten",
    "sozialraum",
    "partner",
    "netzwerk",
    "finanzen",
    "berichte",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "auditlog",
    "crispy_forms",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "konten.middleware.Anmeldepflicht",
    "konten.middleware.Protokollierung",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "config.urls"
FORM_RENDERER = "konten.widgets.Kernrenderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASIS / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["konten.templatetags.netz", "konten.templatetags.teile"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "konten.context_processors.rahmen",
            ],
        },
    }
]

# --- Database: SQLite tuned for several writers, or PostgreSQL with persistent connections -------------------------
DATABASES = {"default": UMGEBUNG.datenbank}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"] |= {
        # A file in tests too, one a process: an in-memory database would lock differently from the real thing.
        "TEST": {"NAME": f"{tempfile.gettempdir()}/netzwerk-test-{os.getpid()}.sqlite3"},
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # The connection lives on and meets several hundred statements; kept ones are not parsed again.
            "cached_statements": 1024,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;"
            "PRAGMA cache_size=-16000;PRAGMA temp_store=MEMORY;",
        },
    }
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": UMGEBUNG.cache}

# --- Language and time --------------------------------------------------------------------------------------------
LANGUAGE_CODE = "de"
TIME_ZONE = "Europe/Berlin"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

# --- Accounts -----------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "konten.Benutzer"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher" if TESTLAUF else "django.contrib.auth.hashers.PBKDF2PasswordHasher"
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "konten.adapters.Kontoadapter"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_PRESERVE_USERNAME_CASING = False
ALLAUTH_TRUSTED_PROXY_COUNT = UMGEBUNG.proxys
ACCOUNT_RATE_LIMITS = False if TESTLAUF else {"login_failed": "10/5m/ip,5/5m/key"}
SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_COOKIE_NAME = "netzwerk_sitzung"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "netzwerk_csrf"
CSRF_FAILURE_VIEW = "konten.views.csrf_abgelehnt"
NETZWERK_GELTUNGSBEREICH = "netzwerk.selectors.geltungsbereich"

# --- Audit --------------------------------------------------------------------------------------------------------
# Its own table would stay empty beside ours and block the emptying of tables that it refers to.
MIGRATION_MODULES = {"auditlog": None}
AUDITLOG_LOGENTRY_MODEL = "konten.Protokolleintrag"
AUDITLOG_MASK_CALLABLE = "konten.rules.maskiere"
AUDITLOG_DISABLE_REMOTE_ADDR = True
AUDITLOG_INCLUDE_ALL_MODELS = False

# --- Browser ------------------------------------------------------------------------------------------------------
#: tiles under maps: an address with {z}, {x} and {y}; empty, and nothing is ever loaded from elsewhere
KARTENKACHELN, KARTENKACHELN_QUELLE = UMGEBUNG.kacheln, UMGEBUNG.kachelquelle
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *UMGEBUNG.kachelherkunft],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
        "worker-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if BASIS_URL.startswith("https://"):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if UMGEBUNG.proxys else None
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o640, 0o750
FILE_UPLOAD_HANDLERS = [
    "konten.services.datei.Groessengrenze",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- Files --------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASIS / "var" / "static"
STATICFILES_DIRS = [BASIS / "static"]
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not PRODUKTION
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUKTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
MEDIA_ROOT = UMGEBUNG.medien
EMAIL_CONFIG = UMGEBUNG.email
vars().update({name: wert for name, wert in EMAIL_CONFIG.items() if name.startswith("EMAIL_")})
DEFAULT_FROM_EMAIL = SERVER_EMAIL = UMGEBUNG.absender
NETZWERK_ANTWORT_AN = UMGEBUNG.antwort_an
# A mail server that hangs must not hold the worker: this is the longest it may keep silent, in seconds.
EMAIL_TIMEOUT = 20

# --- Background: tasks are rows, written in the transaction of what they are for ------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
NETZWERK_VERSANDAUFGABE = "konten.tasks.versende_mail"
NETZWERK_IMPORTAUFGABE = "partner.tasks.bearbeite_lauf"

# --- Import and export: kinds of lists by the word of commands and addresses; higher apps add theirs ----------------
NETZWERK_IMPORTARTEN = {
    "partner": "partner.services.einlesen.partnerliste.Partnerliste",
    "personen": "partner.services.einlesen.personen.Personenliste",
    "kontakte": "netzwerk.services.kontaktliste.Kontaktliste",
    "angebote": "partner.services.einlesen.angebote.Angebotsliste",
}
NETZWERK_EXPORTE = {
    "partner": "partner.tables.exportiere",
    "personen": "partner.tables.exportiere_personen",
    "kontakte": "netzwerk.tables.exportiere_kontakte",
    "angebote": "partner.tables.exportiere_angebote",
}
NETZWERK_NACH_PARTNERIMPORT = "netzwerk.services.zaehlung.zaehle_neu"
NETZWERK_MITTEILUNGSAUFGABE = "netzwerk.tasks.stelle_mitteilung_ein"
# Beginning of a mail's occasion -> who reads the unsubscribe link that its recipient without an account gets.
NETZWERK_ABMELDUNGEN = {"mitteilung": "netzwerk.services.abonnement.abmeldung"}

# Django's own loggers name addresses; those of calendars and links in mails are secret.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"ohne_geheimnis": {"()": "config.protokoll.OhneGeheimnis"}},
    "formatters": {
        "server": {"()": "django.utils.log.ServerFormatter", "format": "[{server_time}] {message}", "style": "{"}
    },
    "handlers": {"server": {"class": "logging.StreamHandler", "level": "INFO", "formatter": "server"}},
    "loggers": {
        "django.server": {"filters": ["ohne_geheimnis"], "handlers": ["server"], "level": "INFO", "propagate": False},
        "django.request": {"filters": ["ohne_geheimnis"]},
        "django.security.csrf": {"filters": ["ohne_geheimnis"]},
    },
}

CRISPY_ALLOWED_TEMPLATE_PACKS = ("kern",)
CRISPY_TEMPLATE_PACK = "kern"
CRISPY_FAIL_SILENTLY = False

LANDKREIS = "Landkreis Trier-Saarburg"
VERSION = "0.1.0"
