"""Every verb in every state by every role: what comes of it, and that a refusal changes nothing."""

import pytest
from django.db import transaction

from relations.models import Decision, Milestone, Revision
from relations.publishing import (
    NotAllowed,
    discard,
    publish,
    redact,
    reinstate,
    restore,
    return_draft,
    save_draft,
    schedule,
    submit,
    withdraw,
)
from relations.publishing.roles import ADMINISTRATORS
from tests.acting import LATER, NOW, edit, everything, last_decision, open_revision, published_revision, republish
from tests.cast import member_of
from tests.factories import make_milestone

pytestmark = pytest.mark.django_db

NOTE = {"en": "It was wrong."}

VERBS = {
    "save": lambda record, revision, **who: save_draft(Milestone, record.slug, {"title_es": "Nuevo"}, **who),
    "submit": lambda record, revision, **who: submit(revision, **who),
    "return": lambda record, revision, **who: return_draft(revision, comment="Mend it.", **who),
    "publish": lambda record, revision, **who: publish(revision, support_confirmed=True, **who)[0],
    "schedule": lambda record, revision, **who: schedule(revision, go_live_at=LATER, support_confirmed=True, **who),
    "discard": lambda record, revision, **who: discard(revision, **who),
    "restore": lambda record, revision, **who: restore(revision, **who),
    "withdraw": lambda record, revision, **who: withdraw(record, note=NOTE, **who),
    "reinstate": lambda record, revision, **who: reinstate(record, **who),
    "redact": lambda record, revision, **who: redact(revision, **who),
}

OF_EDITORS = {"save", "submit", "discard", "restore"}  # to discard, it must be their own
MAY = {
    "reader": set(),
    "editor": OF_EDITORS,
    "publisher": set(VERBS) - {"redact"},
    "administrator": set(VERBS),
    "the site": set(VERBS),
}

# The state that follows, or the refusal by which a verb is turned down whoever asks.
LIVE, HIDDEN, REDACTED = "live", "withdrawn", "redacted"
NOW_NOT, NOT_SO = "NotNow", "NotAllowed"
#                          save     submit       return   publish      schedule     discard      restore  withdraw reinstate redact
TABLE = {
    "none":               ("draft", None,        None,    None,        None,        None,        None,    NOW_NOT, NOW_NOT, None),
    "draft":              ("draft", "in_review", NOW_NOT, "published", "scheduled", "discarded", NOW_NOT, NOW_NOT, NOW_NOT, NOW_NOT),
    "in review":          ("draft", NOW_NOT,     "draft", "published", "scheduled", "discarded", NOW_NOT, NOW_NOT, NOW_NOT, NOW_NOT),
    "scheduled":          ("draft", NOW_NOT,     "draft", "published", NOW_NOT,     "discarded", NOW_NOT, NOW_NOT, NOW_NOT, NOW_NOT),
    "draft of a live":    ("draft", "in_review", NOW_NOT, "published", "scheduled", "discarded", NOW_NOT, HIDDEN,  NOW_NOT, NOW_NOT),
    "review of a live":   ("draft", NOW_NOT,     "draft", "published", "scheduled", "discarded", NOW_NOT, HIDDEN,  NOW_NOT, NOW_NOT),
    "schedule of a live": ("draft", NOW_NOT,     "draft", "published", NOW_NOT,     "discarded", NOW_NOT, HIDDEN,  NOW_NOT, NOW_NOT),
    "published":          ("draft", NOW_NOT,     NOW_NOT, NOW_NOT,     NOW_NOT,     NOW_NOT,     "draft", HIDDEN,  NOW_NOT, NOW_NOT),
    "past version":       ("draft", NOW_NOT,     NOW_NOT, NOW_NOT,     NOW_NOT,     NOW_NOT,     "draft", HIDDEN,  NOW_NOT, REDACTED),
    "redacted":           ("draft", NOW_NOT,     NOW_NOT, NOW_NOT,     NOW_NOT,     NOW_NOT,     NOT_SO,  HIDDEN,  NOW_NOT, NOT_SO),
    "superseded draft":   ("draft", NOW_NOT,     NOW_NOT, NOW_NOT,     NOW_NOT,     NOW_NOT,     "draft", NOW_NOT, NOW_NOT, NOT_SO),
    "discarded":          ("draft", NOW_NOT,     NOW_NOT, NOW_NOT,     NOW_NOT,     NOW_NOT,     "draft", NOW_NOT, NOW_NOT, NOW_NOT),
    "discarded of a live":("draft", NOW_NOT,     NOW_NOT, NOW_NOT,     NOW_NOT,     NOW_NOT,     "draft", HIDDEN,  NOW_NOT, NOW_NOT),
    "withdrawn":          ("draft", NOW_NOT,     NOW_NOT, NOW_NOT,     NOW_NOT,     NOW_NOT,     "draft", NOW_NOT, LIVE,    NOW_NOT),
    "draft of withdrawn": ("draft", "in_review", NOW_NOT, NOT_SO,      NOT_SO,      "discarded", NOW_NOT, NOW_NOT, LIVE,    NOW_NOT),
}  # fmt: skip


