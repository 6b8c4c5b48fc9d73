"""Previews: a draft on its real page, for whoever has the address, until it is revoked, expires or ends."""

import datetime
from typing import Any

import pytest
from django.core import signing
from django.utils import timezone

from relations.models import Change, Edition, Milestone, Origin, Revision, Statement
from relations.publishing import (
    NoPreview,
    NotNow,
    NotPermitted,
    discard,
    preview_token,
    publish,
    read_token,
    revoke_previews,
    schedule,
    standing,
    submit,
    withdraw,
)
from relations.publishing.publication import publish_beside_draft
from tests.acting import NOW, edit, open_revision, refusal, republish, reread
from tests.factories import (
    make_action,
    make_agreement,
    make_area,
    make_commitment,
    make_figure,
    make_indicator,
    make_initiative,
    make_milestone,
    make_page,
    make_party,
    make_passage,
    make_relationship,
    make_source,
)
from tests.reading import links, main_text, page, parsed, text

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "es", "ko")
DAY = datetime.timedelta(days=1)
# Once, so that a preview has one address in all of a test.
GIVEN_OUT_AT = timezone.now()


def address(revision, language="en", rest=""):
    return f"/preview/{preview_token(revision, at=GIVEN_OUT_AT)}/{language}/{rest}"


def shown(client, revision, language="en", rest=""):
    """The words of the main part of a draft's preview."""
    return main_text(page(client, address(revision, language, rest)))


def notice(tree):
    return tree.xpath("//main/p[@class='notice']")[0]


def ended(client, path):
    """The page of a preview that has ended."""
    response = client.get(path)
    assert response["Cache-Control"] == "no-store"
    tree = parsed(response)
    assert response.status_code == 410
    assert tree.xpath("//header//a[@hreflang]/@href") == [path.replace("/en/", f"/{code}/") for code in LANGUAGES]
    return tree


# Of every record type: how to make one, the text that a draft changes, and where the public reads it.
TYPES = {
    "milestone": (lambda **row: make_milestone(slug="a", **row), "title", "milestones/a/"),
    "agreement": (lambda **row: make_agreement(slug="a", **row), "title", "agreements/a/"),
    "action": (lambda **row: make_action(agreement=make_agreement(slug="a"), **row), "note", "agreements/a/"),
    "indicator": (lambda **row: make_indicator(slug="a", **row), "definition", "trade/a/"),
    "figure": (lambda **row: make_figure(indicator=make_indicator(slug="a"), **row), "note", "trade/a/"),
    "area": (lambda **row: make_area(slug="a", **row), "summary", "cooperation/a/"),
    "initiative": (lambda **row: make_initiative(slug="a", **row), "place", "initiatives/a/"),
    "commitment": (lambda **row: make_commitment(slug="a", **row), "title", "commitments/a/"),
    "source": (lambda **row: make_source(slug="a", **row), "note", "sources/a/"),
    "passage": (lambda **row: make_passage(source=make_source(slug="a"), **row), "gist", "sources/a/"),
    "page": (lambda **row: make_page(slug="a", **row), "title", "pages/a/"),
}
every_type = pytest.mark.parametrize(("make", "name", "path"), TYPES.values(), ids=TYPES)


def drafted(record, name):
    texts: dict[str, Any] = {f"{name}_{code}": f"Drafted in {code}" for code in LANGUAGES}
    return edit(record, **texts)


@every_type
def test_a_draft_of_what_is_public_is_seen_on_its_page_in_each_language(client, site, make, name, path):
    record = make()
    before = [client.get(f"/{language}/{path}").content for language in LANGUAGES]
    draft = drafted(record, name)
    for language in LANGUAGES:
        tree = page(client, address(draft, language))
        assert tree.get("lang") == language
        words = main_text(tree)
        assert f"Drafted in {language}" in words
        assert [code for code in LANGUAGES if f"Drafted in {code}" in words] == [language]
        assert links(notice(tree), ".")[0].partition("#")[0] == f"/{language}/{path}"
    assert [client.get(f"/{language}/{path}").content for language in LANGUAGES] == before


