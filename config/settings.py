"""Settings of the site: read from the environment, and under it from the file `.env`.

Every variable is named, with its default and meaning, in `.env.example`. A wrong value stops the
start with a message that names the variable (`ImproperlyConfigured`, or a system check).
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.utils import parseaddr
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import environ
from babel import Locale
from csp.constants import NONCE, NONE, SELF
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured
from django.core.validators import EmailValidator, URLValidator

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
# Tests point ENV_FILE at nothing, so that no machine's .env decides how they end.
environ.Env.read_env(os.environ.get("ENV_FILE", BASE_DIR / ".env"))


@contextmanager
def naming(name: str, example: str) -> Iterator[None]:
    """Turn whatever goes wrong with a variable into one message that names it and shows how to write it."""
    try:
        yield
    except Exception as error:
        # An address may hold a password, which must not end in a log.
        is_secret = name.endswith(("DATABASE_URL", "CACHE_URL", "EMAIL_URL"))
        value = "wrong" if is_secret else repr(env.str(name, default=""))
        raise ImproperlyConfigured(f"{name} is {value}: write {example}.") from error


def flag(name: str, *, default: bool) -> bool:
    """Read a yes-or-no variable; unlike `env.bool`, refuse what is neither instead of reading it as no."""
    words = {"true": True, "1": True, "yes": True, "on": True, "false": False, "0": False, "no": False, "off": False}
    with naming(name, "True or False"):
        return words[env.str(name, default=str(default)).strip().lower()]


DEBUG = flag("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is not set: write one into .env (`make run` does), or into the environment.")
ALLOWED_HOSTS = [host.strip() for host in env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])]

with naming("SITE_URL", "an address like https://relations.example.org"):
    SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
    URLValidator(schemes=["http", "https"])(SITE_URL)

with naming("FIXTURE_SET", "the name of a folder in fixtures/, or nothing"):
    FIXTURE_SET = env.str("FIXTURE_SET", default="")
    if FIXTURE_SET:
        (BASE_DIR / "fixtures" / FIXTURE_SET).resolve(strict=True)

# Applications and the way of a request

INSTALLED_APPS = [
    "relations",
    "relations.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "translated_fields",
    "django_prose_editor",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
]

MIDDLEWARE = [
    "relations.proxies.ReadersAddress",
    "relations.browser_policy.BrowserPolicy",
    "relations.body_size.BodySize",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Like the one before, it looks at nothing until somebody asks who it is: public pages never do.
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Data

with naming("DATABASE_URL", "an address like sqlite:////var/lib/relations/db.sqlite3"):
    DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
    import_module(f"{DATABASES['default']['ENGINE']}.base")
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE takes the write lock at the start of a transaction: without it, two that read and then
    # write the same row fail instead of waiting. WAL lets readers go on meanwhile.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL",
    }
# A connection is kept, and tried before it is used again: the server may have been started anew meanwhile.
DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
with naming("CACHE_URL", "an address like locmemcache:// or redis://127.0.0.1:6379/0"):
    CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Languages: the first is the main one, in which every published record has its title.

LANGUAGE_CODES = ["en", "es", "ko"]
LANGUAGES = [(code, LANG_INFO[code]["name_local"]) for code in LANGUAGE_CODES]
LANGUAGE_CODE = LANGUAGE_CODES[0]
# The locale by which each language's dates, numbers and amounts are written; others follow the language alone.
with naming("FORMAT_LOCALES", "languages with a locale each, like en=en_001,es=es_419"):
    FORMAT_LOCALES = env.dict("FORMAT_LOCALES", default={"en": "en_001"})
    for identifier in FORMAT_LOCALES.values():
        Locale.parse(identifier.replace("-", "_"))
# The catalogues hold the texts of the templates too, which belong to no application.
LOCALE_PATHS = [BASE_DIR / "relations" / "locale"]
USE_I18N = True
USE_TZ = True
with naming("TIME_ZONE", "a name of the time zone database, like UTC"):
    TIME_ZONE = env.str("TIME_ZONE", default="UTC")
    ZoneInfo(TIME_ZONE)

# Pages that are kept, always those of the current edition (`relations.edition_cache`)

with naming("PAGES_IN_MEMORY", "a number of megabytes, like 64; 0 keeps none"):
    # In bytes, of each process. While developing, a changed template shall be seen at once.
    PAGES_IN_MEMORY = 0 if DEBUG else env.int("PAGES_IN_MEMORY", default=64) * 1024 * 1024
# Where all processes reach one cache, a page is rendered once for all of them.
PAGES_ARE_SHARED = CACHES["default"]["BACKEND"].endswith(".RedisCache")
if PAGES_ARE_SHARED:
    # A server that does not answer makes the site slower, by no more than this.
    CACHES["default"].setdefault("OPTIONS", {}).update(socket_connect_timeout=1, socket_timeout=1)
with naming("CDN_MAX_AGE", "a number of seconds, like 60; 0 lets every request through"):
    CDN_MAX_AGE = env.int("CDN_MAX_AGE", default=0)

# Static files

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        # The manifest storage needs `collectstatic`, which nobody runs while developing.
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}

# People

# Whether a draft needs a second person to publish it.
FOUR_EYES = flag("FOUR_EYES", default=False)

# Whether nobody works in the admin without a second factor; where not, it is offered, and asked of those who set it up.
SECOND_FACTOR = flag("SECOND_FACTOR", default=not DEBUG)
# What the app on a phone calls the site.
OTP_TOTP_ISSUER = urlsplit(SITE_URL).hostname

# Wrong passwords and codes of all processes are counted in the database (`relations.limits`).
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_HANDLER = "relations.limits.Counter"
AXES_CLIENT_IP_CALLABLE = "relations.limits.address_of"
# In this order: of a name from an address, and of an address as a whole.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "ip_address"]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=30)
# Who is told to wait half an hour need not wait longer for having tried meanwhile.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
# Of what was posted, the library writes down nothing that somebody typed.
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "email", "code", "_kept", "next", "csrfmiddlewaretoken"]
# Our own log says who signed in, and our own pages who has to wait: hence no middleware of the library, either.
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
SILENCED_SYSTEM_CHECKS = ["axes.W002"]

# A working day after signing in, or when the browser is closed, one signs in anew; what was typed is kept.
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# No script of ours reads the token of forms, so none of others shall.
CSRF_COOKIE_HTTPONLY = True
# For so long the link in a mail sets a new password.
PASSWORD_RESET_TIMEOUT = 60 * 60

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Mail to the staff, sent by the process that answers: it must not wait long for a server that is down.

with naming("EMAIL_URL", "an address like smtp+tls://user:password@mail.example.org:587 or consolemail://"):
    vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = 10
with naming("DEFAULT_FROM_EMAIL", "an address like relations@example.org, or The embassy <relations@example.org>"):
    DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="relations@localhost")
    EmailValidator()(parseaddr(DEFAULT_FROM_EMAIL)[1])

# The log, on stderr, which systemd writes into the journal. While developing, Django itself says all of it.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"in_production": {"()": "django.utils.log.RequireDebugFalse"}},
    "handlers": {"log": {"class": "logging.StreamHandler", "level": "ERROR", "filters": ["in_production"]}},
    "loggers": {
        # What broke, with its traceback; Django's own settings would mail it, and say it nowhere else.
        "django.request": {"handlers": ["log"]},
        # Whoever asks by a name that is not ours is told so; a log that anybody can fill is of no use.
        "django.security.DisallowedHost": {"handlers": ["log"], "level": "CRITICAL", "propagate": False},
    },
}

# Safety

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        # The nonce is in the header only where a page has one: in the admin, for the editor's import map.
        "script-src": [SELF, NONCE],
        "base-uri": [NONE],
        "form-action": [SELF],
        # The admin shows public pages and previews in frames; itself it is in none (`relations.admin.site`).
        "frame-ancestors": [SELF],
        "object-src": [NONE],
    },
}
with naming("PROXIES", "how many trusted servers stand in front, like 1; 0 if readers reach this one"):
    PROXIES = env.int("PROXIES", default=0)
    if PROXIES < 0:
        raise ValueError
with naming("SECURITY_CONTACT", "an address like mailto:security@example.org or https://example.org/security"):
    SECURITY_CONTACT = env.str("SECURITY_CONTACT", default="")
    if SECURITY_CONTACT.startswith("mailto:"):
        EmailValidator()(SECURITY_CONTACT.removeprefix("mailto:"))
    elif SECURITY_CONTACT:
        URLValidator(schemes=["https"])(SECURITY_CONTACT)
# The fields of a form in bytes, without files; the number of its fields, each box that is ticked being one; its files.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 5
# What staff may send at once: a content set as a zip (`relations.loading.archive`), and the form around it.
UPLOAD_MAX_SIZE = 21 * 1024 * 1024
SECURE_SSL_REDIRECT = flag("SECURE_SSL_REDIRECT", default=not DEBUG)
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_SSL_REDIRECT else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_SSL_REDIRECT
SECURE_HSTS_PRELOAD = SECURE_SSL_REDIRECT
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = SECURE_SSL_REDIRECT
CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT
# For browsers without `frame-ancestors`; public pages and previews say SAMEORIGIN instead.
# A form that was open while its reader signed in anew is not lost.
CSRF_FAILURE_VIEW = "relations.admin.keeping.csrf_failure"
X_FRAME_OPTIONS = "DENY"
