"""Two revisions of a record beside each other, and the history from which they are chosen."""

import pytest
from django.urls import reverse

from relations.models import Change, Decision, Origin, Revision, Verb
from relations.publishing import discard, look, publish, redact, return_draft, submit, withdraw
from relations.publishing.publication import publish_beside_draft
from relations.publishing.standing import decide
from tests import factories, reading
from tests.acting import NOW, edit, open_revision, published_revision, republish
from tests.reading import text
from tests.test_admin import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client, editor):
    client.force_login(editor)
    return client


def compared(client, record, **query):
    return reading.page(client, address(record, "compare"), **query)


def rows(page):
    """The fields that differ, with what stands in each column."""
    (table,) = page.xpath("//table[@class='comparison'][.//thead]")
    return {text(row[0]): [text(cell) for cell in row[1:]] for row in table.xpath("./tbody/tr")}


def headings(page):
    return [text(one) for one in page.xpath("//table[@class='comparison']//thead//strong")]


def marks(page, tag):
    return [text(one) for one in page.xpath(f"//table[@class='comparison']//{tag}")]


def publish_under_the_draft(record, **changes):
    """Change what is public while a draft of it is open."""
    now = look(type(record), record.slug)
    values = {**published_revision(record).values, **factories.canonical_values(type(record), changes)}
    publish_beside_draft(now, values, by=None, at=NOW, origin=Origin.EDITOR, change=Change.MINOR, change_note={})


# Which two


def test_without_a_choice_what_is_public_stands_beside_the_draft(client, editor):
    milestone = factories.make_milestone(title_en="A friendship declared")
    draft = edit(milestone, by=editor, title_en="A friendship sworn")
    submit(draft, by=editor, at=NOW, comment="Is “sworn” right?")
    page = compared(client, milestone)
    assert headings(page) == ["Public now: version 1", "Draft in review"]
    assert rows(page) == {"Title [en]": ["A friendship declared", "A friendship sworn"]}
    assert marks(page, "del") == ["declared"]
    assert marks(page, "ins") == ["sworn"]
    assert "by editor" in page.text_content()
    assert "Is “sworn” right?" in page.text_content()


def test_of_what_was_never_public_everything_is_shown_and_nothing_marked(client):
    page = compared(client, factories.make_page(live=False, title_en="Privacy", body_en="<p>No cookies.</p>"))
    assert headings(page) == ["Draft"]
    assert rows(page) == {
        "Order": ["0"],
        "In the footer": ["yes"],
        "Title [en]": ["Privacy"],
        "Body [en]": ["No cookies."],
    }
    assert marks(page, "ins") == []


def test_without_a_draft_the_last_two_versions_are_compared(client):
    page_ = factories.make_page(title_en="First")
    republish(page_, title_en="Second")
    republish(page_, title_en="Third")
    page = compared(client, page_)
    assert headings(page) == ["Former version 2", "Public now: version 3"]
    assert rows(page) == {"Title [en]": ["Second", "Third"]}


def test_any_two_can_be_chosen(client):
    page_ = factories.make_page(title_en="First")
    republish(page_, title_en="Second")
    discard(edit(page_, title_en="Third"), by=None, at=NOW)
    third, second, first = Revision.objects.of(page_)
    page = compared(client, page_, old=first.pk, new=third.pk)
    assert headings(page) == ["Former version 1", "Discarded draft"]
    assert rows(page) == {"Title [en]": ["First", "Third"]}
    assert [select.value for select in page.xpath("//select")] == [str(first.pk), str(third.pk)]
    assert rows(compared(client, page_, new=third.pk)) == {"Title [en]": ["Second", "Third"]}
    assert rows(compared(client, page_, old=first.pk)) == {"Title [en]": ["First", "Second"]}
    assert len(headings(compared(client, page_, old="", new=first.pk))) == 1
    assert "Nothing differs." in compared(client, page_, old=second.pk, new=second.pk).text_content()


def test_what_is_no_revision_of_the_record_is_not_found(client):
    factories.make_relationship()
    page_ = factories.make_page()
    theirs = Revision.objects.of(factories.make_page()).get()
    for key in ("x", "0", "99999999999999999999", "\0", "-1", theirs.pk):
        assert client.get(address(page_, "compare"), {"old": key}).status_code == 404, key


def test_a_record_written_past_the_verbs_has_nothing_to_compare_yet(client):
    page_ = factories.make_page(past_the_verbs=True)
    assert "Nothing has been saved here yet." in compared(client, page_).text_content()


# What of them


def test_values_are_told_in_words(client):
    milestone = factories.make_milestone(date="2012-05-10", kind="partnership", observed_yearly=False)
    edit(milestone, date="2013-06", kind="visit", observed_yearly=True, party=factories.make_party(name_en="Northland"))
    assert rows(compared(client, milestone)) == {
        "Date": ["10 May 2012", "June 2013"],
        "Kind": ["Partnership", "Visit"],
        "Party": ["–", "Northland"],
        "Observed yearly": ["no", "yes"],
    }