@every_type
def test_a_draft_that_was_never_public_is_seen_where_it_would_be(client, site, make, name, path):
    record = make(live=False)
    draft = drafted(record, name)
    assert "Drafted in ko" in shown(client, draft, "ko")
    tree = page(client, address(draft, "es"))
    assert "Drafted in es" in main_text(tree)
    is_part = bool(record.identifying)
    assert links(notice(tree), ".") == ([f"/es/{path}"] if is_part else [])
    assert client.get(f"/es/{path}").status_code == (200 if is_part else 404)


def test_a_preview_is_kept_by_no_cache_found_by_no_search_engine_and_sets_no_cookie(client, site):
    draft = edit(make_milestone(slug="visit"), title_en="The visit, mended")
    public = client.get("/en/milestones/visit/")
    response = client.get(address(draft, "ko"))
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Content-Language"] == "ko"
    assert response["Content-Security-Policy"] == public["Content-Security-Policy"]
    assert not response.cookies
    head = parsed(response).find("head")
    assert head.xpath("meta[@name='robots']/@content") == ["noindex, nofollow"]
    assert head.xpath("link[@rel='canonical' or @rel='alternate']") == []


def test_a_preview_does_not_ask_who_reads_it(client, site, editor):
    path = address(edit(make_milestone(), title_en="Mended", by=editor))
    anonymous = client.get(path).content
    client.force_login(editor)
    assert client.get(path).content == anonymous


def test_a_preview_takes_no_other_method(client, site):
    path = address(edit(make_milestone(), title_en="Mended"))
    assert client.head(path).status_code == 200
    for method in (client.post, client.put, client.delete):
        response = method(path)
        assert response.status_code == 405
        assert response["Cache-Control"] == "no-store"


def test_the_language_switch_stays_within_the_preview(client, site):
    draft = edit(make_milestone(), title_en="Mended")
    path = address(draft)
    tree = page(client, path)
    switched = tree.xpath("//header//a[@hreflang]/@href")
    assert switched == [path.replace("/en/", f"/{code}/") for code in LANGUAGES]
    assert tree.xpath("//header//a[@hreflang][@aria-current]/@hreflang") == ["en"]
    assert page(client, switched[2]).get("lang") == "ko"
    # What leads on leads to the public pages, in the reader's language.
    assert "/es/milestones/" in page(client, switched[1]).xpath("//nav//a/@href")


def test_a_preview_says_what_it_is_and_when_it_was_saved(client, site):
    draft = edit(make_milestone(slug="visit"), title_en="Mended")
    words = text(notice(page(client, address(draft))))
    assert "not public" in words
    assert "2 January 2030, 03:04" in words
    public = page(client, "/en/milestones/visit/")
    assert "not public" not in text(public)
    assert public.xpath("//main/p[@class='notice']") == []


def test_a_text_of_a_draft_that_is_not_in_the_readers_language_is_said_to_be_so(client, site):
    draft = edit(make_page(title_ko="글", body_ko="<p>글</p>"), title_ko="")
    tree = page(client, address(draft, "ko"))
    assert tree.find(".//h1").get("lang") == "en"
    assert len(tree.xpath("//main/p[@class='notice']")) == 2


@pytest.mark.parametrize("language", ["xx", "en-gb", "EN", "%00", "enes"])
def test_a_language_that_the_site_lacks_is_a_404(client, site, language):
    response = client.get(address(edit(make_milestone(), title_en="Mended"), language))
    assert response.status_code == 404
    assert response["Cache-Control"] == "no-store"


def test_a_draft_in_review_and_a_scheduled_one_are_seen_too(client, site):
    draft = edit(make_milestone(), title_en="Mended")
    submit(draft, by=None, at=NOW)
    assert "Mended" in shown(client, draft)
    schedule(draft, by=None, at=NOW, go_live_at=NOW + DAY, support_confirmed=True)
    assert "Mended" in shown(client, draft)


def test_a_scheduled_draft_whose_time_has_come_is_public_and_no_preview(client, site):
    draft = edit(make_milestone(slug="visit"), title_en="Mended")
    path = address(draft)
    schedule(draft, by=None, at=NOW, go_live_at=NOW + DAY, support_confirmed=True)
    past = timezone.now() - DAY
    Revision.objects.filter(pk=draft.pk).update(go_live_at=past)
    Edition.objects.set_next_due(past)
    assert "/en/milestones/visit/" in links(ended(client, path))
    assert text(page(client, "/en/milestones/visit/").find(".//h1")) == "Mended"


