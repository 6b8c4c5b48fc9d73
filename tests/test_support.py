"""Who changes a claim but not its passages is asked whether they still support it."""

import pytest

from relations.models import Revision, Verb
from relations.publishing import SUPPORT, publish, publish_due, schedule
from tests.acting import LATER, NOW, edit, fields_refused, published_revision, reread
from tests.factories import make_area, make_commitment, make_figure, make_milestone, make_page, make_passage

pytestmark = pytest.mark.django_db


def answer(revision, verb=Verb.PUBLISH):
    return revision.decisions.get(verb=verb).support_confirmed


@pytest.mark.parametrize(
    ("make", "change"),
    [
        (make_milestone, {"title_en": "Friendship sworn"}),
        (make_milestone, {"date": "2012-05-11"}),
        (make_figure, {"value": "4100000000"}),
        (make_figure, {"qualifier": "nearly"}),
        (make_commitment, {"status": "overtaken"}),
        (make_area, {"body_en": "<p>Hospitals.</p>"}),
    ],
)
def test_who_changes_a_claim_is_asked_and_the_answer_is_kept(make, change, publisher):
    record = make()
    draft = edit(record, **change)
    assert fields_refused(publish, draft, by=publisher, at=NOW) == [SUPPORT]
    publish(draft, by=publisher, at=NOW, support_confirmed=True)
    assert answer(draft) is True
    assert published_revision(record) == draft


@pytest.mark.parametrize(
    "change",
    [
        {"title_es": "Amistad", "summary_ko": "요약"},
        {"observed_yearly": True},
        {"as_of": "2022"},
        {"basis": "computed", "derivation_en": "2022 less ten years."},
    ],
    ids=str,
)
def test_nobody_is_asked_about_another_language_or_what_is_no_claim(change, publisher):
    milestone = make_milestone()
    draft = edit(milestone, **change)
    publish(draft, by=publisher, at=NOW)
    assert answer(draft) is None


def test_nobody_is_asked_where_the_passages_changed_too(publisher):
    milestone = make_milestone()
    draft = edit(milestone, title_en="Friendship sworn", passages=[*milestone.passages.all(), make_passage()])
    publish(draft, by=publisher, at=NOW)
    assert answer(draft) is None


def test_nobody_is_asked_about_a_first_publication_or_what_rests_on_nothing(publisher):
    milestone = make_milestone(live=False)
    draft = edit(milestone, title_en="Friendship sworn")
    publish(draft, by=publisher, at=NOW)
    draft = edit(make_page(), title_en="Imprint", body_en="<p>Who we are.</p>")
    publish(draft, by=publisher, at=NOW)


def test_nobody_is_asked_about_a_field_that_the_public_version_is_older_than(publisher):
    """A missing key stands for the default, as when a field came with a migration."""
    milestone = make_milestone()
    published = published_revision(milestone)
    older = {name: value for name, value in published.values.items() if name != "summary_en"}
    Revision.objects.filter(pk=published.pk).update(values=older)
    publish(edit(milestone, title_es="Amistad"), by=publisher, at=NOW)
    assert reread(milestone).title_es == "Amistad"


def test_what_was_published_under_the_draft_counts_as_confirmed(publisher):
    """Asked is who changes a claim against what is public now, not against what was public then."""
    milestone = make_milestone()
    draft = edit(milestone, title_es="Amistad")
    type(milestone).objects.update(title_en="The friendship begins")
    publish(draft, by=publisher, at=NOW)
    assert (reread(milestone).title_en, reread(milestone).title_es) == ("The friendship begins", "Amistad")


def test_the_question_is_asked_when_scheduling_and_not_again_when_it_is_due(publisher):
    milestone = make_milestone()
    draft = edit(milestone, title_en="Friendship sworn")
    assert fields_refused(schedule, draft, by=publisher, at=NOW, go_live_at=LATER) == [SUPPORT]
    schedule(draft, by=publisher, at=NOW, go_live_at=LATER, support_confirmed=True)
    assert answer(draft, Verb.SCHEDULE) is True
    assert publish_due(at=LATER) == 1
    assert reread(milestone).title_en == "Friendship sworn"


def test_the_question_comes_with_everything_else_that_is_missing(publisher):
    milestone = make_milestone()
    draft = edit(milestone, title_en="", as_of=None, kind="")
    assert fields_refused(publish, draft, by=publisher, at=NOW) == ["as_of", "kind", SUPPORT, "title_en"]
