"""Settings come from the environment; a wrong one stops the start and is named."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
VALID = {"ENV_FILE": os.devnull, "SECRET_KEY": "x" * 60, "PATH": os.environ["PATH"]}


def start(**variables):
    """What `manage.py check` says under these variables, and nothing else of the environment."""
    command = [sys.executable, "manage.py", "check"]
    return subprocess.run(command, cwd=ROOT, env=VALID | variables, capture_output=True, text=True)  # noqa: S603


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("DEBUG", "maybe"),
        ("SECURE_SSL_REDIRECT", "2"),
        ("SITE_URL", "relations.example.org"),
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", "unknown://user:secret@host/name"),
        ("CACHE_URL", "unknown://"),
        ("EMAIL_URL", "nonsense"),
        ("EMAIL_URL", "unknown://user:secret@host:587"),
        ("DEFAULT_FROM_EMAIL", "The embassy"),
        ("FORMAT_LOCALES", "en=xx_YY"),
        ("TIME_ZONE", "Mars/Phobos"),
        ("FIXTURE_SET", "atlantis"),
        ("PROXIES", "one"),
        ("PROXIES", "-1"),
        ("SECURITY_CONTACT", "security@example.org"),
        ("SECURITY_CONTACT", "mailto:nobody"),
        ("SECURITY_CONTACT", "http://example.org/security"),
    ],
)
def test_a_wrong_setting_is_named_at_the_start(name, value):
    ended = start(**{name: value})
    assert ended.returncode != 0
    last_line = ended.stderr.strip().splitlines()[-1]
    assert name in last_line
    assert "secret@" not in last_line


def test_a_secret_key_is_all_that_must_be_given():
    ended = start()
    assert (ended.returncode, ended.stderr) == (0, "System check identified no issues (0 silenced).\n"[:0])


def test_every_setting_is_explained_in_the_example_and_named_in_the_readme():
    text = (ROOT / "config" / "settings.py").read_text()
    names = set(re.findall(r"""(?:env[.\w]*|flag|environ\.get)\(\s*"([A-Z_]+)\"""", text))
    assert {"SECRET_KEY", "DEBUG", "DATABASE_URL", "FORMAT_LOCALES"} <= names
    example = (ROOT / ".env.example").read_text()
    readme = (ROOT / "README.md").read_text()
    for name in names:
        assert re.search(rf"\n\n(# .*\n)+#?{name}=", example), f"{name} has no explanation in .env.example"
        assert f"`{name}`" in readme, f"{name} is not in README"


def test_sqlite_takes_the_write_lock_at_once_and_waits_for_it(settings):
    database = settings.DATABASES["default"]
    if "sqlite" not in database["ENGINE"]:
        pytest.skip("another database is being tested")
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert database["OPTIONS"]["timeout"] == 20


ASKED = """
from django.test import RequestFactory
from config.wsgi import application
for host in ("localhost", "elsewhere.example.org"):
    environ = RequestFactory(headers={"host": host}).get("/en/").environ
    application(environ, lambda status, headers, exc_info=None: print(status))
"""


def asked_without_a_database(**variables):
    # The tests' settings ask for no static files that `collectstatic` would have to make first.
    environment = VALID | {"DATABASE_URL": "sqlite:////nowhere/at/all", "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-c", ASKED]
    return subprocess.run(command, cwd=ROOT, env=environment | variables, capture_output=True, text=True)  # noqa: S603


def test_what_breaks_in_production_is_told_in_the_log_and_what_strangers_send_is_not():
    ended = asked_without_a_database()
    assert ended.stdout == "503 Service Unavailable\n400 Bad Request\n"
    assert ended.stderr.startswith("Service Unavailable: /en/\nTraceback")
    assert "unable to open database file" in ended.stderr
    assert "elsewhere" not in ended.stderr
