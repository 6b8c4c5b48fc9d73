"""The house stays as README draws it: which way data flows, where rules live, what no file may hold."""

import ast
import json
import re
import subprocess
from pathlib import Path

import pytest
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parent.parent
APP = ROOT / "relations"
TEMPLATES = ROOT / "templates"
MODULES = [path for path in sorted(APP.rglob("*.py")) if "migrations" not in path.parts]

PURE: set[str] = set()
WORDS = {"dates", "languages", "richtext", "wording", "colours"}
MAY_IMPORT = {
    "dates": PURE,
    "richtext": PURE,
    "colours": PURE,
    "addresses": PURE,
    "languages": PURE,
    "magnitudes": PURE,
    "wording": {"dates", "languages", "magnitudes"},
    "acts": {"dates", "wording"},
    "models": {"addresses", "dates", "languages"},
    "merge": PURE,
    "differences": PURE,
    "parity": PURE,
    "values": {"models", "dates", "languages", "richtext"},
    "publishing": {"values", "merge", "models", "dates", "languages", "parity"},
    "loading": {"publishing", "values", "merge", "models", "dates", "languages", "differences"},
    "limits": PURE,
    "audit": {"models", "publishing"},
    "second_factor": {"audit", "models"},
    "due": {"publishing"},
    "edition_cache": {"models"},
    "timeline": {"models", "dates"},
    "charts": {"dates"},
    "parts": {"models", "wording"},
    "sections": {"models"},
    "excerpts": {"models", "languages", "richtext"},
    "search": {"excerpts", "models", "languages"},
    "value_words": {"models", "dates", "wording"},
    "changes": {"parts", "value_words", "values", "differences", "models"} | WORDS,
    "quotes": {"citation", "parts", "models", "dates", "languages", "wording"},
    "numbering": {"models"},
    "briefs": {"numbering", "models", "dates", "languages"},
    "updates": {"parts", "models", "languages"},
    "feeds": {"updates", "parts", "models", "languages"},
    "reports": {"publishing", "models", "wording"},
    "opendata": {"parts", "models", "dates", "languages", "richtext"},
    "citation": {"models", "dates", "languages", "wording"},
    "linked_data": {"opendata", "models", "languages"},
    "metadata": {"linked_data", "sections", "models", "languages", "richtext", "wording"},
    "calendars": {"models", "dates", "languages", "wording"},
    "sitemaps": {"metadata", "sections", "models", "languages"},
    "samples": {"briefs", "citation", "differences", "opendata", "quotes", "timeline", "updates"}
    | {"dates", "languages", "models", "templatetags"},
    "views": {"samples", "timeline", "opendata", "citation", "linked_data", "metadata", "calendars", "sitemaps"}
    | {
        "search",
        "excerpts",
        "updates",
        "feeds",
        "changes",
        "quotes",
        "briefs",
        "numbering",
        "reports",
        "parts",
        "sections",
    }
    | {"edition_cache", "due", "publishing", "values", "models"}
    | WORDS,
    "freezing": {"views", "edition_cache", "sections", "models", "languages"},
    "health": {"edition_cache"},
    "proxies": PURE,
    "browser_policy": PURE,
    "body_size": PURE,
    "backups": {"models"},
    "urls": {"views"},
    "admin": {"timeline", "loading", "publishing", "values", "merge", "models", "differences"}
    | {"parts", "reports", "value_words"}
    | {"audit", "limits", "second_factor"}
    | WORDS,
    "checks": {"admin", "models"},
    "management": {"loading", "publishing", "views", "models", "reports", "second_factor"}
    | {"backups", "edition_cache", "freezing"},
    "templatetags": {"acts", "charts", "models", "parts", "sections", "updates"} | WORDS,
    "apps": {"models", "publishing", "checks", "admin"},
}


def layer(path):
    """The layer of the house that a module stands in: its package, or itself."""
    return path.relative_to(APP).parts[0].removesuffix(".py")


def imported_layers(path):
    for node in ast.walk(ast.parse(path.read_text())):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        yield from (name.split(".")[1] for name in names if name.startswith("relations."))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(APP)))
