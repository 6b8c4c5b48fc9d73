"""The inbox in the admin: what waits is shown in three panes and decided; the history tells of loads."""

import pytest
from django.urls import reverse

from relations.models import Conflict, Milestone, Revision, TradeFigure
from relations.publishing import withdraw
from tests.acting import NOW, edit, open_revision, published_revision, republish, reread
from tests.fixture_sets import fields_of, small_set
from tests.loads import changed, visit, without
from tests.posting import untouched
from tests.reading import page

pytestmark = pytest.mark.django_db

INBOX = "/admin/relations/conflict/"


@pytest.fixture
def milestone(bring):
    return visit()


@pytest.fixture
def conflict(bring, milestone):
    republish(milestone, title_en="A long visit, edited")
    bring(changed(small_set(), "visit", title_en="A long visit, reloaded"))
    return Conflict.objects.get()


@pytest.fixture
def figures(bring):
    """A conflict about a figure and its evidence."""
    republish(TradeFigure.objects.get(), value="1300000.00")
    bring(changed(small_set(), "exports-2029", value="1400000.00", qualifier="nearly"))
    return Conflict.objects.get()


def inbox(client):
    return page(client, INBOX)


def address_of(conflict):
    return reverse("admin:decide_conflict", args=[conflict.pk])


def posted(client, conflict, decision, **changes):
    """Decide from the page of a conflict: what its forms hold, with some of it changed."""
    data = {"decision": decision}
    for form in page(client, address_of(conflict)).xpath("//article//form"):
        data |= untouched(form)
    data |= {f"conflict-{conflict.pk}-{name}": value for name, value in changes.items()}
    return client.post(address_of(conflict), {"page": "1"} | data)


def cells(tree):
    return [cell.text_content().strip() for cell in tree.xpath("//article//td")[1:]]


def test_a_conflict_is_shown_in_three_panes_with_the_words_that_differ_marked(client, conflict, milestone, publisher):
    client.force_login(publisher)
    tree = inbox(client)
    assert cells(tree) == ["A visit", "A long visit, edited", "A long visit, reloaded"]
    assert [mark.text for mark in tree.xpath("//td//ins")] == ["long ", ", edited", "long ", ", reloaded"]
    assert set(tree.xpath("//article//td/@lang")) == {"en"}
    assert tree.xpath("//section//h2/a/@href") == [f"/admin/relations/milestone/{milestone.pk}/change/"]
    assert tree.xpath(f"//a[@href='{reverse('admin:load', args=[conflict.load_id])}']")


def test_the_sites_value_is_the_one_of_now(client, conflict, milestone, publisher):
    republish(milestone, title_en="A visit, edited twice")
    client.force_login(publisher)
    assert "A visit, edited twice" in cells(inbox(client))


def test_of_a_unit_only_the_fields_that_differ_are_shown(client, figures, publisher):
    client.force_login(publisher)
    rows = inbox(client).xpath("//article//tbody//th")
    assert [row.text for row in rows] == ["Value", "Qualifier"]


def test_the_index_links_the_inbox_for_those_who_may_decide(client, bring, publisher, editor):
    client.force_login(publisher)
    assert page(client, "/admin/").xpath(f"//a[@href='{INBOX}']")
    client.force_login(editor)
    assert not page(client, "/admin/").xpath(f"//a[@href='{INBOX}']")


def test_an_empty_inbox_says_so(client, bring, publisher):
    client.force_login(publisher)
    assert client.get(INBOX).context["records"] == []


def test_keep_and_take_are_buttons(client, conflict, milestone, publisher):
    client.force_login(publisher)
    response = posted(client, conflict, "keep")
    assert (response.status_code, response.url) == (302, f"{INBOX}?page=1")
    conflict.refresh_from_db()
    assert (conflict.outcome, conflict.decided_by) == ("keep", publisher)
    assert reread(milestone).title_en == "A long visit, edited"


def test_taking_publishes(client, conflict, milestone, publisher):
    client.force_login(publisher)
    assert posted(client, conflict, "take").status_code == 302
    assert reread(milestone).title_en == "A long visit, reloaded"


def test_a_third_value_is_written_with_its_note(client, conflict, milestone, publisher):
    client.force_login(publisher)
    said = {"change": "minor", "change_note_en": "Agreed.", "support_confirmed": "on"}
    assert posted(client, conflict, "write", title_en=" A visit of both\r\n", **said).status_code == 302
    revision = published_revision(milestone)
    assert (reread(milestone).title_en, revision.change, revision.change_note_en) == (
        "A visit of both", "minor", "Agreed.",
    )  # fmt: skip


def test_what_cannot_be_published_is_said_at_its_field_and_nothing_typed_is_lost(client, conflict, publisher):
    client.force_login(publisher)
    response = posted(client, conflict, "write", title_en="", title_es="", change_note_en="A note.")
    form = response.context["conflict"]["form"]
    assert list(form.errors) == ["title_en", "support_confirmed"]
    assert form["change_note_en"].value() == "A note."
    conflict.refresh_from_db()
    assert conflict.outcome == ""


