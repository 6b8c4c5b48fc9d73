"""What is not public stands in no file, calendar, sitemap, feed or page of the site, whatever it is."""

import pytest

from relations import opendata
from relations.models import Page
from tests.acting import NOW, edit
from tests.factories import (
    MAKERS,
    PUBLISHED_AT,
    make_agreement,
    make_figure,
    make_indicator,
    make_milestone,
    make_passage,
    make_relationship,
    make_source,
)

pytestmark = pytest.mark.django_db

# In the texts and addresses of what is hidden, and nowhere else.
WORD = "unspeakable"

OUTPUTS = [
    *(f"/data/{table.name}.{form}" for table in opendata.TABLES for form in ("csv", "json")),
    "/data/trade-figure/exports.csv",
    "/data/trade-figure/exports.json",
    "/sitemap.xml",
    *(
        f"/ko/{address}"
        for address in (
            "", "data/", "calendar.ics", "feed.atom", "updates/", "about/", "trade/exports/", "sources/letter/",
            "milestones/", "agreements/",
        )
    ),
]  # fmt: skip
HIDABLE = [make for make in MAKERS if make is not make_relationship]


@pytest.fixture
def public():
    """What is public, for hidden records to be parts of."""
    make_relationship()
    indicator = make_indicator(slug="exports")
    make_figure(indicator=indicator, period="2021")
    source = make_source(slug="letter")
    make_passage(source=source)
    return {"indicator": indicator, "agreement": make_agreement(), "source": source}


def model_of(make):
    return make.__annotations__["return"]


def texts(make, word=WORD):
    """Texts by which a record of this type is known again, in a language of its own and in the main one."""
    names = model_of(make).translated_names()
    name = next(name for name in ("title", "name", "gist", "note") if name in names)
    return {f"{name}_en": word, f"{name}_ko": word}


def place(make, public, slug=WORD):
    """What makes a record a part of a public one, and a milestone return each year."""
    values = {name: public[name] for name in model_of(make).identifying}
    if make is make_milestone:
        values |= {"observed_yearly": True, "date": "1963-05-10"}
    return values | ({"period": "2022"} if make is make_figure else {"slug": slug})


def where(client, *words):
    """The outputs in which one of these words stands."""
    contents = {address: client.get(address) for address in OUTPUTS}
    assert {answer.status_code for answer in contents.values()} == {200}
    return {
        word: [address for address, answer in contents.items() if word in answer.content.decode()] for word in words
    }


@pytest.mark.parametrize("workflow", [{}, {"first_published_at": PUBLISHED_AT}], ids=["drafts", "withdrawn"])
def test_what_is_not_public_stands_nowhere(client, public, workflow):
    for make in HIDABLE:
        make(**place(make, public), **texts(make), live=False, **workflow)
    assert where(client, WORD) == {WORD: []}


def test_drafts_of_what_is_public_stand_nowhere(client, public):
    for make in HIDABLE:
        edit(make(**place(make, public, slug=f"a-{model_of(make).type_name()}")), at=NOW, **texts(make))
    assert where(client, WORD) == {WORD: []}


def test_public_ones_of_every_type_would_be_seen(client, public):
    words = {make: f"Spoken{model_of(make).type_name()}" for make in HIDABLE if model_of(make) is not Page}
    for make, word in words.items():
        make(**place(make, public, slug=f"a-{model_of(make).type_name()}"), **texts(make, word))
    assert [word for word, outputs in where(client, *words.values()).items() if not outputs] == []


def test_hidden_records_are_no_part_of_public_ones(client, public):
    hidden = {"title_en": WORD, "slug": WORD, "live": False}
    make_milestone(
        agreement=make_agreement(**hidden),
        passages=[make_passage(slug=f"{WORD}-passage", live=False), make_passage(source=public["source"])],
    )
    make_milestone(passages=[make_passage(source=make_source(**hidden), gist_en=WORD)])
    assert where(client, WORD) == {WORD: []}
