"""The admin as those see it who may, and who may not; every page of every type answers."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from relations.models import RECORD_TYPES, Relationship
from tests import factories
from tests.posting import posted_from, problems

EVERY_TYPE = pytest.mark.parametrize("make", factories.MAKERS, ids=lambda make: make.__name__)

# One of each shape of form: plain, a statement, one with a parent and a made slug, and the only one of its kind.
EVERY_SHAPE = pytest.mark.parametrize(
    "make",
    [factories.make_page, factories.make_milestone, factories.make_figure, factories.make_relationship],
    ids=lambda make: make.__name__,
)

PAGE_ODDITIES = ["e=1", "p=abc", "p=-1", "o=9.-9.x", "q=%00", "q=%22", "live__exact=x", "kind__exact=zzz", "foo__bar=1"]
LACKING = [
    "translation=en-missing",
    "translation=ko-behind",
    "translation=xx",
    "translation=en-x",
    "party__id__exact=x",
    "indicator__id__exact=9",
    "_popup=1",
    "_to_field=x",
]
ADD_ODDITIES = [
    "source=abc",
    "agreement=99999999999999999999",
    "passages=1,x",
    "passages=99999999999999999999",
    "as_of=x",
]


def address(record, page="change"):
    return reverse(
        f"admin:relations_{record._meta.model_name}_{page}", args=[] if page in ("add", "changelist") else [record.pk]
    )


@EVERY_TYPE
def test_an_administrator_and_an_editor_see_every_page(client, administrator, editor, make):
    record = make()
    for user in (administrator, editor):
        client.force_login(user)
        for page in ("changelist", "change", "history"):
            assert client.get(address(record, page)).status_code == 200
        assert client.get(address(record, "changelist"), {"q": "fish"}).status_code == 200
        adding = client.get(address(record, "add")).status_code
        assert adding == (403 if isinstance(record, Relationship) else 200)
        assert client.get(address(record, "delete")).status_code == 403


@EVERY_TYPE
def test_one_who_only_reads_sees_but_changes_nothing(client, reader, make):
    record = make()
    client.force_login(reader)
    for page in ("changelist", "change", "history"):
        assert client.get(address(record, page)).status_code == 200
    assert client.get(address(record, "add")).status_code == 403
    page = client.get(address(record))
    assert page.context["verb_buttons"] == page.context["verb_links"] == []
    for verb in ("discard", "withdraw", "return", "reinstate"):
        assert client.post(address(record, verb), {"comment": "x"}).status_code == 403
    assert client.post(address(record), {"_publish": "1"}).status_code == 403
    record.refresh_from_db()
    assert record.live


@EVERY_TYPE
def test_who_has_not_signed_in_is_sent_to_do_so(client, db, make):
    record = make()
    for page in ("changelist", "add", "change", "delete", "history", "withdraw", "discard"):
        assert client.get(address(record, page)).status_code == 302
    assert b"login-form" in client.post(address(record, "withdraw"), {"withdrawal_note_en": "x"}).content
    record.refresh_from_db()
    assert record.live


def test_who_is_no_staff_is_sent_to_sign_in(client, db):
    client.force_login(User.objects.create_user("visitor"))
    assert client.get(reverse("admin:index")).status_code == 302


@EVERY_SHAPE
def test_odd_questions_are_answered(client, administrator, make):
    record = make()
    client.force_login(administrator)
    client.raise_request_exception = False
    for query in [*PAGE_ODDITIES, *LACKING]:
        assert client.get(f"{address(record, 'changelist')}?{query}").status_code in (200, 302, 400), query
    for query in [*ADD_ODDITIES, "_popup=1", "_changelist_filters=x"]:
        assert client.get(f"{address(record, 'add')}?{query}").status_code in (200, 403), query
    for key in ("0", "abc", "99999999999999999999"):
        assert client.get(reverse(f"admin:relations_{record._meta.model_name}_change", args=[key])).status_code == 302
        assert client.get(reverse(f"admin:relations_{record._meta.model_name}_history", args=[key])).status_code != 500


@EVERY_SHAPE
def test_odd_values_are_refused_at_their_fields(client, administrator, make):
    record = make(live=False, first_published_at=None)
    client.force_login(administrator)
    client.raise_request_exception = False
    untouched = posted_from(client.get(address(record)))
    for value in ("x", "-1", "99999999999999999999", "\0", "2012-13", "\ud55c" * 600):
        assert problems(client.post(address(record), dict.fromkeys(untouched, value))), value


@pytest.mark.parametrize("model", RECORD_TYPES, ids=lambda model: model.__name__)
def test_an_empty_form_is_refused_with_reasons(client, editor, model):
    client.force_login(editor)
    response = client.post(reverse(f"admin:relations_{model._meta.model_name}_add"), {})
    if model is Relationship:  # Everything about it may come later.
        assert response.status_code == 302
    else:
        assert response.context["errors"]


def test_a_second_relationship_is_not_offered(client, editor):
    client.force_login(editor)
    assert client.get(reverse("admin:relations_relationship_add")).status_code == 200
    factories.make_relationship()
    assert client.get(reverse("admin:relations_relationship_add")).status_code == 403


@pytest.mark.parametrize("language", ["en", "es", "ko"])
def test_the_admin_speaks_the_language_of_the_browser(administrator, language):
    client = Client(headers={"accept-language": language})
    client.force_login(administrator)
    response = client.get(reverse("admin:index"))
    assert response.headers["Content-Language"] == language


@pytest.mark.parametrize("make", [make for make in factories.MAKERS if make is not factories.make_relationship])
def test_a_list_asks_no_question_per_row(client, administrator, make, django_assert_max_num_queries):
    client.force_login(administrator)
    records = [make() for _number in range(3)]
    counts = []
    for copies in (0, 9):
        for record in records:
            factories.make_copies(record, copies)
        with django_assert_max_num_queries(20) as queries:
            shown = client.get(address(record, "changelist")).context["cl"].result_list
        assert len(shown) >= 3 + 3 * copies
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_list_says_which_languages_a_record_lacks_and_finds_them(client, editor):
    client.force_login(editor)
    factories.make_page(title_es="Privacidad", body_es="<p>Nada.</p>", slug="in-two")
    factories.make_page(slug="in-one")
    factories.make_page(
        title_es="Privacidad", body_es="<p>Nada.</p>", title_ko="개인정보", body_ko="<p>없음</p>", slug="in-all"
    )
    pages = reverse("admin:relations_page_changelist")
    found = {
        code: {page.slug for page in client.get(pages, {"translation": f"{code}-missing"}).context["cl"].queryset}
        for code in ("en", "es", "ko")
    }
    assert found == {"en": set(), "es": {"in-one"}, "ko": {"in-one", "in-two"}}


def test_a_search_looks_in_every_language(client, editor):
    client.force_login(editor)
    page = factories.make_page(title_ko="개인정보")
    factories.make_page(title_en="Legal notice")
    found = client.get(reverse("admin:relations_page_changelist"), {"q": "개인"}).context["cl"].queryset
    assert list(found) == [page]


def autocomplete(client, term, model="milestone", field="passages"):
    query = {"term": term, "app_label": "relations", "model_name": model, "field_name": field}
    return client.get(reverse("admin:autocomplete"), query)


def test_a_passage_is_found_by_its_words_our_summary_its_place_and_its_source(client, editor):
    client.force_login(editor)
    source = factories.make_source(title_es="Carta al ministro")
    passage = factories.make_passage(source=source, locator="¶7", fragment="an unusual sentence", gist_ko="항구 이야기")
    factories.make_passage()
    for term in ("unusual", "항구", "¶7", "Carta"):
        results = autocomplete(client, term).json()["results"]
        assert [result["id"] for result in results] == [str(passage.pk)]
        assert "an unusual sentence" in results[0]["text"]
    assert autocomplete(client, "\0").status_code == 200


def test_a_page_lists_what_belongs_to_the_record(client, editor):
    client.force_login(editor)
    action = factories.make_action()
    factories.make_action()
    (listed,) = client.get(address(action.agreement)).context["related_lists"]
    assert [row["address"] for row in listed["rows"]] == [address(action)]
    assert client.get(listed["add"]).context["adminform"].form.initial["agreement"] == str(action.agreement_id)
