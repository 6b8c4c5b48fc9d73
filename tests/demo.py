"""A full site of an invented pair of countries, to look at: `make demo`, or `python -m tests.demo`.

It has a database of its own, made afresh at every start, and needs no `.env`. PORT says where it is served.
"""

import os
import secrets
import socket
import sys
from pathlib import Path

import django
from django.core.management import call_command
from django.test.utils import override_settings
from django.utils import timezone

ROOT = Path(__file__).resolve().parent.parent
DATABASE = ROOT / "demo.sqlite3"

# Whatever a machine's environment or .env says of another site must not get in the way.
SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "ENV_FILE": os.devnull,
    "DEBUG": "True",
    "ALLOWED_HOSTS": "localhost,127.0.0.1",
    "DATABASE_URL": f"sqlite:///{DATABASE}",
    "CACHE_URL": "locmemcache://",
    "FIXTURE_SET": "",
    "FOUR_EYES": "False",
    "EMAIL_URL": "consolemail://",
    "DEFAULT_FROM_EMAIL": "relations@localhost",
    "TIME_ZONE": "UTC",
    "FORMAT_LOCALES": "en=en_GB,es=es_PE",
    "SECURE_SSL_REDIRECT": "False",
}


def main() -> None:
    """Make the database, fill it, and serve it until Ctrl-C."""
    port = os.environ.get("PORT", "8000")
    address = f"127.0.0.1:{port}"
    if not port.isdecimal() or not 0 < int(port) < 65536:
        sys.exit(f"PORT is {port!r}: write a number like 8001.")
    if not _is_free(int(port)):
        sys.exit(f"Something is served on {address} already: stop it, or choose another, like PORT=8001 make demo.")
    os.environ |= SETTINGS | {"SECRET_KEY": secrets.token_urlsafe(50), "SITE_URL": f"http://{address}"}
    for file in ROOT.glob(f"{DATABASE.name}*"):
        file.unlink()
    django.setup()
    from tests.demo_story import tell  # models can be imported from here on

    call_command("migrate", verbosity=0)
    call_command("make_staff")
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend"):
        tell(at=timezone.now())
    sys.stdout.write(
        f"\nThe demonstration:  http://{address}/\nIts admin:          http://{address}/admin/\n"
        "It starts afresh each time. Stop with Ctrl-C.\n\n"
    )
    sys.stdout.flush()
    call_command("runserver", address, use_reloader=False)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


if __name__ == "__main__":
    main()