def test_a_draft_is_seen_on_top_of_what_was_published_since(client, site):
    milestone = make_milestone(summary_en="Long ago.")
    draft = edit(milestone, title_en="Mended")
    beside = Revision.objects.get(slug=milestone.slug, state="published")
    now = standing(Milestone, milestone.slug, at=NOW)
    values = beside.values | {"summary_en": "A while ago."}
    publish_beside_draft(now, values, by=None, at=NOW, origin=Origin.EDITOR, change=Change.MINOR, change_note={})
    words = shown(client, draft)
    assert "Mended" in words
    assert "A while ago." in words


# What follows from a draft


def test_the_status_of_an_agreement_follows_from_a_drafted_action(client, site):
    agreement = make_agreement(slug="fish")
    signed = make_action(agreement=agreement, act="signed", date="2012-05-10")
    draft = edit(signed, act="terminated")
    assert "Terminated" in shown(client, draft)
    assert "Signed" not in shown(client, draft)
    discard(draft, by=None, at=NOW)
    new = make_action(agreement=agreement, act="entered_into_force", date="2013", live=False)
    tree = page(client, address(open_revision(new)))
    stations = tree.xpath("//ol[@class='line']/li/@id")
    assert stations == [signed.slug, new.slug]
    assert "In force" in text(tree.xpath("//div[@class='status']")[0])
    assert "In force" not in text(page(client, "/en/agreements/fish/"))


def test_a_drafted_figure_stands_among_the_others_by_its_period(client, site):
    indicator = make_indicator(slug="exports")
    for period in ("2019", "2021"):
        make_figure(indicator=indicator, period=period)
    new = make_figure(indicator=indicator, period="2020", value="1000000", live=False)
    rows = page(client, address(open_revision(new))).xpath("//tbody/tr/@id")
    assert rows == ["exports-2021", "exports-2020", "exports-2019"]
    public = page(client, "/en/trade/exports/").xpath("//tbody/tr/@id")
    assert public == ["exports-2021", "exports-2019"]


def test_a_drafted_passage_stands_in_its_place_with_what_rests_on_it(client, site):
    source = make_source(slug="letter")
    first, last = (make_passage(slug=f"p{n}", source=source, order=n, locator=f"¶{n}") for n in (1, 3))
    make_milestone(title_en="It rests on this", passages=[last])
    draft = edit(last, order=2, locator="¶2")
    new = make_passage(slug="p0", source=source, order=0, locator="byline", live=False)
    tree = page(client, address(open_revision(new)))
    assert tree.xpath("//div[@class='cited-passage']/@id") == [new.slug, first.slug, last.slug]
    tree = page(client, address(draft))
    assert tree.xpath("//div[@class='cited-passage']/@id") == [first.slug, last.slug]
    assert "It rests on this" in text(tree.get_element_by_id(last.slug))


def test_an_anniversary_follows_from_the_drafted_date(client, site):
    milestone = make_milestone(date="1963", as_of="2000", observed_yearly=False)
    assert "Next anniversary" in shown(client, edit(milestone, date="1963-04-01", observed_yearly=True))


def test_the_neighbours_are_those_of_the_drafted_place(client, site):
    for year in ("2010", "2012", "2014", "2016"):
        make_milestone(slug=f"in-{year}", date=year)
    draft = edit(reread_slug("in-2012"), date="2015")
    tree = page(client, address(draft))
    assert neighbours(tree) == ["/en/milestones/in-2014/", "/en/milestones/in-2016/"]
    never = make_milestone(slug="never", date="2013", live=False)
    tree = page(client, address(open_revision(never)))
    assert neighbours(tree) == ["/en/milestones/in-2012/", "/en/milestones/in-2014/"]


def reread_slug(slug):
    return Milestone.objects.get(slug=slug)


def neighbours(tree):
    return tree.xpath("//main/nav[@class='pagination']//a/@href")


