"""A record as of a revision: a row given other values in memory, and nothing written."""

import pytest

from relations.models import Milestone, Page
from relations.values import apply, complete, values_of
from tests.acting import everything, reread
from tests.factories import (
    canonical_values,
    make_agreement,
    make_area,
    make_milestone,
    make_page,
    make_party,
    make_passage,
)

pytestmark = pytest.mark.django_db


def applied(record, live_only=False, **values):
    """The row with these values, and the problems that there were."""
    row = reread(record)
    problems = apply(row, canonical_values(type(record), values), live_only=live_only)
    return row, problems


def test_columns_references_and_sets_are_those_of_the_values_and_nothing_is_written():
    milestone = make_milestone(areas=[make_area()], party=make_party())
    agreement, areas, passages = make_agreement(), [make_area(), make_area()], [make_passage(), make_passage()]
    before = everything()
    row, problems = applied(
        milestone, title_es="Amistad", date="1999-12", party=None, agreement=agreement, areas=areas, passages=passages
    )
    assert problems == []
    assert (row.title_es, str(row.date), row.party, row.agreement) == ("Amistad", "1999-12", None, agreement)
    assert (row.party_id, row.agreement_id) == (None, agreement.pk)
    assert set(row.areas.all()) == set(areas)
    assert set(row.passages.all()) == set(passages)
    assert everything() == before


def test_questions_about_an_applied_set_are_answered_from_it():
    first, second = make_area(slug="arts", title_en="Arts"), make_area(slug="trade", title_en="Trade")
    row, _problems = applied(make_milestone(areas=[make_area()]), areas=[second, first])
    assert row.areas.count() == 2
    assert list(row.areas.order_by("slug")) == [first, second]
    assert list(row.areas.filter(slug="trade")) == [second]
    assert row.areas.exists()


def test_what_the_values_do_not_name_stays():
    area = make_area()
    row, _problems = applied(make_milestone(title_es="Amistad", areas=[area]), title_ko="우정")
    assert (row.title_es, row.title_ko, list(row.areas.all())) == ("Amistad", "우정", [area])


def test_an_emptied_set_is_empty():
    row, problems = applied(make_milestone(areas=[make_area()]), areas=[], passages=[])
    assert (list(row.areas.all()), list(row.passages.all()), problems) == ([], [], [])


def test_a_reference_that_is_gone_is_a_problem_and_does_not_leave_the_former_one():
    milestone = make_milestone(agreement=make_agreement(), areas=[make_area()])
    gone, area, kept = make_agreement(), make_area(slug="gone-area"), make_area()
    values = canonical_values(Milestone, {"agreement": gone, "areas": [area, kept]})
    gone.delete()
    area.delete()
    row = reread(milestone)
    problems = apply(row, values)
    assert [(field, "gone-area" in str(message)) for field, message in problems] == [
        ("agreement", False),
        ("areas", True),
    ]
    assert gone.slug in str(problems[0][1])
    assert (row.agreement, list(row.areas.all())) == (None, [kept])


def test_the_public_is_shown_of_a_set_only_what_is_public():
    live, hidden = make_area(), make_area(live=False)
    row, problems = applied(make_milestone(), live_only=True, areas=[live, hidden])
    assert list(row.areas.all()) == [live]
    assert problems == [], "what is hidden is not gone"


def test_the_values_of_an_applied_row_are_those_applied():
    milestone = make_milestone()
    values = values_of(make_milestone(title_ko="우정", areas=[make_area()], agreement=make_agreement()))
    row = reread(milestone)
    apply(row, values)
    assert values_of(row) == values


def test_complete_values_name_every_field_and_no_other():
    page = make_page(title_es="Privacidad")
    assert complete(Page, values_of(page)) == values_of(page)
    assert complete(Page, {"title_en": "x"}) == complete(Page, {}) | {"title_en": "x"}
    with pytest.raises(KeyError, match="lede"):
        complete(Page, {"lede": "x"})
