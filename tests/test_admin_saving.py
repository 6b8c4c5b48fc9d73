"""Saving in the admin: what is refused and where it says so, and what stays as it was."""

import unicodedata

import pytest
from django.contrib.admin.models import LogEntry
from django.db.models import TextField
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relations.dates import PartialDate
from relations.models import Milestone, Page, Party, Relationship, TradeFigure
from relations.values import canonical, content_fields, values_of
from tests import factories
from tests.acting import reread
from tests.posting import posted_from, problems
from tests.test_admin import EVERY_TYPE, address

LINES = "첫 줄\n\nsecond “line” & <third>"


@pytest.fixture
def client(client, editor):
    client.force_login(editor)
    return client


def save(client, record, button="_save", **changes):
    return client.post(address(record), posted_from(client.get(address(record))) | changes | {button: "1"})


def adding(client, model, **values):
    page = reverse(f"admin:relations_{model._meta.model_name}_add")
    return client.post(page, posted_from(client.get(page)) | values | {"_save": "1"})


@EVERY_TYPE
def test_saving_an_untouched_form_changes_nothing(client, make):
    record = make()
    fields = {name: field for name, field in content_fields(type(record)).items() if name.endswith("_ko")}
    kept = {name: canonical(field, LINES) for name, field in fields.items() if isinstance(field, TextField)}
    type(record).objects.filter(pk=record.pk).update(**kept)
    before = values_of(reread(record))
    assert save(client, record).status_code == 302
    assert values_of(reread(record)) == before
    assert reread(record).updated_at == record.updated_at
    assert LogEntry.objects.get().get_change_message() == "No fields changed."


written = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(summary=written, body=written)
def test_whatever_text_is_kept_an_untouched_form_keeps_it(client, summary, body):
    fields = content_fields(Milestone)
    record = factories.make_milestone(
        summary_es=canonical(fields["summary_es"], summary), body_es=canonical(fields["body_es"], body)
    )
    before = values_of(record)
    assert save(client, record).status_code == 302
    assert values_of(reread(record)) == before


def test_texts_are_kept_in_canonical_form(client):
    page = factories.make_page(live=False)
    decomposed = unicodedata.normalize("NFD", "한국어 안내")
    save(client, page, title_ko=f"  {decomposed} ", body_ko="<p>하나\r\n둘</p><script>alert(1)</script>")
    page = reread(page)
    assert page.title_ko == "한국어 안내"
    assert page.body_ko == "<p>하나\n둘</p>"


def test_a_text_of_full_length_fits_however_it_is_posted(client):
    milestone = factories.make_milestone(live=False)
    text = "한\n" * 249 + "한국"
    save(client, milestone, summary_ko=unicodedata.normalize("NFD", text).replace("\n", "\r\n"))
    assert reread(milestone).summary_ko == text


@pytest.mark.parametrize("wrong", ["10 May 2012", "2012-13", "2012-02-30", "yesterday", "12-05-10"])
def test_what_is_no_date_is_refused_at_its_field(client, wrong):
    errors = problems(save(client, factories.make_milestone(), date=wrong))
    assert list(errors) == ["date"]
    assert "2012-05" in errors["date"][0]


def test_a_partial_date_is_kept_as_precisely_as_it_is_written(client):
    milestone = factories.make_milestone(live=False)
    save(client, milestone, date=" 2012-05 ")
    assert reread(milestone).date == PartialDate(2012, 5)


def test_a_wrong_date_beside_one_that_it_is_compared_with(client):
    initiative = factories.make_initiative(period_start="2012")
    assert list(problems(save(client, initiative, period_end="soon"))) == ["period_end"]
    assert list(problems(save(client, initiative, period_end="2011"))) == ["period_end"]


def test_a_fragment_has_at_most_eight_words(client):
    passage = factories.make_passage()
    assert "fragment" in problems(save(client, passage, fragment="one two three four five six seven eight nine"))


def test_a_draft_may_be_incomplete_and_rest_on_what_is_not_public(client):
    milestone = factories.make_milestone()
    hidden = factories.make_passage(live=False)
    assert save(client, milestone, title_en="", passages=[str(hidden.pk)], as_of="").status_code == 302
    assert reread(milestone).title_en == "Friendship declared"


def test_a_record_that_is_not_public_may_be_incomplete(client):
    milestone = factories.make_milestone(live=False)
    assert save(client, milestone, title_en="", passages=[]).status_code == 302


