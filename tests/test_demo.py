"""The demonstration: a second pair's set is complete, and the site shows it without a line of code being touched."""

import json
import re
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.urls import get_resolver, resolve
from django.utils import timezone
from django.utils.translation import override
from lxml import html

from relations.models import (
    RECORD_TYPES,
    Agreement,
    AgreementStatus,
    Basis,
    Conflict,
    Load,
    Revision,
    State,
    Statement,
    TradeFigure,
)
from tests.cast import member_of
from tests.demo_story import SET, tell
from tests.fixture_sets import fields_of

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en", "es", "ko")
# So many pages of each kind are read in each language.
PAGES_OF_A_KIND = 2


@pytest.fixture
def told():
    """The site as `make demo` shows it."""
    member_of("Editors", "editor")
    member_of("Publishers", "publisher")
    tell(at=timezone.now())


def files():
    return {path.name: json.loads(path.read_text("utf-8")) for path in SET.glob("*.json")}


def rows_of(model):
    rows = [row for rows in files().values() for row in rows]
    return [row["fields"] for row in rows if row["model"] == model._meta.label_lower]


@pytest.mark.parametrize("model", RECORD_TYPES, ids=lambda model: model.type_name())
def test_the_set_holds_every_type_of_record_and_every_choice_of_it(model):
    rows = rows_of(model)
    assert rows
    for field in (field for field in model._meta.fields if field.choices and field.name != "basis"):
        missing = {value for value, _label in field.choices if value} - {row.get(field.name) for row in rows}
        assert missing <= {"not_stated"}, field.name


def test_statements_rest_on_their_passages_in_each_way():
    assert {row.get("basis") for model in Statement.__subclasses__() for row in rows_of(model)} == set(Basis)


def test_one_record_alone_lacks_a_translation_to_show_the_fallback():
    lacking = {
        row["slug"]
        for model in RECORD_TYPES
        for row in rows_of(model)
        for name in row
        if name.endswith("_en") and any(f"{name[:-3]}_{language}" not in row for language in LANGUAGES)
    }
    assert lacking == {"radio-bridge"}


def test_the_files_are_written_as_a_set_is_exported():
    for path in SET.glob("*.json"):
        text = path.read_text("utf-8")
        assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2, sort_keys=True) + "\n", path.name


def test_the_set_alone_makes_a_whole_site_of_another_pair(client, capsys):
    call_command("reload_fixtures", str(SET))
    assert f"{sum(map(len, files().values()))} created, 0 unchanged" in capsys.readouterr().out
    traces = names_of_the_first_pair()
    assert traces.search("Relaciones Perú-Corea")
    for language in LANGUAGES:
        kinds = read_pages(client, language)
        assert set(kinds) == PAGES
        for address, text in (page for pages in kinds.values() for page in pages):
            assert not traces.search(text), address
    assert not traces.search(client.get("/theme.css").content.decode())


def names_of_the_first_pair():
    """As its fixtures give them, as whole words; in the switch's 한국어 no country is meant."""
    rows = json.loads((ROOT / "fixtures" / "peru-korea" / "party.json").read_text("utf-8"))
    names = {text for row in rows for name, text in row["fields"].items() if name.startswith(("name_", "formal_name_"))}
    assert len(names) > len(LANGUAGES)
    return re.compile("|".join(rf"\b{re.escape(name)}(?!어)(?![a-zñ])" for name in names))


# Every kind of page, by the name of its view; `urls` has versions of each beside. To what changed in a version only a
# second one leads, and to the form for mistakes an address with a query.
PAGES = {
    name
    for name in get_resolver("relations.urls").reverse_dict
    if isinstance(name, str) and not name.endswith("_changes") and name not in {"report", "report_thanks"}
}


def read_pages(client, language):
    """Some pages of each kind, found by following links from home: addresses and texts by the name of their view."""
    kinds: dict[str, list[tuple[str, str]]] = {}
    seen, to_do = set(), [f"/{language}/"]
    while to_do:
        address = to_do.pop(0)
        with override(language):
            kind = resolve(address).view_name
        if len(kinds.get(kind, [])) == PAGES_OF_A_KIND:
            continue
        response = client.get(address)
        assert response.status_code == 200, address
        text = response.content.decode()
        kinds.setdefault(kind, []).append((address, text))
        if not response["Content-Type"].startswith("text/html"):
            continue
        links = [urldefrag(urljoin(address, link)).url for link in html.fromstring(text).xpath("//a/@href")]
        new = [link for link in dict.fromkeys(links) if link.startswith(f"/{language}/") and "?" not in link]
        to_do += [link for link in new if link not in seen and "versions" not in link]
        seen |= set(new)
    return kinds


def test_every_status_of_an_agreement_is_there_and_one_has_nine_actions():
    call_command("reload_fixtures", str(SET))
    agreements = list(Agreement.objects.live().with_actions())
    assert {agreement.status(timezone.localdate()) for agreement in agreements} == set(AgreementStatus)
    assert 9 in {len(agreement.live_actions) for agreement in agreements}
    for name in ("amends", "replaces", "implements"):
        assert any(getattr(agreement, name).exists() for agreement in agreements)


def test_every_card_of_the_first_page_has_something(told, client):
    titles: set[str] = set()
    for username in ("editor", "publisher"):
        client.force_login(User.objects.get(username=username))
        shown = client.get("/admin/").context["dashboard"]
        titles |= {str(card["title"]) for card in shown["cards"] if card["lines"]}
        assert {str(title) for title in shown["quiet"]} <= {"Returned to me", "My other drafts"}
    assert {"Returned to me", "My other drafts", "Waiting for my review", "Anniversaries ahead"} <= titles


def test_staff_have_something_of_everything_to_look_at(told, client):
    assert [revision.slug for revision in Revision.objects.filter(state=State.IN_REVIEW)] == ["visit-to-brumalta"]
    assert [revision.slug for revision in Revision.objects.filter(state=State.SCHEDULED)] == ["scholarships"]
    assert Load.objects.count() == 2
    conflict = Conflict.objects.waiting().get()
    assert [side["value"] for side in (conflict.base, conflict.site, conflict.fixture)] == [
        fields_of(files(), "exports-2025")["value"],
        "1473100000.00",
        "1471900000.00",
    ]
    assert TradeFigure.objects.get(slug="exports-2025").value == 1_473_100_000
    gone = client.get("/es/initiatives/ferry-study/")
    assert gone.status_code == 410
    assert "/es/initiatives/night-ferry-terminal/" in gone.content.decode()
    former = client.get("/ko/agreements/rail-transit/versions/1/").content.decode()
    assert fields_of(files(), "rail-transit")["summary_ko"] in former
    assert "운임은 정하지 않았습니다" in client.get("/ko/agreements/rail-transit/versions/2/").content.decode()