@pytest.mark.parametrize(
    ("field", "wrong"), [("value", "many"), ("as_of", "2012-13"), ("passages", "nowhere"), ("passages", "Not A Slug")]
)
def test_values_that_are_no_texts_are_checked(client, figures, publisher, field, wrong):
    client.force_login(publisher)
    response = posted(client, figures, "write", **{field: wrong, "support_confirmed": "on"})
    assert list(response.context["conflict"]["form"].errors) == [field]


def test_values_that_are_no_texts_are_written_as_a_set_has_them(client, figures, publisher):
    client.force_login(publisher)
    response = posted(
        client, figures, "write", value="1350000", qualifier="about", as_of="2030-01", passages="speech-p1",
        support_confirmed="on",
    )  # fmt: skip
    assert response.status_code == 302
    figure = TradeFigure.objects.get()
    assert (str(figure.value), figure.qualifier, str(figure.as_of)) == ("1350000.00", "about", "2030-01")


def test_who_looked_before_an_edit_looks_again(client, conflict, milestone, publisher):
    client.force_login(publisher)
    (seen,) = set(inbox(client).xpath("//article//input[@name='seen']/@value"))
    republish(milestone, title_en="A visit, edited twice")
    for data in ({"seen": seen}, {}, {"seen": "garbage"}):
        response = client.post(address_of(conflict), {"decision": "take", **data})
        assert response.status_code == 200
        assert reread(milestone).title_en == "A visit, edited twice"


@pytest.mark.parametrize("decision", ["", "closed", "redact", "keep\0"])
def test_a_decision_that_is_none_is_refused(client, conflict, publisher, decision):
    client.force_login(publisher)
    assert posted(client, conflict, decision).status_code == 200
    conflict.refresh_from_db()
    assert conflict.outcome == ""


def test_a_conflict_that_is_over_says_how_it_ended(client, conflict, publisher):
    client.force_login(publisher)
    posted(client, conflict, "keep")
    tree = page(client, address_of(conflict))
    assert tree.xpath("//article//button") == []
    assert client.post(address_of(conflict), {"decision": "take"}).status_code == 200


@pytest.mark.parametrize("who", ["editor", "reader"])
def test_others_neither_see_nor_decide(client, conflict, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(INBOX).status_code == 403
    assert client.get(address_of(conflict)).status_code == 403
    for decision in ("keep", "take", "write"):
        assert client.post(address_of(conflict), {"decision": decision}).status_code == 403
    conflict.refresh_from_db()
    assert conflict.outcome == ""


def test_with_four_eyes_no_text_is_offered(client, conflict, publisher, settings):
    settings.FOUR_EYES = True
    client.force_login(publisher)
    assert inbox(client).xpath("//article//details") == []
    data = {f"conflict-{conflict.pk}-title_en": "Mine", f"conflict-{conflict.pk}-change": "major"}
    seen = inbox(client).xpath("//article//input[@name='seen']/@value")[0]
    response = client.post(address_of(conflict), {"decision": "write", "seen": seen, **data})
    assert response.status_code == 200
    conflict.refresh_from_db()
    assert conflict.outcome == ""


def test_a_record_that_is_gone_or_withdrawn_is_shown_still(client, conflict, milestone, publisher):
    client.force_login(publisher)
    withdraw(milestone, by=None, at=NOW, note={"en": "Wrong."})
    assert posted(client, conflict, "take").status_code == 200
    milestone.delete()
    assert [mark.text for mark in inbox(client).xpath("//article//td[2]//del")] == ["A visit"]
    assert posted(client, conflict, "take").status_code == 200
    assert posted(client, conflict, "keep").status_code == 302


def test_whether_a_record_stays_is_decided_too(client, bring, milestone, publisher):
    edit(milestone, title_en="A draft")
    bring(without(small_set(), "visit"))
    client.force_login(publisher)
    assert posted(client, Conflict.objects.get(), "take").status_code == 302
    assert not reread(milestone).live
    assert open_revision(milestone) is not None


def test_many_conflicts_are_shown_page_by_page(client, bring, publisher, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr("relations.admin.inbox.PER_PAGE", 1)
    for slug, model in (("visit", Milestone), ("exports-2029", TradeFigure)):
        republish(model.objects.get(slug=slug), as_of="2031")
    files = small_set()
    for slug in ("visit", "exports-2029"):
        fields_of(files, slug).update(as_of="2032")
    bring(files)
    client.force_login(publisher)
    slugs = [client.get(INBOX, {"page": number}).context["records"][0]["slug"] for number in (1, 2, "x")]
    assert slugs == ["visit", "exports-2029", "visit"]
    with django_assert_max_num_queries(20):
        client.get(INBOX)


def test_a_load_is_named_in_the_history_of_what_it_wrote(client, conflict, milestone, publisher, editor):
    address = reverse("admin:relations_milestone_history", args=[milestone.pk])
    load = f"//a[@href='{reverse('admin:load', args=[Revision.objects.of(milestone).get(number=1).load_id])}']"
    client.force_login(publisher)
    assert page(client, address).xpath(load)
    client.force_login(editor)
    assert not page(client, address).xpath(load)
