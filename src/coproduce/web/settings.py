"""Everything that differs between one installation and another comes from the environment.

| variable | what it says | left out |
|---|---|---|
| COPRODUCE_DATA | folder for the database, keys and outbox | ./var |
| DATABASE_URL | postgres://… | SQLite in that folder |
| COPRODUCE_HOST | the address the server listens on | 127.0.0.1 |
| COPRODUCE_SITES | names this site answers to, by commas | this machine only |
| COPRODUCE_PROXIES | how many servers pass a request on before it comes here | 1 with COPRODUCE_SITES, else 0 |
| COPRODUCE_SECOND_STEP_FROM | the day, like 2027-01-31, from which roles need a second step | they are only asked |
| COPRODUCE_TIE_HALF_DAYS | days after which a tie between two people counts half | 30 |
| COPRODUCE_PSEUDO | 1 to see every page in a language nobody speaks, from right to left | off |
| COPRODUCE_LOG | json: a line of JSON for each request and each trouble | trouble only, in words |
| COPRODUCE_EMAIL | smtp://… | letters are written to outbox/ in the data folder |
| COPRODUCE_FROM | who letters are from | Coproduce <coproduce@localhost> |
| COPRODUCE_RETURNED_TO | the address letters that do not arrive go back to | who they are from |
| COPRODUCE_RETURNED_MAILBOX | imaps://name:password@host/folder, read for letters that came back | none is read |
| COPRODUCE_BACKUP_PASSPHRASE | locks every backup, those made by themselves too | backups lie open |
"""

from datetime import date
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from coproduce.arenas import ARENAS
from coproduce.web import secret

env = environ.Env()

DATA = Path(env("COPRODUCE_DATA", default="var")).absolute()
HOST = env("COPRODUCE_HOST", default="127.0.0.1")
SITES: list[str] = env.list("COPRODUCE_SITES", default=[])
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def _is_at_home(host: str) -> bool:
    """Whether this is the number of one machine in a house, which no certificate can be had for."""
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return address.is_private and not address.is_unspecified


#: Others can reach it; and they do over TLS, unless it is by a bare number in a house.
IS_PUBLIC = HOST not in LOOPBACK or bool(SITES)
HAS_TLS = IS_PUBLIC and (bool(SITES) or not _is_at_home(HOST))

SECRET_KEY = env("COPRODUCE_SECRET", default="") or secret.kept_in(DATA)
DEBUG = False
ALLOWED_HOSTS = [*SITES, *([HOST] if _is_at_home(HOST) else []), "localhost", "127.0.0.1", "[::1]"]
#: How letters name this site; nothing while only this machine can see it.
ADDRESS = next((f"https://{site}" for site in SITES), "")
CSRF_TRUSTED_ORIGINS = [f"https://{site}" for site in SITES]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_cotton",
    "django_htmx",
    "coproduce.community.base",
    "coproduce.community.people",
    "coproduce.community.ledger",
    "coproduce.community.notices",
    "coproduce.community.exchange",
    "coproduce.community.decisions",
    "coproduce.community.trust",
    "coproduce.community.evidence",
    "coproduce.community.privacy",
    *(f"coproduce.arenas.{slug}" for slug in ARENAS),
    "coproduce.web",
    "coproduce.web.lab",
]

MIDDLEWARE = [
    "coproduce.web.logs.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "coproduce.web.middleware.CompressMiddleware",  # before the next, so that the look is sent small too
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "coproduce.web.problems.ProblemMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "coproduce.web.signing_in.devices.DeviceMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "coproduce.web.middleware.CommunityMiddleware",
]

ROOT_URLCONF = "coproduce.web.urls"
WSGI_APPLICATION = "coproduce.web.wsgi.application"

# django-cotton puts its loaders and tags into this list when the applications are ready.
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],  # before allauth's own
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "coproduce.web.context.house",
            ]
        },
    }
]

#: SQLite is opened so that one writer waits for another instead of failing, and a commit survives a power cut.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=134217728; "
        "PRAGMA journal_size_limit=27103364; PRAGMA cache_size=-20000; PRAGMA temp_store=MEMORY; "
        "PRAGMA secure_delete=ON;"
    ),
}


