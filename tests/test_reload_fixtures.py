"""`reload_fixtures`: a whole set or nothing, every fault named."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from relations.models import RECORD_TYPES, Milestone, Party, Relationship, TradeFigure
from tests.fixture_sets import MANIFEST, fields_of, row, small_set, write_set

pytestmark = pytest.mark.django_db


def load(folder, capsys):
    call_command("reload_fixtures", str(folder))
    return capsys.readouterr().out


def refusal(folder):
    """The message with which a set is refused; nothing may have been written."""
    with pytest.raises(CommandError) as refused:
        call_command("reload_fixtures", str(folder))
    assert not any(model._default_manager.exists() for model in RECORD_TYPES)
    return str(refused.value)


def test_a_set_is_loaded_whole_and_public(tmp_path, capsys):
    assert "9 created" in load(write_set(tmp_path / "set"), capsys)
    milestone = Milestone.objects.live().get(slug="visit")
    assert str(milestone.date) == "2029-05"
    assert [passage.slug for passage in milestone.passages.all()] == ["speech-p1"]
    assert [area.slug for area in milestone.areas.all()] == ["education"]
    assert milestone.first_published_at is not None
    assert TradeFigure.objects.get().value == 1_200_000
    assert Relationship.objects.get().home_party == Party.objects.get(slug="north")


def test_a_body_is_sanitised_on_its_way_in(tmp_path, capsys):
    files = small_set()
    body = '<p onclick="x()">Plain <b>bold</b> <a href="javascript:x()">one</a></p><script>x()</script>'
    fields_of(files, "visit")["body_en"] = body
    load(write_set(tmp_path / "set", files), capsys)
    assert Milestone.objects.get().body_en == "<p>Plain <strong>bold</strong> <a>one</a></p>"


@pytest.mark.parametrize(
    ("slug", "field", "value", "message"),
    [
        ("visit", "date", "2029-13", "milestone.json: visit: date: “2029-13” is not a date"),
        ("visit", "date", 2029, "milestone.json: visit: date: 2029 is not a text"),
        ("visit", "kind", "party", "milestone.json: visit: kind: Value 'party' is not a valid choice"),
        ("visit", "title_en", "", "milestone.json: visit: title_en: It must be filled in"),
        ("visit", "title_en", "x" * 201, "milestone.json: visit: title_en: Ensure this value has at most 200"),
        ("visit", "title_en", ["x"], "milestone.json: visit: title_en: ['x'] is not a text"),
        ("visit", "title_en", "a\0b", "milestone.json: visit: title_en: It contains a NUL character"),
        ("visit", "title_en", "\ud800", "milestone.json: visit: title_en: It contains half of a character"),
        ("visit", "title_fr", "Une visite", "milestone.json: visit: title_fr: unknown language fr"),
        ("visit", "colour", "red", "milestone.json: visit: colour: is no field of relations.milestone"),
        ("visit", "observed_yearly", "yes", "milestone.json: visit: observed_yearly: 'yes' is of the wrong type"),
        ("visit", "updated_at", "2030-01-01", "milestone.json: visit: updated_at: is set by publishing"),
        ("visit", "live", False, "milestone.json: visit: live: can only be true"),
        ("visit", "passages", [], "milestone.json: visit: passages: No passage is cited"),
        ("visit", "passages", [["speech-p9"]], "milestone.json: visit: passages: there is no passage “speech-p9”"),
        ("visit", "passages", "speech-p1", "milestone.json: visit: passages: 'speech-p1' is not a list of references"),
        ("visit", "passages", [["speech-p1"], ["speech-p1"]], "passages: A reference stands twice"),
        ("visit", "basis", "guessed", "milestone.json: visit: basis: Value 'guessed' is not a valid choice"),
        ("visit", "basis", "computed", "milestone.json: visit: derivation_en: It is computed, but does not say how"),
        ("visit", "as_of", None, "milestone.json: visit: as_of: It does not say when it was true"),
        ("visit", "agreement", ["treaty"], "milestone.json: visit: agreement: there is no agreement “treaty”"),
        ("visit", "agreement", 7, "milestone.json: visit: agreement: 7 is not a reference"),
        ("speech-p1", "fragment", "a b c d e f g h i", "source.json: speech-p1: fragment: 9 words"),
        ("speech-p1", "source", None, "source.json: speech-p1: source: It must be given"),
        ("speech-p1", "order", 1.5, "source.json: speech-p1: order: 1.5 is of the wrong type"),
        ("visit", "summary_en", "x" * 501, "milestone.json: visit: summary_en: Ensure this value has at most 500"),
        ("visit", "passages", [["\ud800"]], "milestone.json: visit: passages: ['\\ud800'] is not a reference"),
        ("relationship", "headline_figures", ["\ud800"], "relationship: headline_figures: Write a list of slugs"),
        ("relationship", "last_checked", 2022, "relationship.json: relationship: last_checked: 2022 is of the wrong type"),
        ("speech", "url", "ftp://example.org/letter", "source.json: speech: url: Enter a valid URL"),
        ("speech", "url", "javascript:x()", "source.json: speech: url: Enter a valid URL"),
        ("speech", "language", "English", "source.json: speech: language: Write a language code"),
        ("exports-2029", "value", "many", "trade.json: exports-2029: value: “many” value must be a decimal"),
        ("exports-2029", "value", "1.005", "trade.json: exports-2029: value: Ensure that there are no more than 2 decimal"),
        ("exports-2029", "value", "1" * 40, "trade.json: exports-2029: value: Ensure that there are no more than"),
        ("exports-2029", "value", float("nan"), "trade.json: exports-2029: value: “nan” value must be a decimal"),
        ("exports-2029", "period", "2028", "trade.json: exports-2029: slug: A figure’s slug is its indicator’s and its period"),
        ("exports-2029", "as_worded", "a b c d e f g h i", "trade.json: exports-2029: as_worded: A fragment of a source"),
        ("exports-2029", "value", float("inf"), "trade.json: exports-2029: value: “inf” value must be a decimal"),
        ("speech-p1", "order", None, "source.json: speech-p1: order: It cannot be empty"),
        ("visit", "observed_yearly", None, "milestone.json: visit: observed_yearly: It cannot be empty"),
        ("exports", "unit", "dollars", "trade.json: exports: unit: Write a currency code"),
        ("relationship", "headline_figures", ["exports-1900"], "headline_figures: there is no trade figure “exports-1900”"),
        ("relationship", "headline_figures", "exports-2029", "relationship: headline_figures: Write a list of slugs"),
        ("relationship", "partner_party", ["north"], "relationship: partner_party: The two parties are the same"),
        ("relationship", "last_checked", "soon", "relationship: last_checked: “soon” value has an invalid date format"),
        ("north", "colour", "blue", "party.json: north: colour: Write a colour like #0047A0"),
    ],
)  # fmt: skip
def test_a_bad_value_is_named_by_file_record_and_field(tmp_path, slug, field, value, message):
    files = small_set()
    fields_of(files, slug)[field] = value
    assert message in refusal(write_set(tmp_path / "set", files))


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        (
            "milestone.json",
            "[{",
            "milestone.json: is not JSON: Expecting property name enclosed in double quotes at line 1",
        ),
        ("milestone.json", '{"a": 1}', "milestone.json: is not a list of records"),
        ("milestone.json", "[" * 100_000, "milestone.json: is not a list of records: it is nested too deeply"),
        (
            "milestone.json",
            '[{"model": "x", "fields": {"slug": "a", "title_en": "x", "title_en": "y"}}]',
            "title_en stands twice",
        ),
        ("milestone.json", "[" + "9" * 5000 + "]", "milestone.json: cannot be read: Exceeds the limit"),
        ("milestone.json", b"\xff\xfe[]", "milestone.json: is not UTF-8 at byte 0"),
        ("milestone.json", "[1]", "milestone.json: record 1: is no record"),
        (
            "user.json",
            [{"model": "auth.user", "fields": {"username": "x"}}],
            "“auth.user” is no record type of this site",
        ),
        ("user.json", [{"model": None, "fields": {"slug": "x"}}], "user.json: x: “None” is no record type"),
        ("page.json", [{"model": "relations.page", "fields": {}}], "page.json: record 1: slug: is missing"),
        ("page.json", [row("page", "Über")], "page.json: Über: slug: Write lower-case letters"),
        ("page.json", [row("page", "x" * 101)], "slug: has 101 characters, at most 100"),
        ("page.json", [{"pk": 1, **row("page", "privacy")}], "page.json: privacy: pk: does not belong in a set"),
        ("more.json", [row("party", "north", name_en="North")], "more.json: north: slug: stands twice in the set"),
    ],
)
def test_a_bad_file_is_named(tmp_path, file, content, message):
    assert message in refusal(write_set(tmp_path / "set", small_set() | {file: content}))


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        (None, "manifest.toml: is missing"),
        ("name = ", "manifest.toml: is not TOML"),
        (MANIFEST.replace("version = 1", 'version = "one"'), "manifest.toml: version: write a whole number"),
        (MANIFEST.replace("version = 1", "version = 9999999999"), "manifest.toml: version: write a whole number"),
        (MANIFEST.replace('"major"', '"huge"'), "manifest.toml: change: write minor or major"),
        (MANIFEST.replace('as_of = "2030"', 'as_of = "soon"'), "manifest.toml: as_of: 'soon' is not a date"),
        (MANIFEST.replace("ko =", "fr ="), "manifest.toml: note: unknown language fr"),
        (MANIFEST.replace('"The first set."', f'"{"x" * 501}"'), "manifest.toml: note: write at most 500 characters"),
        (MANIFEST.replace('"north-south"', f'"{"x" * 101}"'), "manifest.toml: name: write at most 100 characters"),
        ("x = " + "[" * 5000, "manifest.toml: is not TOML"),
        ("version = " + "1" * 5000, "manifest.toml: is not TOML"),
        (MANIFEST + "\nauthor = 'x'", "manifest.toml: author: is no field of a manifest"),
    ],
)
def test_a_bad_manifest_is_named(tmp_path, manifest, message):
    assert message in refusal(write_set(tmp_path / "set", manifest=manifest))


def test_all_faults_are_named_at_once(tmp_path):
    files = small_set()
    fields_of(files, "visit").update(date="never", kind="party", passages=[])
    fields_of(files, "north").update(colour="blue")
    files["page.json"] = "{"
    message = refusal(write_set(tmp_path / "set", files))
    assert "5 faults" in message
    for part in ("visit: date:", "visit: kind:", "visit: passages:", "north: colour:", "page.json: is not JSON"):
        assert part in message


def test_an_empty_folder_a_missing_set_and_an_unnamed_choice_are_refused(tmp_path, settings, monkeypatch):
    (tmp_path / "empty").mkdir()
    assert "manifest.toml: is missing" in refusal(tmp_path / "empty")
    (tmp_path / "empty" / "manifest.toml").write_text(MANIFEST, encoding="utf-8")
    assert "the folder holds no .json file" in refusal(tmp_path / "empty")
    assert "There is no set “atlantis”" in refusal("atlantis")
    assert "There is no set" in refusal("x" * 300)
    monkeypatch.setattr("relations.loading.sets.FIXTURES", tmp_path)
    for name in ("one", "two"):
        write_set(tmp_path / name)
    with pytest.raises(CommandError, match=r"Which set\? .*one, two"):
        call_command("reload_fixtures")
    settings.FIXTURE_SET = "two"
    call_command("reload_fixtures")
    assert Milestone.objects.live().exists()


def test_queries_do_not_grow_with_the_records_of_a_set(tmp_path):
    def queries(number):
        files = small_set()
        template = fields_of(files, "visit")
        files["milestone.json"] = [
            {"model": "relations.milestone", "fields": template | {"slug": f"visit-{number}-{n}"}}
            for n in range(number)
        ]
        with CaptureQueriesContext(connection) as captured:
            call_command("reload_fixtures", str(write_set(tmp_path / str(number), files)), "--allow-withdrawals")
        return len(captured)

    queries(1)
    assert queries(400) - queries(40) < 36, "they grow with batches, of thirty and more"
    assert Milestone.objects.live().count() == 40


def test_plain_loaddata_of_a_set_into_an_empty_database_shows_a_site(tmp_path, client):
    folder = write_set(tmp_path / "set")
    call_command("loaddata", *map(str, sorted(folder.glob("*.json"))), verbosity=0)
    assert Relationship.objects.live().get().headline_figures == ["exports-2029"]
    assert client.get("/en/milestones/visit/").status_code == 200