def test_an_amount_is_told_with_its_unit(client):
    figure = factories.make_figure(value="4000000000", indicator=factories.make_indicator(unit="USD"))
    edit(figure, value="4100000000")
    assert rows(compared(client, figure)) == {"Value": ["4 billion US dollars", "4.1 billion US dollars"]}


def test_references_are_called_by_their_titles_and_stand_one_below_the_other(client):
    source = factories.make_source()
    kept, gone, new = (
        factories.make_passage(source=source, locator=place, gist_en=f"What {place} says.")
        for place in ("¶1", "¶2", "¶3")
    )
    milestone = factories.make_milestone(passages=[kept, gone])
    agreement = factories.make_agreement(title_en="On fisheries")
    edit(milestone, passages=[kept, new], agreement=agreement)
    page = compared(client, milestone)
    assert rows(page)["Agreement"] == ["–", "On fisheries"]
    items = [[text(item) for item in cell.xpath(".//li")] for cell in page.xpath("//tr[th='Passages']/td")]
    assert items == [
        ["¶1 – What ¶1 says.", "¶2 – What ¶2 says."],
        ["¶1 – What ¶1 says.", "¶3 – What ¶3 says."],
    ]
    assert marks(page, "del") == ["¶2 – What ¶2 says."]
    assert marks(page, "ins") == ["On fisheries", "¶3 – What ¶3 says."]


def test_parts_are_called_by_what_they_belong_to(client):
    action = factories.make_action(agreement=factories.make_agreement(title_en="On fisheries"), date="2012")
    commitment = factories.make_commitment()
    edit(commitment, fulfilled_by_action=action, status="fulfilled")
    assert rows(compared(client, commitment))["Fulfilled by action"] == ["–", "On fisheries: Signed, 2012"]


def test_the_order_of_headline_figures_is_a_difference(client):
    indicator = factories.make_indicator(title_en="Exports")
    figures = [factories.make_figure(indicator=indicator, period=year) for year in ("2021", "2022")]
    relationship = factories.make_relationship(headline_figures=[figure.slug for figure in figures])
    edit(relationship, headline_figures=[figure.slug for figure in reversed(figures)])
    page = compared(client, relationship)
    items = [[text(item) for item in cell.xpath(".//li")] for cell in page.xpath("//tr[th='Headline figures']/td")]
    assert items == [["Exports: 2021", "Exports: 2022"], ["Exports: 2022", "Exports: 2021"]]
    assert len(marks(page, "ins")) == 1


BODY = '<h2>The consul</h2><p>He came <strong>by ship</strong>.</p><ul><li>cold</li><li>bread</li></ul><p><a href="https://example.org/a">More</a></p>'


@pytest.mark.parametrize(
    ("changed", "removed", "added"),
    [
        (BODY.replace("bread", "wine"), ["• bread"], ["• wine"]),
        (BODY.replace("h2>", "h3>"), ["Heading"], ["Subheading"]),
        (BODY.replace("<strong>by ship</strong>", "by ship"), ["*", "*"], []),
        (BODY.replace("strong>", "em>"), ["*by", "ship*"], ["_by", "ship_"]),
        (BODY.replace("ul>", "ol>"), ["•", "•"], ["1.", "2."]),
        (BODY.replace("example.org/a", "example.org/b"), ["a"], ["b"]),
    ],
    ids=["word", "heading", "bold", "italic", "list", "link"],
)
def test_in_a_body_words_are_marked_and_no_change_of_its_form_is_invisible(client, changed, removed, added):
    page_ = factories.make_page(body_en=BODY)
    edit(page_, body_en=changed)
    page = compared(client, page_)
    assert marks(page, "del") == removed
    assert marks(page, "ins") == added


def test_what_differs_in_nothing_that_can_be_read_says_so(client):
    page_ = factories.make_page(body_en="<p>One</p>")
    edit(page_, body_en="<p>One</p>\n<p></p>")
    assert "Only its formatting differs." in compared(client, page_).text_content()


def test_texts_with_little_in_common_are_marked_whole(client):
    page_ = factories.make_page(title_en="A fair of salt")
    edit(page_, title_en="Quite another, and of wood")
    page = compared(client, page_)
    assert marks(page, "del") == ["A fair of salt"]
    assert marks(page, "ins") == ["Quite another, and of wood"]


def test_a_text_stands_in_its_own_language(client):
    page_ = factories.make_page(title_ko="개인정보")
    edit(page_, title_ko="개인정보 보호")
    assert compared(client, page_).xpath("//tr[th='Title [ko]']/td/@lang") == ["ko", "ko"]