def _database(url: str) -> dict[str, Any]:
    if url:
        return {**environ.Env.db_url_config(url), "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(DATA / "coproduce.sqlite3"), "OPTIONS": SQLITE_OPTIONS}


DATABASES = {"default": {**_database(env("DATABASE_URL", default="")), "ATOMIC_REQUESTS": False}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Sign-in limits are counted here; when the store is down they refuse. It holds so much that nobody who floods it
# pushes out what was counted before.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "base_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
#: Only for the word beside a card; nobody has a password.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "coproduce.web.signing_in.adapter.Adapter"
ACCOUNT_FORMS = {"request_login_code": "coproduce.web.signing_in.adapter.RequestLoginCodeForm"}
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""  # letters name the site in their own words
ACCOUNT_SESSION_REMEMBER = True
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("COPRODUCE_PROXIES", default=1 if SITES else 0)
#: Tries: from one address, at one account by strangers to it, and on the whole site; see `signing_in.limits`.
ACCOUNT_RATE_LIMITS = {
    "letter": "10/m/ip,60/h/ip,3/m/key,10/h/key",
    "letter_everywhere": "600/h/key",
    "code": "20/m/ip,100/h/ip,30/h/key",
    "code_everywhere": "2000/h/key",
    "card": "10/m/ip,100/h/ip",
    "card_everywhere": "300/h/key",
    "letter_again": "10/m/ip,6/h/key",
    "letter_again_everywhere": "600/h/key",
    "address": "10/m/ip,6/h/key",
    "address_everywhere": "300/h/key",
    "apply": "5/m/ip,20/h/ip",
    "apply_everywhere": "100/h/key",
    "open_card": "5/m/ip,20/h/ip",
    "open_card_everywhere": "100/h/key",
}

MFA_ADAPTER = "coproduce.web.signing_in.second_step.Adapter"
MFA_FORMS = {"authenticate": "coproduce.web.signing_in.second_step.AuthenticateForm"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an address is proved by each code it is sent
MFA_TOTP_ISSUER = "Coproduce"
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute off
SECOND_STEP_FROM = (
    date.fromisoformat(env("COPRODUCE_SECOND_STEP_FROM")) if env("COPRODUCE_SECOND_STEP_FROM", default="") else None
)

EMAIL_CONFIG = (
    environ.Env.email_url_config(env("COPRODUCE_EMAIL"))
    if env("COPRODUCE_EMAIL", default="")
    else {"EMAIL_BACKEND": "coproduce.web.outbox.OutboxBackend", "EMAIL_FILE_PATH": str(DATA / "outbox")}
)
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 30  # seconds: a mail server that says nothing does not hold the worker
DEFAULT_FROM_EMAIL = env("COPRODUCE_FROM", default="Coproduce <coproduce@localhost>")
RETURNED_TO = env("COPRODUCE_RETURNED_TO", default="")
RETURNED_MAILBOX = env("COPRODUCE_RETURNED_MAILBOX", default="")

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English"))]
TIE_HALF_DAYS = env.int("COPRODUCE_TIE_HALF_DAYS", default=30)
PSEUDO = env.bool("COPRODUCE_PSEUDO", default=False)

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
#: A name that begins so is only taken over TLS, from this host alone, for all of it.
_HOST = "__Host-" if HAS_TLS else ""
SESSION_COOKIE_NAME = f"{_HOST}session"
CSRF_COOKIE_NAME = f"{_HOST}form"
LANGUAGE_COOKIE_NAME = f"{_HOST}language"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 90 * 24 * 3600  # `signing_in.rules.LONGEST_DAYS`; idle ones end sooner
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "coproduce.web.errors.page_too_old"

# A site on the open internet stands behind TLS; a kitchen table does not.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HAS_TLS else None
SECURE_SSL_REDIRECT = HAS_TLS
SESSION_COOKIE_SECURE = HAS_TLS
CSRF_COOKIE_SECURE = HAS_TLS
LANGUAGE_COOKIE_SECURE = HAS_TLS
SECURE_HSTS_SECONDS = 31536000 if HAS_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HAS_TLS
SECURE_HSTS_PRELOAD = HAS_TLS

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

#: Whether something collects lines: each request has one then.
IS_COLLECTED = env("COPRODUCE_LOG", default="") == "json"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "coproduce.web.logs.Plain"}, "json": {"()": "coproduce.web.logs.Json"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json" if IS_COLLECTED else "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"coproduce": {"level": "INFO" if IS_COLLECTED else "WARNING"}},
}