def test_a_milestone_is_added_with_its_passages(client):
    passage = factories.make_passage()
    response = adding(client, Milestone, slug="a-visit", title_en="A visit", passages=[str(passage.pk)])
    assert response.status_code == 302
    milestone = Milestone.objects.get()
    assert list(milestone.passages.all()) == [passage]
    assert not milestone.live


def test_a_slug_is_lower_case_and_taken_once(client):
    factories.make_page(slug="privacy")
    for slug in ("privacy", "Privacy", "a_b", ""):
        assert list(problems(adding(client, Page, slug=slug))) == ["slug"]


def test_the_slug_of_a_public_record_that_was_deleted_past_the_verbs_is_taken(client):
    factories.make_page(slug="privacy")
    figure = factories.make_figure(period="2021")
    Page.objects.all().delete()
    TradeFigure.objects.all().delete()
    assert list(problems(adding(client, Page, slug="privacy", title_en="Anew"))) == ["slug"]
    assert problems(adding(client, TradeFigure, indicator=str(figure.indicator_id), period="2021"))


def test_what_identifies_a_record_stays_as_it_is(client):
    action = factories.make_action()
    other = factories.make_agreement()
    save(client, action, slug="another", agreement=str(other.pk))
    assert (reread(action).slug, reread(action).agreement) == (action.slug, action.agreement)
    figure = factories.make_figure()
    save(client, figure, indicator="9", period="1999", slug="another")
    assert values_of(reread(figure)) == values_of(figure)


def test_the_slug_of_a_figure_is_made_from_what_identifies_it(client):
    indicator = factories.make_indicator(slug="exports")
    assert adding(client, TradeFigure, indicator=str(indicator.pk), period="2021-03").status_code == 302
    assert TradeFigure.objects.get().slug == "exports-2021-03"
    assert problems(adding(client, TradeFigure, indicator=str(indicator.pk), period="2021-03"))
    long = factories.make_indicator(slug="x" * 95)
    assert "indicator" in problems(adding(client, TradeFigure, indicator=str(long.pk), period="2021-03"))


def test_the_relationship_is_given_its_slug(client):
    assert adding(client, Relationship, site_title_en="Two shores").status_code == 302
    assert Relationship.objects.get().slug == "relationship"


def test_the_two_parties_differ(client):
    relationship = factories.make_relationship()
    errors = problems(save(client, relationship, partner_party=str(relationship.home_party_id)))
    assert list(errors) == ["partner_party"]


def test_who_saves_the_same_slug_at_the_same_moment_is_told_so(client, monkeypatch):
    """The rival's row comes after the validation that would have found it: the first look misses it."""
    taken = factories.make_party().slug
    looks = []
    validate = Party.validate_unique

    def overtaken_once(self, exclude=None):
        looks.append(self.slug)
        if len(looks) > 1:
            validate(self, exclude)

    monkeypatch.setattr(Party, "validate_unique", overtaken_once)
    assert list(problems(adding(client, Party, slug=taken))) == ["slug"]


def figures_of(*slugs):
    return {f"headline_figures_{place}": slug for place, slug in enumerate([*slugs, "", "", "", "", ""][:5])}


def test_headline_figures_keep_the_order_in_which_they_are_chosen(client):
    relationship = factories.make_relationship(live=False)
    first, second, third = (factories.make_figure().slug for _ in range(3))
    save(client, relationship, **figures_of(third, "", first, second))
    assert reread(relationship).headline_figures == [third, first, second]
    save(client, relationship)
    assert reread(relationship).headline_figures == [third, first, second]


def test_a_headline_figure_is_chosen_once_and_exists(client):
    relationship = factories.make_relationship(headline_figures=["gone-2021"])
    figure = factories.make_figure().slug
    assert "headline_figures" in problems(save(client, relationship))
    assert "headline_figures" in problems(save(client, relationship, **figures_of("never-2021")))
    assert "headline_figures" in problems(save(client, relationship, **figures_of(figure, figure)))
    assert save(client, relationship, **figures_of(figure)).status_code == 302


def test_more_headline_figures_than_places_are_all_kept(client):
    relationship = factories.make_relationship(headline_figures=[factories.make_figure().slug for _ in range(7)])
    save(client, relationship)
    assert reread(relationship).headline_figures == relationship.headline_figures