def test_the_neighbours_follow_from_a_drafted_action_title_and_measure(client, site):
    agreements = [make_agreement(slug=slug) for slug in ("a", "b", "c")]
    for agreement, year in zip(agreements, ("2001", "2002", "2003"), strict=True):
        make_action(slug=f"of-{agreement.slug}", agreement=agreement, date=year)
    last = agreements[0].actions.get()
    assert neighbours(page(client, address(edit(last, date="2004")))) == ["/en/agreements/c/"]
    sources = [make_source(slug=slug, title_en=slug) for slug in ("x", "y", "z")]
    path = address(edit(sources[0], title_en="zz"))
    assert neighbours(page(client, path)) == ["/en/sources/z/"]
    for slug, measure in (("m", "total_trade"), ("n", "exports"), ("o", "rank")):
        make_indicator(slug=slug, measure=measure)
    draft = edit(make_indicator(slug="p", measure="count"), measure="exports")
    assert neighbours(page(client, address(draft))) == ["/en/trade/n/", "/en/trade/o/"]


def test_what_a_draft_refers_to_is_seen_before_it_is_public_but_not_once_it_was_withdrawn(client, site):
    public, withdrawn = (make_passage(fragment=f"{word} words") for word in ("public", "withdrawn"))
    new = make_passage(source=make_source(live=False), fragment="new words", live=False)
    area, former = make_area(title_en="A new area", live=False), make_area(title_en="A former area")
    agreement, gone = make_agreement(title_en="A new treaty", live=False), make_agreement(title_en="A former treaty")
    withdraw(withdrawn, former, gone, by=None, at=NOW, note={"en": "A slip."})
    milestone = make_milestone(slug="visit")
    draft = edit(milestone, passages=[public, new, withdrawn], areas=[area, former], agreement=agreement)
    words = shown(client, draft)
    for there in ("public words", "new words", "A new area", "A new treaty"):
        assert there in words
    for left_out in ("withdrawn words", "A former area"):
        assert left_out not in words
    assert "A former treaty" not in shown(client, edit(milestone, agreement=gone))
    assert "new words" not in text(page(client, "/en/milestones/visit/"))


def test_a_commitment_shows_what_fulfils_it_before_that_is_public(client, site):
    action = make_action(agreement=make_agreement(title_en="A new treaty", live=False), live=False)
    draft = edit(make_commitment(), status="fulfilled", fulfilled_by_action=action)
    assert "A new treaty" in shown(client, draft)


def test_a_draft_of_what_is_part_of_a_draft_is_seen_on_its_page(client, site):
    passage = make_passage(source=make_source(live=False), fragment="new words", live=False)
    agreement = make_agreement(title_en="A new treaty", passages=[passage], live=False)
    action = make_action(agreement=agreement, passages=[passage], note_en="At sea.", live=False)
    words = shown(client, open_revision(action))
    for there in ("A new treaty", "At sea.", "new words"):
        assert there in words
    assert "new words" in shown(client, open_revision(passage))


def test_a_draft_of_something_withdrawn_is_seen_and_leads_to_no_public_page(client, site):
    milestone = make_milestone()
    draft = edit(milestone, title_en="Mended")
    withdraw(milestone, by=None, at=NOW, note={"en": "A slip."})
    tree = page(client, address(draft))
    assert "Mended" in text(tree)
    assert links(notice(tree), ".") == []


def test_the_history_is_that_which_the_page_would_have(client, site):
    milestone = make_milestone(slug="visit")
    draft = edit(milestone, title_en="Mended")
    Revision.objects.filter(pk=draft.pk).update(change_note_en="The title is shorter.")
    draft.refresh_from_db()
    tree = page(client, address(draft))
    entries = [text(entry) for entry in tree.xpath("//details//li")]
    assert entries[0].startswith("Version 2 · ")
    assert entries[0].endswith("major change · The title is shorter.")
    assert tree.xpath("//details//a/@href") == ["/en/milestones/visit/versions/1/"]
    assert "/en/milestones/visit/versions/2/" not in links(tree)
    action = make_action(agreement=make_agreement(slug="fish"), act="signed", date="2012", live=False)
    entries = [text(entry) for entry in page(client, address(open_revision(action))).xpath("//details//li")]
    assert entries[0].startswith("Signed (2012) · Version 1 · ")


@pytest.mark.parametrize(("make", "name", "path"), list(TYPES.values()), ids=TYPES)
def test_half_a_draft_is_seen_as_far_as_it_goes(client, site, make, name, path):
    record = make(live=False)
    blank: dict[str, Any] = {
        field: value
        for field, value in {"date": None, "kind": "", "measure": "", "act": "", "basis": "", "as_of": None}.items()
        if hasattr(record, field)
    }
    blank |= {f"{text_name}_en": "" for text_name in record.translated_names()}
    blank |= {"passages": []} if isinstance(record, Statement) else {}
    draft = edit(record, **blank)
    for language in LANGUAGES:
        assert client.get(address(draft, language)).status_code == 200


