"""The WSGI application that a production server loads: `gunicorn config.wsgi`."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

django_application = get_wsgi_application()

# What follows needs the applications to be loaded.
from relations.due import publish_what_is_due  # noqa: E402
from relations.edition_cache import EditionCache  # noqa: E402
from relations.health import Health  # noqa: E402
from relations.views.frame import KNOWN_PARAMETERS  # noqa: E402

application = Health(
    EditionCache(
        django_application,
        parameters=KNOWN_PARAMETERS,
        publish_due=publish_what_is_due,
        most=settings.PAGES_IN_MEMORY,
    )
)