def test_what_is_the_same_is_counted_and_can_be_unfolded(client):
    page_ = factories.make_page(title_en="Privacy", title_es="Privacidad")
    edit(page_, title_en="Private matters")
    (same,) = compared(client, page_).xpath("//details")
    assert text(same.find("summary")) == "4 fields are the same"
    assert {text(row[0]): text(row[1]) for row in same.xpath(".//tr")} == {
        "Order": "0",
        "In the footer": "yes",
        "Title [es]": "Privacidad",
        "Body [en]": "No cookies for readers.",
    }


def test_a_reference_to_what_is_gone_says_so(client):
    area = factories.make_area(live=False)
    milestone = factories.make_milestone(live=False, areas=[area])
    first = open_revision(milestone)
    edit(milestone, areas=[])
    discard(open_revision(area), by=None, at=NOW)
    told = rows(compared(client, milestone, old=first.pk, new=open_revision(milestone).pk))["Areas"][0]
    assert told == f"{area.slug} (not there any more)"


def test_a_redacted_version_says_so_and_is_not_compared(client):
    page_ = factories.make_page(title_en="Secret")
    republish(page_, title_en="Known")
    redact(Revision.objects.of(page_).get(number=1), by=None, at=NOW)
    page = compared(client, page_)
    assert "The content of a version was redacted" in page.text_content()
    assert "Title [en]" not in rows(page)


def test_what_is_withdrawn_says_so(client):
    page_ = factories.make_page()
    edit(page_, title_en="Another")
    withdraw(page_, by=None, at=NOW, note={"en": "Wrong."})
    assert headings(compared(client, page_))[0] == "Withdrawn: version 1"


# A draft under which something was published


def test_a_draft_whose_base_moved_is_shown_as_publishing_would_show_it(client):
    milestone = factories.make_milestone(title_en="Friendship", summary_en="Once.", summary_es="Una vez.")
    edit(milestone, title_en="Friendship sworn")
    publish_under_the_draft(milestone, summary_en="Twice.")
    page = compared(client, milestone)
    assert "Version 2 was published" in page.text_content()
    assert headings(page) == ["Public now: version 2", "What publishing the draft would show"]
    assert rows(page) == {"Title [en]": ["Friendship", "Friendship sworn"]}
    kept = page.xpath("//section[@class='moved']//tbody/tr")
    assert [[text(cell) for cell in row] for row in kept] == [["Summary [en]", "Once.", "OnceTwice.", "Once."]]
    publish(open_revision(milestone), by=None, at=NOW, support_confirmed=True)
    shown = published_revision(milestone).values
    assert (shown["title_en"], shown["summary_en"]) == ("Friendship sworn", "Twice.")


def test_where_both_changed_the_same_the_three_sides_are_shown(client):
    milestone = factories.make_milestone(title_en="Friendship")
    edit(milestone, title_en="Friendship sworn")
    publish_under_the_draft(milestone, title_en="Friendship declared")
    page = compared(client, milestone)
    assert "decide in the form" in page.text_content()
    (row,) = page.xpath("//section[@class='moved']//tbody/tr")
    assert [text(cell) for cell in row] == ["Title [en]", "Friendship", "Friendship declared", "Friendship sworn"]
    assert headings(page)[1] == "The draft on top of what is public now"


# Where it leads


def test_a_publisher_goes_on_to_what_can_be_done_with_the_draft(client, editor, publisher):
    milestone = factories.make_milestone()
    draft = edit(milestone, by=editor, summary_es="Una frase.")

    def offered():
        return [link["verb"] for link in client.get(address(milestone, "compare")).context["verb_links"]]

    assert offered() == [Verb.SUBMIT, Verb.DISCARD]
    submit(draft, by=editor, at=NOW)
    assert offered() == [Verb.DISCARD]
    client.force_login(publisher)
    assert offered() == [Verb.PUBLISH, Verb.SCHEDULE, Verb.RETURN, Verb.DISCARD]
    assert client.get(address(milestone, "change")).content.count(address(milestone, "compare").encode())


def test_one_who_only_reads_may_compare(client, reader):
    milestone = factories.make_milestone()
    edit(milestone, title_en="As drafted")
    client.force_login(reader)
    response = client.get(address(milestone, "compare"))
    assert "As drafted" in response.content.decode()
    assert response.context["verb_links"] == []


# The history


def history(client, record, **query):
    return reading.page(client, address(record, "history"), **query)


def column(page, number):
    return [text(row[number]) for row in page.xpath("//table[@class='record-history']/tbody/tr")]