def test_imports_run_one_way(path):
    if path.parent == APP and path.name == "__init__.py":
        return
    own = layer(path)
    assert set(imported_layers(path)) <= MAY_IMPORT[own] | {own}


def test_only_the_queryset_says_what_the_public_may_see():
    elsewhere = [path for path in MODULES if path != APP / "models" / "record.py" and "live=True" in path.read_text()]
    assert elsewhere == []


def test_no_model_overrides_save_and_few_signals_are_received():
    """The groups: neither do they survive a flush nor can a migration make them.

    And the four by which Django and the counter of attempts say who signed in or was refused: they have no other
    way of saying so, whichever page or program signs somebody in.
    """
    pattern = re.compile(r"def save\(|@receiver|\w+\.connect\(")
    found = {str(path.relative_to(APP)): pattern.findall(path.read_text()) for path in MODULES}
    signals = ("post_migrate", "user_logged_in", "user_logged_out", "user_login_failed", "user_locked_out")
    received = {"apps.py": [f"{signal}.connect(" for signal in signals]}
    assert {path: lines for path, lines in found.items() if lines} == received


def test_the_clock_is_read_at_the_edges_only():
    pattern = re.compile(r"timezone\.(now|localdate|localtime)\(|date\.today\(|datetime\.now\(")
    readers = {layer(path) for path in MODULES if pattern.search(path.read_text())}
    assert readers <= {"edition_cache", "health", "views", "admin", "management"}


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.*")), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_every_template_compiles_and_is_short(path):
    get_template(str(path.relative_to(TEMPLATES)))
    assert len(path.read_text().splitlines()) <= 100


def test_templates_carry_no_inline_style_or_script():
    # Linked data is a text that no browser runs.
    pattern = re.compile(r'<script(?![^>]*\bsrc=|\stype="application/ld\+json">)|<style|\sstyle=|\son[a-z]+=', re.I)
    assert [str(path) for path in TEMPLATES.rglob("*.html") if pattern.search(path.read_text())] == []


def test_python_files_have_one_subject():
    long = {
        str(path.relative_to(ROOT)): lines for path in MODULES if (lines := len(path.read_text().splitlines())) > 300
    }
    assert long == {}


def names_in_the_fixtures():
    """The names of parties, places and authors of every set."""
    names = set()
    for path in (ROOT / "fixtures").glob("*/*.json"):
        for row in json.loads(path.read_text()):
            wanted = {
                "relations.party": ("name_", "formal_name_", "adjective_"),
                "relations.source": ("author_", "office_"),
            }
            prefixes = (*wanted.get(row["model"], ()), "place_")
            names |= {value for name, value in row["fields"].items() if name.startswith(prefixes) and value}
    return names


def test_the_code_knows_no_country():
    names = names_in_the_fixtures()
    assert len(names) > 10
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in sorted(names)))
    folders = [APP, ROOT / "config", TEMPLATES, ROOT / "static"]
    texts = [
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and path.suffix in {".py", ".html", ".css", ".svg", ".txt", ".po", ".js"}
    ]
    found = {str(path.relative_to(ROOT)): match[0] for path in texts if (match := pattern.search(path.read_text()))}
    assert found == {}


def test_every_command_is_in_the_readme():
    readme = (ROOT / "README.md").read_text()
    for path in (APP / "management" / "commands").glob("[!_]*.py"):
        assert path.stem in readme
    for target in re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(), re.M):
        assert f"make {target}" in readme, f"make {target} is not in README"


def test_no_file_names_a_package_registry():
    hosts = re.compile(
        r"\b(?:pypi" + r"\.org|files\.python" + r"hosted\.org|registry\.npm" + r"js\.org|deb\.debian" + r"\.org)\b"
    )
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout  # noqa: S607
    for name in listed.splitlines():
        path = ROOT / name
        if path.is_file() and path.suffix not in {".png", ".mo", ".jpg"}:
            assert not hosts.search(path.read_text(errors="ignore")), name
