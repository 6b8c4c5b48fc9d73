"""A valid set meeting a valid site can merge to something invalid: just that waits, and what requires it."""

import pytest

from relations.models import Agreement, Baseline, Milestone, Party, Passage, Relationship, Source
from tests.acting import edit, everything, republish, reread
from tests.factories import make_milestone, make_passage
from tests.fixture_sets import EVIDENCE, row, small_set
from tests.loads import begin, changed, check, load, take_back, told, undo, units, visit, waiting, with_rows, without

pytestmark = pytest.mark.django_db

SECOND = row("passage", "speech-p2", source=["speech"], locator="¶2", fragment="more words", gist_en="Then.")
LETTER = row("source", "letter", title_en="A letter", kind="letter", language="en")
LETTER_P1 = row("passage", "letter-p1", source=["letter"], locator="¶1", fragment="in a letter", gist_en="So.")
SET = with_rows(small_set(), SECOND, LETTER, LETTER_P1)


def on_letter(model, slug, **fields):
    return row(model, slug, **{**EVIDENCE, "passages": [["letter-p1"]], **fields})


def summit(**fields):
    return on_letter("milestone", "summit", title_en="A summit", date="2030", kind="meeting", **fields)


def writes_nothing_again(files, version):
    before = everything()
    report = load(files, version=version)
    assert everything() == before
    return report


def test_a_passage_that_staff_cite_is_not_withdrawn_with_the_set():
    load(SET)
    passage = Passage.objects.get(slug="letter-p1")
    theirs = make_milestone(passages=[passage])
    files = changed(without(SET, "letter-p1"), "visit", title_es="Visita")
    report = load(files, version=2)
    assert told(report) == {"letter-p1": "keep", "visit": "update"}
    assert waiting() == [("letter-p1", ["live"], {"live": True}, {"live": True}, {"live": False})]
    assert (reread(passage).live, visit().title_es) == (True, "Visita")
    writes_nothing_again(files, 2)
    take_back(theirs)
    assert told(load(files, version=2)) == {"letter-p1": "withdraw"}, "nothing stands against it any more"
    assert waiting() == []


def test_nor_is_the_source_of_that_passage():
    load(SET)
    make_milestone(passages=[Passage.objects.get(slug="letter-p1")])
    report = load(without(SET, "letter", "letter-p1"), version=2)
    assert told(report) == {"letter": "keep", "letter-p1": "keep"}
    assert Source.objects.live().filter(slug="letter").exists()


def test_a_passage_and_what_rests_on_it_go_together():
    files = with_rows(SET, summit())
    load(files)
    report = load(without(files, "letter", "letter-p1", "summit"), version=2)
    assert set(told(report).items()) == {("letter", "withdraw"), ("letter-p1", "withdraw"), ("summit", "withdraw")}
    assert waiting() == []
    assert set(told(load(files, version=3)).values()) == {"update"}
    assert Milestone.objects.live().filter(slug="summit").exists()


def test_a_passage_stays_where_what_should_go_with_it_was_edited():
    files = with_rows(SET, summit())
    load(files)
    republish(Milestone.objects.get(slug="summit"), title_es="Cumbre")
    report = load(without(files, "letter", "letter-p1", "summit"), version=2)
    assert told(report) == {"letter": "keep", "letter-p1": "keep", "summit": "keep"}
    assert [slug for slug, *_rest in waiting()] == ["letter", "letter-p1", "summit"]


def test_a_passage_stays_where_the_set_s_other_evidence_waits():
    load(changed(SET, "visit", passages=[["speech-p2"]]))
    republish(visit(), as_of="2031")
    report = load(changed(without(SET, "speech-p2"), "visit", title_es="Visita"), version=2)
    assert told(report) == {"speech-p2": "keep", "visit": "update"}
    assert units(report, "visit") == {"evidence": "conflict", "title_es": "taken"}


def test_what_cites_a_withdrawn_passage_is_not_shown_but_waits():
    load(SET)
    take_back(Passage.objects.get(slug="letter-p1"))
    files = with_rows(SET, summit())
    report = load(files, version=2)
    assert told(report) == {"letter-p1": "keep", "summit": "keep"}
    assert waiting() == [("summit", ["live"], {}, {"live": False}, {"live": True})]
    assert not Milestone.objects.filter(slug="summit").exists()
    assert not Baseline.objects.filter(slug="summit").exists()
    writes_nothing_again(files, 2)
    load(SET, version=3)
    assert waiting() == [], "no set asks for it any more"


def test_what_was_held_back_comes_once_it_can():
    load(SET)
    take_back(Passage.objects.get(slug="letter-p1"))
    files = with_rows(SET, summit())
    load(files, version=2)
    moved = changed(files, "summit", passages=[["speech-p1"]])
    assert told(load(moved, version=3))["summit"] == "create"
    assert (waiting(), Milestone.objects.live().filter(slug="summit").exists()) == ([], True)


def test_what_requires_something_held_back_waits_in_turn():
    load(SET)
    take_back(Passage.objects.get(slug="letter-p1"))
    treaty = on_letter("agreement", "treaty", title_en="A treaty", summary_en="Of friendship.")
    signed = row("agreementaction", "signed", agreement=["treaty"], act="signed", date="2030", **EVIDENCE)
    pact = row("agreement", "pact", title_en="A pact", summary_en="Of trade.", **EVIDENCE)
    report = load(with_rows(SET, treaty, signed, pact), version=2)
    assert told(report) == {"letter-p1": "keep", "treaty": "keep", "signed": "keep", "pact": "create"}
    assert [slug for slug, *_rest in waiting()] == ["treaty", "signed"]
    assert [agreement.slug for agreement in Agreement.objects.all()] == ["pact"]


