"""The site's settings as the tests need them: the same on every machine, whatever its .env says."""

import os

# DATABASE_URL and CACHE_URL of the environment are honoured, so that the suite runs on other servers too.
os.environ |= {
    "ENV_FILE": os.devnull,
    "SECRET_KEY": "only-for-tests-only-for-tests-only-for-tests-only-for-tests",
    "DEBUG": "False",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "SITE_URL": "https://relations.example.org",
    "SECURE_SSL_REDIRECT": "False",
    "FIXTURE_SET": "",
    "FORMAT_LOCALES": "en=en_GB,es=es_PE",
    "TIME_ZONE": "UTC",
    "FOUR_EYES": "False",
    "SECOND_FACTOR": "False",
    "EMAIL_URL": "consolemail://",
    "DEFAULT_FROM_EMAIL": "relations@example.org",
    "PROXIES": "0",
    "SECURITY_CONTACT": "",
}

from config.settings import *  # noqa: F403
from config.settings import STORAGES

# A manifest would need `collectstatic`.
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Nothing is collected into STATIC_ROOT, and nobody serves from there.
WHITENOISE_AUTOREFRESH = True