# The relationship and its parties


def test_the_draft_of_the_relationship_is_seen_on_the_home_page_and_on_the_one_about_it(client, site):
    draft = edit(site, site_title_en="A new name", tagline_en="A new line", about_en="Something else.")
    tree = page(client, address(draft))
    assert text(tree.find(".//h1")) == "A new line"
    assert "A new name" in text(tree.find(".//title"))
    about = address(draft, rest="about/")
    assert links(notice(tree), ".") == ["/en/", about]
    tree = page(client, about)
    assert "Something else." in main_text(tree)
    assert links(notice(tree), ".") == ["/en/about/", address(draft)]
    assert tree.xpath("//header//a[@hreflang='ko']/@href") == [address(draft, "ko", "about/")]
    for path in ("/en/", "/en/about/"):
        words = text(page(client, path))
        assert "A new" not in words
        assert "Something else." not in words


def test_headline_figures_are_those_of_the_draft_even_before_they_are_public(client, site):
    indicators = [make_indicator(slug=slug, title_en=f"Of {slug}") for slug in ("a", "b", "c")]
    first, new, gone = (make_figure(indicator=one, live=one.slug != "b") for one in indicators)
    withdraw(gone, by=None, at=NOW, note={"en": "A slip."})
    draft = edit(site, headline_figures=[new.slug, gone.slug, first.slug])
    titles = page(client, address(draft)).xpath("//p[@class='title']/a[@lang]/text()")
    assert titles == ["Of b", "Of a"]


def test_the_draft_of_a_party_is_seen_on_the_page_about_the_site_and_in_the_frame(client, site):
    draft = edit(site.home_party, name_en="Norland", name_ko="북국")
    tree = page(client, address(draft, "ko"))
    assert text(tree.xpath("//header//*[@class='of-home']")[0]) == "북국"
    assert text(tree.xpath("//header//*[@class='of-partner']")[0]) == "Southland"
    assert links(notice(tree), ".") == ["/ko/about/"]
    third = make_party(name_en="Elsewhere", live=False)
    assert client.get(address(open_revision(third))).status_code == 200
    assert "Norland" not in text(page(client, "/en/about/"))


def test_colours_are_seen_as_drafted_where_the_draft_may_change_them(client, site):
    republish(site.partner_party, colour="#0047a0")
    republish(site.home_party, colour="#aa0000")
    public = client.get("/theme.css")
    for draft in (edit(site.home_party, colour="#00aa00"), edit(reread(site), tagline_en="A new line")):
        tree = page(client, address(draft))
        [theme] = [path for path in tree.xpath("//link[@rel='stylesheet']/@href") if path.endswith("theme.css")]
        response = client.get(theme)
        assert response["Content-Type"] == public["Content-Type"]
        assert response["Cache-Control"] == "no-store"
        assert (response.content == public.content) is (draft.record_type == "relationship")
    tree = page(client, address(edit(make_milestone(), title_en="Mended")))
    assert "/theme.css" in tree.xpath("//link[@rel='stylesheet']/@href")
    assert client.get("/theme.css").content == public.content


def test_only_the_relationship_and_the_parties_are_seen_on_the_page_about_the_site(client, site):
    assert client.get(address(edit(make_milestone(), title_en="Mended"), rest="about/")).status_code == 404


def test_before_the_site_is_set_up_only_the_relationship_is_seen(client):
    milestone = make_milestone(live=False)
    assert client.get(address(open_revision(milestone))).status_code == 503
    assert client.get("/preview/nonsense/en/").status_code == 503
    party = make_party(name_en="Northland", live=False)
    assert client.get(address(open_revision(party))).status_code == 503
    site = make_relationship(home_party=party, tagline_en="Two shores, one sea", live=False)
    for language in LANGUAGES:
        assert "Two shores, one sea" in shown(client, open_revision(site), language)
        assert client.get(address(open_revision(site), language, "about/")).status_code == 200
    tree = page(client, address(open_revision(site)))
    assert text(tree.xpath("//header//*[@class='of-home']")[0]) == "Northland"
    assert client.get("/en/").status_code == 503


