"""Finding what one refers to: passages with their words and what they say, and statements by the source they cite."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from relations.models import Statement
from tests.factories import MAKERS, make_action, make_figure, make_milestone, make_passage, make_source
from tests.reading import page
from tests.test_admin import address, autocomplete

pytestmark = pytest.mark.django_db

TWO_LINES = "¶7 “two shores” – Letter to the minister\nThey face each other."


@pytest.fixture(autouse=True)
def signed_in(client, editor):
    client.force_login(editor)


@pytest.fixture
def passage():
    return make_passage(locator="¶7", fragment="two shores", gist_en="They face each other.")


def texts(response):
    return [result["text"] for result in response.json()["results"]]


def test_a_passage_is_found_with_its_words_its_source_and_what_it_says(client, passage):
    assert texts(autocomplete(client, "shores")) == [TWO_LINES]


def test_it_is_called_so_once_it_is_chosen(client, passage):
    milestone = make_milestone(passages=[passage])
    form = page(client, address(milestone))
    assert [option.text for option in form.xpath("//select[@name='passages']/option")] == [TWO_LINES]


def test_one_that_is_not_written_yet_is_called_by_what_it_has(client):
    make_passage(live=False, locator="¶9", fragment="", gist_en="")
    assert texts(autocomplete(client, "¶9")) == ["¶9 – Letter to the minister"]


def test_what_is_part_of_another_record_is_called_with_it(client):
    make_action(act="signed", date="2012-05-10")
    (text,) = texts(autocomplete(client, "fisheries", model="commitment", field="fulfilled_by_action"))
    assert text == "Agreement on fisheries: Signed, 10 May 2012"


def test_however_many_are_found_it_costs_the_same_queries(client):
    counts = []
    for _each in range(2):
        for _number in range(3):
            make_passage()
        autocomplete(client, "signed")
        with CaptureQueriesContext(connection) as captured:
            assert texts(autocomplete(client, "signed"))
        counts.append(len(captured))
    assert counts[0] == counts[1]


STATEMENTS = [make for make in MAKERS if issubclass(make.__annotations__["return"], Statement)]


@pytest.mark.parametrize("make", STATEMENTS, ids=lambda make: make.__name__)
def test_statements_are_found_by_the_source_on_which_they_rest(make, client):
    source = make_source(title_en="A speech")
    wanted = make(passages=[make_passage(source=source), make_passage(source=source)])
    if make is not STATEMENTS[-1]:  # of the relationship there is one
        make()
    found = client.get(address(wanted, "changelist"), {"source": str(source.pk)}).context["cl"].queryset
    assert list(found) == [wanted]


def test_only_sources_that_are_cited_there_are_offered_by_their_titles(client):
    figure = make_figure(passages=[make_passage(source=make_source(title_en="A yearbook"))])
    make_milestone(passages=[make_passage(source=make_source(title_en="A speech"))])
    make_source(title_en="A letter")
    response = client.get(address(figure, "changelist"))
    offered = next(spec for spec in response.context["cl"].filter_specs if spec.title == "source")
    assert [text for _key, text in offered.lookup_choices] == ["A yearbook"]


@pytest.mark.parametrize("value", ["x", "9" * 30, "\0"])
def test_an_odd_source_narrows_nothing(value, client):
    milestone = make_milestone()
    address_of_list = reverse("admin:relations_milestone_changelist")
    assert list(client.get(address_of_list, {"source": value}).context["cl"].queryset) == [milestone]
