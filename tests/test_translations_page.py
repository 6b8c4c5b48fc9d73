"""Translations in the admin: the list of what is missing or behind, the form's groups, and saying `still right`."""

import json

import pytest
from django.urls import reverse

from relations.models import Decision, Verb
from relations.publishing import behind_of, withdraw
from tests.acting import NOW, edit, republish
from tests.factories import make_page, make_relationship, make_source
from tests.posting import posted_from
from tests.reading import parsed
from tests.test_admin import address

pytestmark = pytest.mark.django_db

LIST = reverse("admin:translations")


@pytest.fixture
def page():
    """Behind in one language, lacking its body in the other, where its title is behind."""
    page = make_page(slug="privacy", title_es="Privacidad", body_es="<p>Sin cookies.</p>", title_ko="개인정보")
    republish(page, title_en="Your privacy")
    return page


@pytest.fixture
def whole():
    """A page that is there in every language."""
    texts = {"title_es": "Aviso", "title_ko": "안내", "body_es": "<p>Uno.</p>", "body_ko": "<p>하나.</p>"}
    return make_page(slug="whole", **texts)


def still_right(record, language="es", number=2):
    return reverse("admin:confirm_translation", args=[record.type_name(), record.slug, language, number])


def listed(response):
    """By language and state: the address and the text of each entry."""
    return {
        (group["heading"], group["kind"]): [entry["address"] for kind in group["types"] for entry in kind["entries"]]
        for group in response.context["groups"]
    }


def test_the_list_has_by_language_what_is_behind_and_what_is_missing(client, editor, page, whole):
    client.force_login(editor)
    source = make_source(title_es="Carta")
    spanish, korean = (f"{address(page)}#language-{code}" for code in ("es", "ko"))
    assert listed(client.get(LIST)) == {
        ("Spanish", "Behind"): [spanish],
        ("Korean", "Behind"): [korean],
        ("Korean", "Missing"): [f"{address(source)}#language-ko", korean],
    }


def test_an_entry_shows_what_changed_and_the_translation_beside_it(client, editor, page):
    client.force_login(editor)
    shown = parsed(client.get(f"{LIST}?language=es"))
    (entry,) = shown.xpath("//section[@class='translations-group']//li")
    assert [entry.findtext(".//ins").strip(), entry.find(".//a").text] == ["Your privacy", "Your privacy"]
    assert entry.findtext(".//del") == "Privacy"
    assert entry.find_class("translated-words")[0].text_content() == "Privacidad"
    (lacking,) = parsed(client.get(f"{LIST}?kind=missing")).find_class("translations-group")
    assert "Body [ko]" in lacking.text_content()
    assert "A draft is open." not in lacking.text_content()
    edit(page, body_ko="<p>하나.</p>")
    assert "A draft is open." in client.get(f"{LIST}?kind=missing").content.decode()


def test_what_is_not_public_is_not_listed(client, editor, page):
    make_page(live=False, title_es="Borrador")
    withdraw(page, by=None, at=NOW, note={"en": "It is being checked."})
    client.force_login(editor)
    response = client.get(LIST)
    assert response.context["is_all_done"]
    assert "Nothing is missing and nothing is behind" in response.content.decode()


def test_the_list_is_narrowed_by_links_that_count(client, editor, page):
    client.force_login(editor)
    make_source(title_es="Carta")

    def narrowed(query):
        response = client.get(f"{LIST}?{query}")
        counts = [[choice["count"] for choice in one["choices"]] for one in response.context["filters"]]
        return sorted(listed(response)), counts

    everything = [("Korean", "Behind"), ("Korean", "Missing"), ("Spanish", "Behind")]
    assert narrowed("") == (everything, [[4, 1, 3], [4, 2, 2], [4, 1, 3]])
    assert narrowed("language=xx&kind=x&type=x") == narrowed("")
    assert narrowed("language=ko&kind=missing") == ([("Korean", "Missing")], [[2, 2], [3, 1, 2], [2, 1, 1]])
    assert narrowed("type=source") == ([("Korean", "Missing")], [[1, 1], [1, 1], [4, 1, 3]])
    assert narrowed("kind=behind&type=source")[0] == []


def test_a_list_of_many_is_paged_and_asks_no_more_questions(client, editor, django_assert_max_num_queries):
    client.force_login(editor)
    counts = []
    for wanted in (3, 21):
        for number in range(wanted):
            republish(make_page(title_es=f"Aviso {wanted} {number}"), title_en="Another")
        with django_assert_max_num_queries(16) as queries:
            response = client.get(f"{LIST}?language=es&kind=behind")
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert "language=es&amp;kind=behind&amp;page=2" in response.content.decode()
    assert len(listed(client.get(f"{LIST}?language=es&kind=behind&page=2"))[("Spanish", "Behind")]) == 4


def test_an_editor_says_that_a_translation_is_right_still(client, editor, page):
    client.force_login(editor)
    response = client.post(still_right(page), {"list": "language=es&kind=behind&page=1&next=//elsewhere.example"})
    assert response.headers["Location"] == f"{LIST}?language=es&kind=behind&page=1"
    (said,) = Decision.objects.filter(verb=Verb.CONFIRM_TRANSLATION)
    assert (said.by, said.language, said.revision.number) == (editor, "es", 2)
    assert [one.language for one in behind_of(page)] == ["ko"]
    assert "you have confirmed its translation (Spanish)" in client.get(LIST).content.decode()