def test_a_relationship_without_its_parties_is_seen_as_far_as_it_goes(client):
    site = make_relationship(home_party=None, partner_party=None, passages=[], live=False)
    make_action()
    make_commitment()
    make_milestone(party=make_party())
    for language in LANGUAGES:
        for rest in ("", "about/"):
            assert client.get(address(open_revision(site), language, rest)).status_code == 200
    token = preview_token(open_revision(site), at=timezone.now())
    assert client.get(f"/preview/{token}/theme.css").status_code == 200


# How it ends


@pytest.fixture
def milestone(site):
    return make_milestone(slug="visit")


@pytest.fixture
def draft(milestone):
    return edit(milestone, title_en="A secret")


def publish_it(draft):
    publish(draft, by=None, at=NOW, support_confirmed=True)


def discard_it(draft):
    discard(draft, by=None, at=NOW)


def save_another(draft):
    edit(Milestone.objects.get(slug=draft.slug), title_en="A third")


@pytest.mark.parametrize("end", [publish_it, discard_it, save_another])
def test_a_preview_ends_with_its_revision_and_leads_to_what_is_public(client, draft, end):
    path = address(draft)
    end(draft)
    tree = ended(client, path)
    assert "/en/milestones/visit/" in links(tree)
    assert "A secret" not in text(tree)


def test_the_preview_of_what_was_never_public_ends_without_a_page_to_go_to(client, site):
    milestone = make_milestone(slug="never", title_en="A secret", live=False)
    draft = open_revision(milestone)
    path = address(draft)
    discard(draft, by=None, at=NOW)
    tree = ended(client, path)
    assert links(tree) == ["/en/"]
    assert "A secret" not in text(tree)


def test_the_preview_of_a_row_that_is_gone_has_ended(client, site):
    milestone = make_milestone(live=False)
    draft = open_revision(milestone)
    Milestone.objects.filter(pk=milestone.pk).delete()
    ended(client, address(draft))


def test_a_preview_that_has_ended_leads_to_the_page_that_shows_its_part(client, site):
    action = make_action(slug="signed", agreement=make_agreement(slug="fish"))
    draft = edit(action, note_en="A secret")
    party = edit(site.home_party, name_en="Norland")
    paths = [address(draft), address(party)]
    for revision in (draft, party):
        discard(revision, by=None, at=NOW)
    assert "/en/agreements/fish/#signed" in links(ended(client, paths[0]))
    assert "/en/about/" in links(ended(client, paths[1]))


def test_a_preview_expires_after_a_week(client, draft):
    now = timezone.now()
    for age, status in ((6 * DAY, 200), (7 * DAY, 410), (400 * DAY, 410)):
        path = f"/preview/{preview_token(draft, at=now - age)}/en/"
        assert client.get(path).status_code == status
    assert "A secret" not in text(ended(client, path))
    token = preview_token(draft, at=NOW)
    assert read_token(token, at=NOW + 7 * DAY - datetime.timedelta(seconds=1)) == draft
    with pytest.raises(NoPreview) as expired:
        read_token(token, at=NOW + 7 * DAY)
    assert expired.value.revision == draft


def test_a_revoked_preview_shows_nothing_and_a_new_one_does(client, draft, editor):
    path = address(draft)
    assert client.get(path).status_code == 200
    revoke_previews(draft, by=editor, at=NOW)
    assert "A secret" not in text(ended(client, path))
    assert "A secret" in shown(client, draft)


def test_revoking_ends_the_previews_of_that_draft_only(client, milestone, draft, editor):
    other = edit(make_milestone(slug="other"), title_en="Another secret")
    paths = [address(draft), address(other)]
    assert [client.get(path).status_code for path in paths] == [200, 200]
    assert "Another secret" not in text(page(client, paths[0]))
    revoke_previews(draft, by=editor, at=NOW)
    assert [client.get(path).status_code for path in paths] == [410, 200]


def test_who_may_change_a_record_may_revoke_its_previews(draft, editor, colleague, publisher, reader):
    for person in (editor, colleague, publisher):
        revoke_previews(draft, by=person, at=NOW)
    draft.refresh_from_db()
    assert draft.preview_number == 3
    refusal(revoke_previews, draft, by=reader, at=NOW, error=NotPermitted)
    discard(draft, by=None, at=NOW)
    refusal(revoke_previews, draft, by=editor, at=NOW, error=NotNow)


