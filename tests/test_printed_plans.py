"""A plan as a person at a terminal reads it: who sees it knows what changes, and the command that carries it out."""

import io
import json
import shlex
from contextlib import suppress

import pytest
from django.core.management import CommandError, call_command

from relations.loading import printing
from relations.models import Load, Milestone
from tests.acting import republish
from tests.fixture_sets import EVIDENCE, row, small_set, write_set
from tests.loads import MANIFEST, changed, load, visit, with_rows

pytestmark = pytest.mark.django_db

SET = small_set()
OTHER = changed(SET, "visit", title_en="The visit")
LONG = "<p>" + "It went on for a long while. " * 20 + "It ended {end}.</p>"


@pytest.fixture
def said(tmp_path):
    """What the command prints for a set."""

    def run(files, *arguments, version=1):
        folder = write_set(tmp_path / "a set" / str(version), files, MANIFEST.format(version=version, change="major"))
        out = io.StringIO()
        call_command("reload_fixtures", str(folder), *arguments, stdout=out)
        return out.getvalue()

    return run


def undo_said(number, *arguments):
    out = io.StringIO()
    call_command("reload_fixtures", "--undo", number, *arguments, stdout=out)
    return out.getvalue()


def test_the_command_that_a_plan_names_does_what_was_shown(said):
    load(OTHER, version=2)
    plan = said(SET, "--dry-run", "--allow-older", version=1)
    call_command(*shlex.split(plan.rpartition("manage.py ")[2]), stdout=io.StringIO())
    assert (Load.objects.count(), visit().title_en) == (2, "A visit")


def test_what_an_undo_leaves_to_a_person_is_named_by_before_and_after(said):
    load()
    number = load(OTHER, version=2)["load"]
    republish(visit(), title_en="Their visit")
    printed = undo_said(number, "--dry-run")
    assert [words in printed for words in ("after the load   The visit", "before the load  A visit")] == [True, True]
    assert "in the file" not in printed


def test_of_long_texts_that_differ_one_sees_where(said):
    load(changed(SET, "visit", body_en=LONG.format(end="well")))
    republish(visit(), body_en=LONG.format(end="badly"))
    printed = said(changed(SET, "visit", body_en=LONG.format(end="late")), "--dry-run", version=2)
    assert "[-well-]{+badly+}" in printed
    assert "[-well-]{+late+}" in printed
    assert len(printed) < 2000, "and only what stands around it"
    kept = said(changed(SET, "visit", body_en=LONG.format(end="well"), title_es="Visita"), "--dry-run", version=2)
    assert "{+badly+}" in kept


def test_where_nothing_was_loaded_before_long_texts_are_compared_with_each_other(said):
    load()
    republish(visit(), body_en=LONG.format(end="badly"), title_ko="방문")
    load(changed(SET, "visit", body_en=LONG.format(end="well")), version=2)
    load(SET, version=3)
    printed = said(changed(SET, "visit", body_en=LONG.format(end="late")), "--dry-run", version=4)
    assert "[-badly-]{+late+}" in printed


def test_what_would_steer_a_terminal_is_shown_instead(said):
    printed = said(changed(SET, "visit", title_en="A \x1b[2J\x9b1mvisit\rof\u202estate"), "--dry-run")
    assert not {"\x1b", "\x9b", "\r", "\u202e"} & set(printed)
    assert "A ␛[2J" in printed
    with pytest.raises(CommandError) as refused:
        said(with_rows(SET, {"model": "relations.\x1b[2J", "fields": {"slug": "x"}}))
    assert "\x1b" not in str(refused.value)


def test_records_are_called_by_their_texts_and_not_by_their_kinds(said):
    forum = row("initiative", "club", title_en="The club", summary_en="It meets.", kind="forum", **EVIDENCE)
    printed = said(with_rows(SET, forum), "--dry-run")
    assert "+ club  The club" in printed
    assert "+ speech-p1  ¶1" not in printed


def test_of_very_many_new_records_only_some_are_listed(said, monkeypatch):
    monkeypatch.setattr(printing, "LISTED", 3)
    more = (row("milestone", f"m-{n}", title_en="One", date="2029", kind="visit", **EVIDENCE) for n in range(9))
    printed = said(with_rows(SET, *more), "--dry-run")
    assert printed.count("  + m-") == 3
    assert "… and 7 more that are new" in printed
    assert "18 created" in printed


@pytest.mark.parametrize("encoding", ["ascii", "utf-8"])
def test_a_load_that_was_done_ends_well_whatever_letters_the_output_lacks(tmp_path, encoding):
    folder = write_set(tmp_path / "set", changed(SET, "visit", title_en="방문"))
    for arguments in ([], ["--dry-run"]):
        out = io.TextIOWrapper(io.BytesIO(), encoding=encoding, write_through=True)
        call_command("reload_fixtures", str(folder), *arguments, stdout=out)
        assert b"created" in out.buffer.getvalue()
    assert Load.objects.count() == 1


@pytest.mark.parametrize("encoding", ["ascii", "utf-8"])
def test_json_is_json_in_every_encoding(tmp_path, encoding):
    def report(files):
        out = io.TextIOWrapper(io.BytesIO(), encoding=encoding, write_through=True)
        with suppress(SystemExit):
            call_command("reload_fixtures", str(write_set(tmp_path / "set", files)), "--json", stdout=out)
        return json.loads(out.buffer.getvalue().decode(encoding))

    load()
    assert report(changed(SET, "visit", title_en="방문"))["records"][0]["units"][0]["fixture"] == {"title_en": "방문"}
    half = with_rows(SET, {"model": "relations.\ud800", "fields": {"slug": "x"}})
    assert "is no record type" in report(half)["errors"][0]["message"]


def test_a_load_that_was_done_ends_well_even_if_nobody_hears_of_it(tmp_path):
    class Closed(io.StringIO):
        def write(self, _text):
            raise BrokenPipeError(32, "Broken pipe")

    err = io.StringIO()
    call_command("reload_fixtures", str(write_set(tmp_path / "set")), stdout=Closed(), stderr=err)
    assert (Load.objects.count(), Milestone.objects.count()) == (1, 1)
    assert "Broken pipe" in err.getvalue()