def test_who_comes_from_the_form_goes_back_to_its_tab(client, editor, page):
    client.force_login(editor)
    assert client.post(still_right(page, "ko")).headers["Location"] == f"{address(page)}#language-ko"


def test_a_page_that_shows_an_older_version_confirms_nothing(client, editor, page):
    client.force_login(editor)
    republish(page, title_en="Your own privacy")
    response = client.post(still_right(page, number=2), follow=True)
    assert "It has changed since you looked" in response.content.decode()
    assert len(behind_of(page)) == 2


@pytest.mark.parametrize("language", ["en", "xx"])
def test_what_is_no_translation_is_refused_in_words(client, editor, page, language):
    client.force_login(editor)
    response = client.post(still_right(page, language), follow=True)
    assert "not a language into which texts are translated" in response.content.decode()


def test_one_who_only_reads_sees_no_list_and_confirms_nothing(client, reader, page):
    client.force_login(reader)
    assert client.get(LIST).status_code == 403
    assert client.post(still_right(page)).status_code == 403
    assert len(behind_of(page)) == 2
    form = parsed(client.get(address(page)))
    assert len(form.find_class("behind")) == 2
    assert form.xpath("//button[@form]") == []


def test_odd_addresses_are_answered(client, editor, page):
    make_relationship()
    client.force_login(editor)
    assert client.get(still_right(page)).status_code == 405
    assert client.post(reverse("admin:confirm_translation", args=["user", "x", "es", 1])).status_code == 404
    assert client.post(reverse("admin:confirm_translation", args=["page", "x", "es", 1])).status_code == 404
    assert client.get(f"{LIST}?page=x&language=%00").status_code == 200
    odd = client.post(still_right(page), {"list": "page=x&kind=\0"})
    assert odd.headers["Location"] == f"{LIST}?page=1"


def test_who_has_not_signed_in_is_sent_to_do_so(client, page):
    assert client.get(LIST).status_code == 302
    client.post(still_right(page))
    assert len(behind_of(page)) == 2


# The form and the lists of records


def groups(response):
    """The groups of texts by language, as the form has them."""
    form = parsed(response)
    found = form.xpath("//fieldset[contains(concat(' ', @class, ' '), ' language ')]")
    return {json.loads(one.find_class("language-words")[0].get("data-words"))["code"]: one for one in found}


def test_the_form_has_a_group_for_each_language_and_says_which_is_behind(client, editor, page):
    client.force_login(editor)
    found = groups(client.get(address(page)))
    assert list(found) == ["en", "es", "ko"]
    assert "language-es" in found["es"].get("class")
    assert [code for code, group in found.items() if group.find_class("behind")] == ["es", "ko"]
    assert [found["es"].findtext(f".//{mark}") for mark in ("del", "ins")] == ["Privacy", "Your privacy"]


def test_still_right_is_a_form_beside_that_of_the_record_which_enter_does_not_send(client, editor, page):
    client.force_login(editor)
    response = client.get(address(page))
    document = parsed(response)
    (button,) = groups(response)["es"].xpath(".//button[@type='submit']")
    (form,) = document.xpath(f"//form[@id='{button.get('form')}']")
    assert form.get("action") == still_right(page)
    assert form.xpath("ancestor::form") == []
    client.post(form.get("action"), dict(form.fields))
    assert [one.language for one in behind_of(page)] == ["ko"]


def test_a_new_record_has_its_groups_too(client, editor):
    client.force_login(editor)
    assert list(groups(client.get(reverse("admin:relations_page_add")))) == ["en", "es", "ko"]


def test_the_form_of_a_draft_says_what_to_look_at_first(client, editor, whole):
    client.force_login(editor)
    assert client.get(address(whole)).context["hints"] == []
    posted = posted_from(client.get(address(whole))) | {"title_en": "Notice of 2012", "title_es": "Aviso de 2013"}
    client.post(address(whole), posted | {"_save": "1"})
    hints = client.get(address(whole)).context["hints"]
    assert [hint["address"] for hint in hints] == ["#id_title_es", "#id_title_ko", "#id_title_ko"]
    assert "“2012”" in hints[0]["sentence"]
    refused = client.post(address(whole), posted_from(client.get(address(whole))) | {"order": "x", "_save": "1"})
    assert refused.context["hints"] == []


def test_lists_of_records_say_what_is_behind_and_find_it(client, editor, page, whole):
    client.force_login(editor)
    pages = reverse("admin:relations_page_changelist")
    shown = parsed(client.get(pages))
    assert [cell.text for cell in shown.find_class("field-languages")] == [
        "en – lacking: ko; behind: es, ko",
        "en, es, ko",
    ]

    def found(choice):
        return [record.slug for record in client.get(pages, {"translation": choice}).context["cl"].queryset]

    assert found("es-behind") == found("ko-behind") == found("ko-missing") == ["privacy"]
    assert found("es-missing") == found("en-missing") == []