def arrange(state, author):
    """A record and the revision of it that is in that state, saved by this author."""
    if state == "none":
        return Milestone(slug="a-visit"), None
    was_live = state.split()[-1] in {"live", "withdrawn", "published", "version", "redacted"}
    record = make_milestone(live=was_live)
    if state in {"published", "withdrawn"}:
        revision = published_revision(record)
    elif state in {"past version", "redacted"}:
        revision = published_revision(record)
        republish(record, title_en="Friendship renewed")
    else:
        revision = edit(record, by=author, title_en="Friendship renewed")
    match state.split()[0]:
        case "review" | "in":
            submit(revision, by=author, at=NOW)
        case "scheduled" | "schedule":
            schedule(revision, by=None, at=NOW, go_live_at=LATER, support_confirmed=True)
        case "superseded":
            edit(record, by=author, title_en="Friendship sworn")
        case "discarded":
            discard(revision, by=author, at=NOW)
        case "redacted":
            redact(revision, by=None, at=NOW)
    if "withdrawn" in state:
        withdraw(record, by=None, at=NOW, note=NOTE)
    return record, Revision.objects.get(pk=revision.pk)


def outcome(verb, record, revision, by):
    """What comes of a verb: the state of its revision or record afterwards, or the refusal's name."""
    before, decisions = everything(), Decision.objects.count()
    refused = None
    try:
        made = VERBS[verb](record, revision, by=by, at=NOW)
    except NotAllowed as error:
        refused = error
    if refused:
        assert everything() == before
        assert all(str(reason.message) for reason in refused.reasons)
        return type(refused).__name__
    decision = last_decision()
    assert (decision.verb, decision.by, decision.at) == (verb, by, NOW)
    assert Decision.objects.count() == decisions + 1
    if verb in {"withdraw", "reinstate"}:
        return LIVE if Milestone.objects.live().filter(slug=record.slug).exists() else HIDDEN
    if verb == "redact":
        return REDACTED if Revision.objects.get(pk=revision.pk).redacted_at else None
    return Revision.objects.get(pk=(made or revision).pk).state


def person(request, role):
    if role == "the site":
        return None
    # The administrator of the cast may do everything anyhow.
    return member_of(ADMINISTRATORS) if role == "administrator" else request.getfixturevalue(role)


@pytest.mark.parametrize("role", MAY)
@pytest.mark.parametrize("state", TABLE)
def test_what_each_verb_does_in_each_state_for_each_role(request, state, role):
    by = person(request, role)
    record, revision = arrange(state, author=by if role == "editor" else request.getfixturevalue("editor"))
    expected, found = {}, {}
    for verb, result in zip(VERBS, TABLE[state], strict=True):
        if result is None:
            continue
        is_anothers = verb == "discard" and role == "editor" and revision.author != by
        expected[verb] = result if verb in MAY[role] and not is_anothers else "NotPermitted"
        savepoint = transaction.savepoint()
        found[verb] = outcome(verb, record, revision and Revision.objects.get(pk=revision.pk), by)
        transaction.savepoint_rollback(savepoint)
    assert found == expected


def test_only_its_author_and_publishers_discard_a_draft(editor, colleague, publisher):
    milestone = make_milestone()
    revision = edit(milestone, by=editor, title_es="Hito")
    assert outcome("discard", milestone, revision, colleague) == "NotPermitted"
    assert outcome("discard", milestone, revision, publisher) == "discarded"
    assert open_revision(milestone) is None


def test_a_verb_on_a_stale_revision_tells_what_is_the_case_now(editor, publisher):
    milestone = make_milestone(live=False)
    revision = edit(milestone, by=editor, title_es="Hito")
    stale = Revision.objects.get(pk=revision.pk)
    publish(revision, by=publisher, at=NOW)
    assert outcome("publish", milestone, stale, publisher) == "NotNow"
    assert outcome("submit", milestone, stale, editor) == "NotNow"
    assert stale.state == "published"


def test_an_account_that_was_deactivated_may_do_nothing(publisher):
    record, revision = arrange("draft of a live", author=publisher)
    publisher.is_active = False
    publisher.save()
    found = {verb: outcome(verb, record, revision, publisher) for verb in VERBS}
    assert set(found.values()) == {"NotPermitted"}