def test_revoking_changes_neither_what_is_drafted_nor_what_is_public(client, draft, editor):
    before = client.get("/en/milestones/visit/").content
    values, state = draft.values, draft.state
    revoke_previews(draft, by=editor, at=NOW)
    draft.refresh_from_db()
    assert (draft.values, draft.state) == (values, state)
    assert client.get("/en/milestones/visit/").content == before


def altered(token):
    """Addresses that were never given out."""
    first, sign = token.split(":")
    other = preview_token(Revision(pk=1, preview_number=0), at=timezone.now()).split(":")[0]
    return [
        first,
        f"{first}:",
        f":{sign}",
        f"{first}x:{sign}",
        f"{first}:{sign[:-1]}",
        f"{other}:{sign}",
        f"{token}:",
        token.swapcase(),
        ":",
        "1",
        "%00",
        "%FF%FE",
        "%E2%80%AE:%ED%A0%80",
        "초안",
        "%0A:x",
        "x" * 5000,
    ]


def test_an_address_that_was_altered_shows_the_sites_own_404(client, draft):
    token = preview_token(draft, at=timezone.now())
    for wrong in altered(token):
        response = client.get(f"/preview/{wrong}/en/")
        assert response.status_code == 404, wrong
        assert response["Cache-Control"] == "no-store", wrong
        tree = parsed(response)
        assert tree.get("lang") == "en"
        assert tree.get_element_by_id("content") is not None
        assert "A secret" not in text(tree)
    assert client.get(f"/preview/{token}/en/").status_code == 200


def test_an_address_of_a_revision_that_is_not_there_is_a_404(client, site):
    token = preview_token(Revision(pk=99_999, preview_number=0), at=timezone.now())
    assert client.get(f"/preview/{token}/ko/").status_code == 404
    assert client.get(f"/preview/{token}/theme.css").status_code == 404


def test_what_other_parts_of_the_site_sign_is_no_preview(client, draft):
    for salt in ("relations.admin.opened", "django.core.signing"):
        token = signing.dumps([draft.pk, 0, 4_000_000_000], salt=salt)
        assert client.get(f"/preview/{token}/en/").status_code == 404


# The admin gives addresses out and takes them back


def form_of(record):
    return f"/admin/relations/{record.type_name()}/{record.pk}/change/"


def addresses_in(response):
    return parsed(response).xpath("//div[contains(@class, 'previews')]//a/@href")


def test_the_form_gives_out_an_address_in_each_language(client, draft, milestone, editor, settings):
    client.force_login(editor)
    given = addresses_in(client.get(form_of(milestone)))
    assert [path.startswith(f"{settings.SITE_URL}/preview/") for path in given] == [True] * 3
    client.logout()
    for path, language in zip(given, LANGUAGES, strict=True):
        tree = page(client, path.removeprefix(settings.SITE_URL))
        assert tree.get("lang") == language
        assert "A secret" in text(tree)


def test_the_form_gives_out_none_without_a_draft_or_to_those_who_only_look(client, milestone, editor, reader):
    client.force_login(editor)
    assert addresses_in(client.get(form_of(milestone))) == []
    edit(milestone, title_en="A secret")
    client.force_login(reader)
    assert addresses_in(client.get(form_of(milestone))) == []


def test_addresses_are_revoked_on_request(client, draft, milestone, editor, publisher, reader):
    path = address(draft)
    revoke = form_of(milestone).replace("change", "revoke_previews")
    assert 'id="login-form"' in client.post(revoke).content.decode()
    assert client.get(path).status_code == 200
    client.force_login(reader)
    assert client.post(revoke).status_code == 403
    client.force_login(editor)
    assert client.get(revoke).status_code == 405
    assert client.get(path).status_code == 200
    response = client.post(revoke)
    assert response.status_code == 302
    assert response["Location"] == form_of(milestone)
    ended(client, path)
    client.force_login(publisher)
    discard(draft, by=None, at=NOW)
    assert client.post(revoke, follow=True).status_code == 200
    assert client.post(revoke.replace(str(milestone.pk), "99999")).status_code == 404