def test_the_history_says_what_each_revision_changed(client):
    milestone = factories.make_milestone()
    edit(milestone, title_en="One", title_es="Uno", title_ko="하나", summary_en="Two.", summary_es="Dos.", kind="visit")
    edit(milestone, title_en="Three")
    newest, former, first = column(history(client, milestone), 4)
    assert newest.startswith("Title [en] Major")
    assert former.startswith("Title [en], Title [es], Title [ko], Summary [en] and 2 more")
    assert first.startswith("Everything is new")


def test_the_history_tells_decisions_readably(client, editor):
    milestone = factories.make_milestone()
    republish(milestone, by=None, title_en="Renamed")
    published = published_revision(milestone)
    decide(published, Verb.CONFIRM_TRANSLATION, by=editor, at=NOW, language="es")
    decide(published, Verb.CONFIRM_SUPPORT, by=editor, at=NOW, support_confirmed=True)
    decide(published, Verb.REVIEW_BY, by=editor, at=NOW, comment="2031-05-10")
    decide(published, Verb.REVIEW_BY, by=editor, at=NOW)
    told = column(history(client, milestone), 5)[0]
    for words in (
        "Translation confirmed: Spanish – editor, 2 January 2030, 03:04",
        "Support confirmed – editor",
        "To be looked at again by 10 May 2031 – editor",
        "Review date taken away",
        "The passages were said to support it still.",
    ):
        assert words in told
    assert told.count("said to support it") == 1
    assert Decision.objects.filter(verb=Verb.SAVE).exists()
    assert "Draft saved" not in told  # it stands in the first column


def test_comments_of_those_who_review_are_told(client, editor):
    milestone = factories.make_milestone()
    draft = edit(milestone, by=editor, title_en="As drafted")
    submit(draft, by=editor, at=NOW, comment="Please look.")
    return_draft(draft, by=None, at=NOW, comment="Say when.")
    told = column(history(client, milestone), 5)[0]
    assert "Please look." in told
    assert "Say when." in told


def test_the_history_leads_to_comparisons_and_to_the_versions_on_the_site(client):
    page_ = factories.make_page()
    republish(page_, title_en="Second")
    republish(page_, title_en="Third")
    third, second, first = Revision.objects.of(page_)
    page = history(client, page_)
    compare = address(page_, "compare")
    links = page.xpath("//tbody//a/@href")
    for old, new in ((first, second), (second, third), (first, third)):
        assert f"{compare}?old={old.pk}&new={new.pk}" in links
    assert [link for link in links if "/versions/" in link] == [
        f"/en/pages/{page_.slug}/versions/{number}/" for number in (3, 2, 1)
    ]
    radios = page.xpath("//input[@type='radio'][@checked]")
    assert {(radio.name, radio.get("value")) for radio in radios} == {("old", str(second.pk)), ("new", str(third.pk))}
    assert page.xpath("//form[.//input[@type='radio']]/@action") == [compare]


def test_what_has_no_page_of_its_own_leads_to_no_version(client):
    action = factories.make_action()
    republish(action, note_en="A note.")
    assert not [link for link in history(client, action).xpath("//a/@href") if "/versions/" in link]


def test_a_redacted_version_is_told_in_the_history(client):
    page_ = factories.make_page()
    republish(page_, title_en="Second")
    redact(Revision.objects.of(page_).get(number=1), by=None, at=NOW)
    second, first = column(history(client, page_), 4)
    assert first.startswith("Content redacted")
    assert second.startswith("Not known")
    restorable = history(client, page_).xpath("//a[text()='Restore as a draft']/@href")
    assert restorable == [reverse("admin:relations_page_restore", args=[page_.pk, published_revision(page_).pk])]


def test_a_long_history_is_shown_page_by_page(client, monkeypatch):
    monkeypatch.setattr("relations.admin.history.REVISIONS_PER_PAGE", 2)
    page_ = factories.make_page()
    for number in range(2):
        edit(page_, title_en=f"Draft {number}")
    assert len(column(history(client, page_), 4)) == 2
    last = column(history(client, page_, page=2), 4)
    assert [one.split(" M")[0] for one in last] == ["Everything is new"]
    # What the last of a page changed is known, though the one before stands on another.
    assert column(history(client, page_, page=1), 4)[-1].startswith("Title [en]")


def test_more_revisions_cost_no_query_more(client, django_assert_max_num_queries):
    milestone = factories.make_milestone()
    edit(milestone, title_en="Draft")
    counts = []
    for more in (0, 6):
        for number in range(more):
            submit(edit(milestone, title_en=f"Draft {number}"), by=None, at=NOW)
        for page in ("history", "compare"):
            with django_assert_max_num_queries(30) as queries:
                client.get(address(milestone, page))
            counts.append(len(queries))
    assert counts[:2] == counts[2:]


def test_both_pages_answer_for_every_type(client):
    for make in factories.MAKERS:
        if make is factories.make_relationship:
            continue
        record = make()
        for page in ("history", "compare"):
            assert client.get(address(record, page)).status_code == 200