def test_what_merely_refers_to_something_held_back_is_shown_without_it():
    load(SET)
    take_back(Passage.objects.get(slug="letter-p1"))
    treaty = on_letter("agreement", "treaty", title_en="A treaty", summary_en="Of friendship.")
    ports = on_letter("cooperationarea", "ports", title_en="Ports", summary_en="Harbours.")
    rally = row(
        "milestone", "rally", title_en="A rally", date="2030", kind="other",
        agreement=["treaty"], areas=[["education"], ["ports"]], **EVIDENCE,
    )  # fmt: skip
    files = with_rows(SET, treaty, ports, rally)
    report = load(files, version=2)
    assert (told(report)["treaty"], told(report)["ports"]) == ("keep", "keep")
    assert told(report)["rally"] in ("create", "keep"), "without what is not there, or once it is"
    writes_nothing_again(files, 2)


def test_an_update_that_refers_to_something_held_back_does_not_stop_the_load():
    load(SET)
    take_back(Passage.objects.get(slug="letter-p1"))
    ports = on_letter("cooperationarea", "ports", title_en="Ports", summary_en="Harbours.")
    files = changed(with_rows(SET, ports), "visit", areas=[["education"], ["ports"]], title_es="Visita")
    report = load(changed(files, "north", name_es="El Norte"), version=2)
    assert (told(report)["ports"], told(report)["north"]) == ("keep", "update")
    assert [area.slug for area in visit().areas.all()] == ["education"]


def test_an_update_that_cites_a_withdrawn_passage_is_not_taken_at_all():
    load(SET)
    take_back(Passage.objects.get(slug="letter-p1"))
    report = load(changed(SET, "visit", passages=[["letter-p1"]], title_es="Visita", kind="other"), version=2)
    assert told(report) == {"letter-p1": "keep", "visit": "keep"}
    assert set(units(report, "visit").values()) == {"conflict"}
    assert set(units(report, "visit")) == {"evidence", "kind", "title_es"}
    assert len(waiting()) == 3
    assert (visit().title_es, visit().kind, visit().passages.get().slug) == ("", "visit", "speech-p1")


def test_a_draft_that_cites_it_does_not_keep_a_passage_public():
    load(SET)
    passage = Passage.objects.get(slug="letter-p1")
    begin(Milestone, "begun", title_en="Begun", passages=[passage])
    edit(visit(), passages=[passage])
    assert told(load(without(SET, "letter-p1"), version=2)) == {"letter-p1": "withdraw"}


def test_values_that_no_longer_fit_together_wait():
    load(changed(SET, "relationship", partner_party=["south"]))
    east = row("party", "east", name_en="East")
    files = with_rows(SET, east)
    load(files, version=2)
    republish(Relationship.objects.get(), partner_party=Party.objects.get(slug="east"))
    report = load(
        changed(files, "relationship", home_party=["east"], partner_party=["south"], tagline_es="Vecinos."), version=3
    )
    assert told(report)["relationship"] == "keep"
    assert units(report, "relationship") == {
        "home_party": "conflict", "partner_party": "kept", "tagline_es": "conflict",
    }  # fmt: skip
    relationship = Relationship.objects.get()
    assert (relationship.home_party.slug, relationship.tagline_es) == ("north", "")


def test_dates_of_a_source_that_no_longer_fit_together_wait():
    load(changed(SET, "letter", published_earliest="2022", published_latest="2024"))
    republish(Source.objects.get(slug="letter"), published_latest="2023")
    files = changed(SET, "letter", published_earliest="2024", published_latest="2024", url="https://example.org")
    report = load(files, version=2)
    assert told(report) == {"letter": "keep"}
    assert units(report, "letter") == {"published_earliest": "conflict", "published_latest": "kept", "url": "conflict"}
    assert check(files, version=2) == 4
    writes_nothing_again(files, 2)


def test_an_undo_does_not_withdraw_what_something_public_requires():
    load(without(SET, "letter-p1", "letter"))
    number = load(SET, version=2)["load"]
    make_milestone(passages=[Passage.objects.get(slug="letter-p1")])
    report = undo(number)
    assert told(report) == {"letter": "keep", "letter-p1": "keep"}
    assert set(units(report, "letter").values()) == {"conflict"}
    assert Passage.objects.live().filter(slug="letter-p1").exists()


def test_an_undo_does_not_bring_back_what_rests_on_something_withdrawn():
    files = with_rows(SET, summit())
    load(files)
    number = load(without(files, "summit"), version=2)["load"]
    take_back(Passage.objects.get(slug="letter-p1"))
    report = undo(number)
    assert (told(report), units(report, "summit")) == ({"summit": "keep"}, {"live": "conflict"})
    assert not Milestone.objects.get(slug="summit").live


def test_a_passage_of_the_staff_under_a_source_of_the_set_keeps_it():
    load(SET)
    make_passage(slug="theirs", source=Source.objects.get(slug="letter"))
    report = load(without(SET, "letter", "letter-p1"), version=2)
    assert told(report) == {"letter": "keep", "letter-p1": "withdraw"}
