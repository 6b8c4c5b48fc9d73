"""The pages on which a draft is reviewed: they show what it changes and what stands against it, and do what is asked."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from relations.models import Decision, Revision, State
from relations.publishing import Reason, discard, publish, save_draft, schedule, submit, withdraw
from tests import factories
from tests.acting import NOW, edit, everything, is_there, open_revision, reread
from tests.posting import untouched
from tests.reading import parsed
from tests.test_admin import address
from tests.test_admin_verbs import NOTE, levels, state_of, told
from tests.test_comparing_revisions import publish_under_the_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client, publisher):
    client.force_login(publisher)
    return client


def sentences(response, name):
    return [reason["sentence"] for reason in response.context[name]]


def posted_from(page):
    """What a browser would post from the form of a page, nothing ticked and nothing typed."""
    (form,) = [form for form in parsed(page).forms if form.get("class") == "decision"]
    return untouched(form)


def press(client, record, verb, **chosen):
    page = address(record, verb)
    return client.post(page, posted_from(client.get(page)) | chosen)


def complete_milestone(**values):
    """One that was never public and could be."""
    return factories.make_milestone(live=False, **values)


# What they show


@pytest.mark.parametrize("verb", ["publish", "schedule", "submit", "return"])
def test_a_page_shows_what_the_draft_changes_and_what_the_public_will_be_told(client, editor, verb):
    milestone = factories.make_milestone(summary_en="Once.")
    draft = edit(milestone, by=editor, summary_en="Twice.")
    Revision.objects.filter(pk=draft.pk).update(change="minor", change_note_en="Counts right.", change_note_ko="정정")
    page = client.get(address(milestone, verb))
    (field,) = page.context["comparison"]["fields"]
    assert field.label == "Summary [en]"
    assert page.context["revision"] == draft
    if verb == "return":
        return
    content = page.content.decode()
    assert "Minor change" in content
    assert '<dd lang="en">Counts right.</dd>' in content
    assert '<dd lang="ko">정정</dd>' in content


def test_the_first_publication_says_that_it_is_the_first(client):
    assert "published for the first time" in client.get(address(complete_milestone(), "publish")).content.decode()


def test_everything_that_stands_against_it_is_said_before_anybody_presses(client):
    milestone = complete_milestone(passages=[], kind="")
    for verb in ("publish", "schedule", "submit"):
        against = client.get(address(milestone, verb)).context["against"]
        assert {reason["address"].partition("#")[2] for reason in against} == {"id_kind", "id_passages"}
        assert all(reason["address"].startswith(address(milestone)) for reason in against)


def test_four_eyes_are_said_before_she_presses(client, settings, publisher):
    settings.FOUR_EYES = True
    milestone = factories.make_milestone()
    edit(milestone, by=publisher, summary_es="Una frase.")
    for verb in ("publish", "schedule"):
        assert sentences(client.get(address(milestone, verb)), "against") == [
            "You saved it yourself: a second person must publish it."
        ]
    assert sentences(client.get(address(milestone, "submit")), "against") == []


def test_a_draft_that_meets_another_change_cannot_be_published_and_says_so(client):
    milestone = factories.make_milestone(title_en="Friendship")
    edit(milestone, title_en="Friendship sworn")
    publish_under_the_draft(milestone, title_en="Friendship declared")
    page = client.get(address(milestone, "publish"))
    assert sentences(page, "against") == ["Somebody else changed this meanwhile: Title [en]."]
    response = press(client, milestone, "publish")
    assert levels(response) == ["warning", "error"]
    assert reread(milestone).title_en == "Friendship declared"


def test_hints_are_shown_with_the_field_they_are_about(client, monkeypatch):
    monkeypatch.setattr("relations.publishing.hints", lambda now, _values: [Reason("title_ko", "Look here.", now.row)])
    milestone = factories.make_milestone()
    edit(milestone, summary_es="Una frase.")
    (hint,) = client.get(address(milestone, "publish")).context["hints"]
    assert hint == {"sentence": "Title [ko]: Look here.", "address": f"{address(milestone)}#id_title_ko"}


def test_support_is_asked_only_where_a_claim_changed_over_the_same_passages(client):
    milestone = factories.make_milestone()
    edit(milestone, summary_es="Una frase.")
    assert "support_confirmed" not in client.get(address(milestone, "publish")).context["form"].fields
    edit(milestone, title_en="Quite another claim")
    for verb in ("publish", "schedule"):
        field = client.get(address(milestone, verb)).context["form"].fields["support_confirmed"]
        assert "Friendship declared" in field.help_text


# What they do


def test_a_draft_is_published(client):
    milestone = factories.make_milestone()
    edit(milestone, title_en="Another claim")
    response = press(client, milestone, "publish")
    assert levels(response) == ["warning", "error"]
    assert "do they still support it" in told(response)[1][1]
    response = press(client, milestone, "publish", support_confirmed="on")
    assert levels(response) == ["success"]
    assert response["Location"] == address(milestone)
    assert reread(milestone).title_en == "Another claim"
    assert Decision.objects.filter(verb="publish", support_confirmed=True).exists()


def test_what_is_incomplete_is_not_published(client):
    milestone = complete_milestone(kind="")
    response = press(client, milestone, "publish")
    assert levels(response) == ["warning", "error"]
    assert not reread(milestone).live


def test_a_draft_is_scheduled_by_the_clock_of_the_site(client, settings):
    settings.TIME_ZONE = "Asia/Seoul"
    milestone = factories.make_milestone()
    edit(milestone, summary_es="Una frase.")
    page = client.get(address(milestone, "schedule"))
    assert "Asia/Seoul" in page.context["form"].fields["go_live_at"].help_text
    assert "go_live_at" in press(client, milestone, "schedule", go_live_at="soon").context["form"].errors
    response = press(client, milestone, "schedule", go_live_at="2001-01-01T09:00")
    assert levels(response) == ["warning", "error"]
    assert response.context["form"]["go_live_at"].value() == "2001-01-01T09:00"
    response = press(client, milestone, "schedule", go_live_at="2101-05-10T09:30")
    assert levels(response) == ["success"]
    seoul = datetime.timezone(datetime.timedelta(hours=9))
    assert open_revision(milestone).go_live_at == datetime.datetime(2101, 5, 10, 9, 30, tzinfo=seoul)


def test_a_draft_is_submitted_with_a_word_to_the_reviewer(client, editor):
    client.force_login(editor)
    milestone = factories.make_milestone()
    edit(milestone, by=editor, summary_es="Una frase.")
    assert levels(press(client, milestone, "submit", comment=" Look at the Spanish. ")) == ["success"]
    assert state_of(milestone) is State.IN_REVIEW
    assert Decision.objects.get(verb="submit").comment == "Look at the Spanish."


def test_what_is_already_in_review_says_so(client):
    milestone = factories.make_milestone()
    submit(edit(milestone, summary_es="Una frase."), by=None, at=NOW)
    assert sentences(client.get(address(milestone, "submit")), "against") == [
        "It is in review, so this cannot be done to it."
    ]
    assert levels(press(client, milestone, "submit")) == ["warning", "error"]


VERBS_WITH_FORMS = {
    "publish": {},
    "schedule": {"go_live_at": "2101-05-10T09:30"},
    "submit": {"comment": "Please look."},
    "return": {"comment": "Say when."},
    "discard": {},
}


@pytest.mark.parametrize("verb", VERBS_WITH_FORMS)
def test_nothing_is_done_to_a_draft_that_was_saved_meanwhile(client, verb):
    milestone = factories.make_milestone()
    shown = edit(milestone, summary_es="Una frase.")
    page = address(milestone, verb)
    posted = posted_from(client.get(page)) | VERBS_WITH_FORMS[verb]
    later = edit(milestone, summary_es="Otra frase.")
    before = everything()
    response = client.post(page, posted)
    assert levels(response) == ["warning", "error"]
    assert "has been saved since you looked" in told(response)[1][1]
    assert everything() == before
    # What it is about now is shown, and what was typed is there still.
    assert response.context["revision"] == later
    assert shown != later
    for name, value in VERBS_WITH_FORMS[verb].items():
        assert response.context["form"][name].value() == value


def test_nothing_is_published_over_a_version_that_was_not_shown(client):
    milestone = factories.make_milestone()
    edit(milestone, summary_es="Una frase.")
    posted = posted_from(client.get(address(milestone, "publish")))
    publish_under_the_draft(milestone, summary_ko="한 문장.")
    response = client.post(address(milestone, "publish"), posted)
    assert "Something was published since you looked" in told(response)[1][1]
    assert reread(milestone).summary_es == ""
    assert levels(press(client, milestone, "publish")) == ["success"]
    assert (reread(milestone).summary_es, reread(milestone).summary_ko) == ("Una frase.", "한 문장.")


@pytest.mark.parametrize("shown", [{}, {"revision": ""}, {"revision": "x"}, {"revision": "1" * 30}])
def test_nobody_publishes_schedules_or_submits_what_she_was_not_shown(client, shown):
    milestone = factories.make_milestone()
    edit(milestone, summary_es="Una frase.")
    before = everything()
    for verb in ("publish", "schedule", "submit"):
        response = client.post(address(milestone, verb), VERBS_WITH_FORMS[verb] | shown)
        assert levels(response) == ["warning", "error"]
    assert everything() == before


@pytest.mark.parametrize("end", [publish, discard], ids=["published", "discarded"])
def test_where_the_draft_is_gone_meanwhile_one_comes_back_to_the_record(client, end):
    milestone = factories.make_milestone()
    edit(milestone, summary_es="Una frase.")
    posted = posted_from(client.get(address(milestone, "publish")))
    end(open_revision(milestone), by=None, at=NOW)
    response = client.post(address(milestone, "publish"), posted)
    assert (response.status_code, response["Location"]) == (302, address(milestone))
    assert levels(response) == ["warning"]


def test_a_draft_of_what_is_withdrawn_says_that_it_must_be_reinstated_first(client):
    milestone = factories.make_milestone()
    edit(milestone, summary_es="Una frase.")
    withdraw(milestone, by=None, at=NOW, note={"en": "Wrong."})
    page = client.get(address(milestone, "publish"))
    assert sentences(page, "against") == ["It is withdrawn: reinstate it first."]


# Together


def test_an_agreement_is_published_with_its_actions(client):
    agreement = factories.make_agreement(live=False)
    first, second = (factories.make_action(live=False, agreement=agreement, slug=slug) for slug in ("one", "two"))
    factories.make_action(live=False)
    page = client.get(address(agreement, "publish"))
    offered = {draft.row.slug: str(draft.revision.pk) for draft in page.context["form"].offered}
    assert set(offered) == {"one", "two"}
    response = press(client, agreement, "publish", together=[offered["one"]])
    assert levels(response) == ["success", "success"]
    assert reread(agreement).live
    assert reread(first).live
    assert not reread(second).live


def test_what_a_draft_requires_is_offered_with_it_and_what_that_requires(client):
    source = factories.make_source(live=False)
    passage = factories.make_passage(live=False, source=source)
    milestone = complete_milestone(passages=[passage])
    page = client.get(address(milestone, "publish"))
    assert sentences(page, "against") == [f"Passages: “{passage}” is not public."]
    offered = {draft.row: str(draft.revision.pk) for draft in page.context["form"].offered}
    assert set(offered) == {passage, source}
    response = press(client, milestone, "publish", together=[offered[passage]])
    assert levels(response) == ["warning", "error"]
    assert sentences(response, "against") == [f"¶3 – It was signed in spring.: Source: “{source}” is not public."]
    assert not reread(milestone).live
    press(client, milestone, "publish", together=list(offered.values()))
    assert all(reread(record).live for record in (source, passage, milestone))


def test_all_are_published_together_or_none(client):
    agreement = factories.make_agreement(live=False)
    action = factories.make_action(live=False, agreement=agreement, passages=[])
    draft = str(open_revision(action).pk)
    response = press(client, agreement, "publish", together=[draft])
    assert levels(response) == ["warning", "error"]
    assert not reread(agreement).live
    assert response.context["form"]["together"].value() == [draft]


def test_a_draft_that_was_not_offered_does_not_go_along(client):
    milestone, other = factories.make_milestone(), factories.make_milestone()
    edit(milestone, summary_es="Una frase.")
    draft = edit(other, summary_es="Otra frase.")
    press(client, milestone, "publish", together=[str(draft.pk)])
    assert reread(other).summary_es == ""


def test_support_is_asked_of_those_that_go_along_too(client):
    agreement = factories.make_agreement()
    action = factories.make_action(agreement=agreement)
    edit(agreement, summary_es="Una frase.")
    draft = str(edit(action, note_en="Another claim.").pk)
    response = press(client, agreement, "publish", together=[draft])
    assert levels(response) == ["warning", "error"]
    assert "Signed, 10 May 2012" in response.context["form"].fields["support_confirmed"].help_text
    press(client, agreement, "publish", together=[draft], support_confirmed="on")
    assert reread(action).note_en == "Another claim."


def test_what_needs_a_record_is_withdrawn_with_it(client):
    source = factories.make_source()
    passage = factories.make_passage(source=source)
    action = factories.make_action(passages=[passage])
    page = client.get(address(source, "withdraw"))
    assert page.context["needed_by"] == [passage, action]
    assert levels(press(client, source, "withdraw", **NOTE)) == ["warning", "error"]
    response = press(client, source, "withdraw", **NOTE, these_too="on")
    assert levels(response) == ["success", "success"]
    assert [reread(record).withdrawal_note_en for record in (source, passage, action)] == ["It was wrong."] * 3
    assert reread(action.agreement).live


def test_what_came_to_need_it_after_one_looked_is_not_withdrawn_unseen(client):
    agreement = factories.make_agreement()
    factories.make_action(agreement=agreement)
    posted = posted_from(client.get(address(agreement, "withdraw"))) | NOTE | {"these_too": "on"}
    factories.make_action(agreement=agreement)
    before = everything()
    response = client.post(address(agreement, "withdraw"), posted)
    assert "look at the list again" in response.content.decode()
    assert response.context["form"]["withdrawal_note_en"].value() == "It was wrong."
    assert everything() == before
    response = press(client, agreement, "withdraw", **NOTE, these_too="on")
    assert levels(response) == ["success", "success"]


def test_what_replaces_it_replaces_those_of_its_type_only(client):
    action = factories.make_action()
    other = factories.make_agreement()
    response = press(client, action.agreement, "withdraw", **NOTE, these_too="on", replaced_by=str(other.pk))
    assert levels(response) == ["success", "success"]
    assert reread(action.agreement).replaced_by == other
    assert reread(action).replaced_by is None


def test_withdrawing_the_relationship_says_that_the_site_would_be_gone(client):
    relationship = factories.make_relationship()
    milestone = factories.make_milestone()
    for record, says_so in ((relationship, True), (relationship.home_party, True), (milestone, False)):
        assert client.get(address(record, "withdraw")).context["closes_the_site"] is says_so


# Beside what is live


def frames(client, record, language="en"):
    page = client.get(reverse(f"admin:relations_{record.type_name()}_beside", args=[record.pk, language]))
    assert page.status_code == 200
    return page.context["frames"]


def test_what_is_live_and_the_preview_stand_beside_each_other_in_each_language(client, site):
    milestone = factories.make_milestone()
    edit(milestone, title_en="As drafted", title_ko="초안")
    for language, words in (("en", "As drafted"), ("ko", "초안")):
        public, preview = frames(client, milestone, language)
        assert public["address"] == f"/{language}/milestones/{milestone.slug}/"
        assert "Friendship declared" in client.get(public["address"]).content.decode()
        shown = client.get(preview["address"])
        assert words in shown.content.decode()
        assert shown["X-Frame-Options"] == "SAMEORIGIN"


def test_of_what_was_never_public_there_is_the_preview_only(client, site):
    (preview,) = frames(client, complete_milestone())
    assert preview["address"].startswith("/preview/")


@pytest.mark.parametrize(
    ("make", "public"),
    [
        (
            lambda: factories.make_action(slug="signed", agreement=factories.make_agreement(slug="fish")),
            "/en/agreements/fish/#signed",
        ),
        (
            lambda: factories.make_passage(slug="three", source=factories.make_source(slug="letter")),
            "/en/sources/letter/#three",
        ),
        (factories.make_party, "/en/about/"),
    ],
    ids=["action", "passage", "party"],
)
def test_what_has_no_page_of_its_own_is_shown_where_it_stands(client, site, make, public):
    record = make()
    fields = {"party": "formal_name_es", "passage": "gist_es", "agreementaction": "note_es"}
    save_draft(type(record), record.slug, {fields[record.type_name()]: "Una nota."}, by=None, at=NOW)
    live, preview = frames(client, record)
    assert live["address"] == public
    assert client.get(public.partition("#")[0]).status_code == 200
    assert preview["address"].endswith(public.partition("#")[1] + public.partition("#")[2])
    assert client.get(preview["address"].partition("#")[0]).status_code == 200


def test_a_draft_action_of_a_public_agreement_stands_beside_its_page(client, site):
    action = factories.make_action(live=False, agreement=factories.make_agreement(slug="fish"))
    assert frames(client, action)[0]["address"] == "/en/agreements/fish/"


def test_the_relationship_stands_beside_the_home_page(client, site):
    edit(site, tagline_es="Dos orillas.")
    assert frames(client, site)[0]["address"] == "/en/"


def test_without_a_draft_or_in_another_language_there_is_nothing_to_compare(client, site):
    milestone = factories.make_milestone()
    response = client.get(reverse("admin:relations_milestone_beside", args=[milestone.pk, "en"]))
    assert (response.status_code, levels(response)) == (302, ["warning"])
    assert client.get(reverse("admin:relations_milestone_beside", args=[milestone.pk, "fr"])).status_code == 404


def test_a_discarded_new_record_leads_back_to_the_list(client):
    milestone = complete_milestone()
    response = press(client, milestone, "discard")
    assert response["Location"] == reverse("admin:relations_milestone_changelist")
    assert not is_there(milestone)


def test_a_scheduled_draft_goes_back_with_a_comment(client):
    milestone = factories.make_milestone()
    at = timezone.now()
    schedule(edit(milestone, summary_es="Una frase."), by=None, at=at, go_live_at=at + datetime.timedelta(days=1))
    assert "comment" in press(client, milestone, "return").context["form"].errors
    press(client, milestone, "return", comment="Not yet.")
    assert state_of(milestone) is State.DRAFT
