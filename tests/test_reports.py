"""Readers report mistakes: from this site's form only, within limits, without a trace of who they are that stays."""

import datetime

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from relations import reports
from relations.models import Report
from relations.publishing import NotAllowed, NotNow, NotPermitted, withdraw
from tests.acting import NOW, republish
from tests.factories import (
    MAKERS,
    make_action,
    make_agreement,
    make_figure,
    make_milestone,
    make_party,
    make_passage,
    make_relationship,
    make_source,
)
from tests.reading import main_text, page, parsed, text

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
HERE = {"origin": "https://relations.example.org"}


@pytest.fixture
def visit(site):
    passage = make_passage(locator="¶3", fragment="a few words", source=make_source(title_en="A letter"))
    return make_milestone(slug="visit", title_en="The visit", passages=[passage])


def send(client, about="milestone/visit", headers=HERE, language="en", **fields):
    data = {"about": about, "message": "It was in May.", "website": "", **fields}
    return client.post(f"/{language}/report/?about=milestone/visit", data, headers=headers)


def kept_words(response):
    """What is written in the form that a refusal shows again."""
    tree = parsed(response)
    return tree.xpath("string(//textarea[@name='message'])").strip()


# The way of a report


def test_every_record_page_leads_to_its_form(client, visit):
    make_figure(period="2021")
    republish(visit, title_en="A visit")
    for address in ("/en/milestones/visit/", "/en/milestones/visit/versions/1/", "/en/about/"):
        (link,) = page(client, address).xpath("//a[.='Report a mistake']/@href")
        tree = page(client, link)
        assert tree.xpath("//main//form[@method='post']")
    assert "version=1" in page(client, "/en/milestones/visit/versions/1/").xpath("//a[.='Report a mistake']/@href")[0]


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_every_type_of_record_has_a_form(client, make):
    record = make_relationship()
    if make is not make_relationship:
        record = make()
    tree = page(client, f"/en/report/?about={record.type_name()}/{record.slug}")
    assert len(tree.findall(".//h1")) == 1


def test_the_form_shows_which_statement_it_is_about(client, visit):
    assert "The visit" in main_text(page(client, "/en/report/?about=milestone/visit"))
    agreement = make_agreement(slug="fish", title_en="Fisheries")
    make_action(agreement=agreement, slug="signing", act="signed", date="2012")
    tree = page(client, "/en/report/?about=agreementaction/signing&version=1")
    options = {option.get("value"): text(option) for option in tree.xpath("//select[@name='about']/option")}
    assert options == {"agreement/fish": "The page as a whole", "agreementaction/signing/1": "Signed (2012)"}
    assert tree.xpath("//option[@selected]/@value") == ["agreementaction/signing/1"]


def test_a_report_arrives_with_all_that_was_read(client, visit):
    republish(visit, title_en="A visit")
    answer = send(client, "milestone/visit/1", language="ko", source="The gazette", email="reader@example.org")
    assert (answer.status_code, answer["Location"]) == (302, "/ko/report/thanks/")
    report = Report.objects.get()
    assert (report.record_type, report.slug, report.version, report.language) == ("milestone", "visit", 1, "ko")
    assert (report.message, report.source, report.email) == ("It was in May.", "The gazette", "reader@example.org")
    assert (report.state, report.passages) == ("open", "¶3 “a few words” – A letter")
    assert page(client, "/ko/report/thanks/").findall(".//h1")


def test_the_current_version_is_meant_where_none_is_named_or_there_is_no_such(client, visit):
    republish(visit, title_en="A visit")
    send(client)
    send(client, "milestone/visit/77")
    assert set(Report.objects.values_list("version", flat=True)) == {2}


def test_neither_page_nor_answer_sets_a_cookie_or_is_indexed_or_keeps_an_address(client, visit):
    form, answer = client.get("/en/report/?about=milestone/visit"), send(client)
    assert not form.cookies
    assert not answer.cookies
    assert form["X-Robots-Tag"] == "noindex"
    assert b"csrf" not in form.content
    assert "127.0.0.1" not in str(Report.objects.values().get())


# What is refused


@pytest.mark.parametrize(
    "headers",
    [
        {}, {"origin": "https://elsewhere.example.org"}, {"origin": "null"}, {"origin": "https://["},
        {"referer": "https://elsewhere.example.org/en/report/"}, {"origin": ""},
        {"origin": "https://relations.example.org.elsewhere.example.org"},
        {"origin": "https://elsewhere.example.org", "referer": "https://relations.example.org/en/"},
    ],
)  # fmt: skip
def test_what_no_page_of_this_site_sent_is_refused_and_not_lost(client, visit, headers):
    answer = send(client, headers=headers)
    assert answer.status_code == 403
    assert kept_words(answer) == "It was in May."
    assert Report.objects.count() == 0


@pytest.mark.parametrize(
    "headers", [HERE, {"origin": "http://testserver"}, {"referer": "https://relations.example.org/en/report/"}]
)
def test_the_sites_own_pages_may_send_even_where_forms_are_checked(visit, headers):
    assert send(Client(enforce_csrf_checks=True), headers=headers).status_code == 302


def test_a_field_that_only_programs_see_is_answered_and_nothing_kept(client, visit):
    assert send(client, website="https://spam.example.org").status_code == 302
    assert Report.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"message": ""}, "message"), ({"message": "   "}, "message"), ({"message": "x" * 2001}, "message"),
        ({"message": "a\0b"}, "message"), ({"source": "x" * 501}, "source"), ({"email": "nobody"}, "email"),
        ({"email": "a@b\0.org"}, "email"), ({"email": f"{'a' * 300}@example.org"}, "email"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(client, visit, fields, wrong):
    answer = send(client, **fields)
    assert answer.status_code == 422
    tree = parsed(answer)
    field = tree.xpath(f"//*[@name='{wrong}']")[0]
    assert field.get("aria-invalid") == "true"
    error = tree.get_element_by_id(field.get("aria-describedby").split()[0])
    assert text(error).startswith("Error:")
    assert text(tree.find(".//title")).startswith("Error:")
    assert Report.objects.count() == 0


def test_two_thousand_characters_are_counted_as_the_browser_does(client, visit):
    assert send(client, message="line\r\n" * 400).status_code == 302
    assert Report.objects.get().message.count("\n") == 399


def test_a_flood_from_one_sender_ends_and_another_gets_through(client, visit):
    for _number in range(5):
        assert send(client).status_code == 302
    answer = send(client, message="A sixth.")
    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")
    assert kept_words(answer) == "A sixth."
    other = Client(REMOTE_ADDR="192.0.2.7")
    assert send(other).status_code == 302
    assert Report.objects.count() == 6


def test_the_limits_are_an_hours_and_there_is_one_for_all(visit, monkeypatch):
    def receive(sender, at):
        return reports.receive(
            visit, version=None, language="en", message="!", sender=reports.mark_of(sender, at=at), at=at
        )

    for minute in range(5):
        receive("192.0.2.1", NOW + datetime.timedelta(minutes=minute))
    with pytest.raises(reports.TooMany):
        receive("192.0.2.1", NOW + datetime.timedelta(minutes=59))
    receive("192.0.2.1", NOW + datetime.timedelta(minutes=61))
    monkeypatch.setattr(reports, "MOST_IN_ALL", 5)
    receive("192.0.2.2", NOW + datetime.timedelta(minutes=61))
    receive("192.0.2.3", NOW + datetime.timedelta(minutes=62))
    with pytest.raises(reports.TooMany):
        receive("192.0.2.4", NOW + datetime.timedelta(minutes=62))


def test_a_sender_is_known_for_a_day_and_by_the_network():
    mark = reports.mark_of("2001:db8::1", at=NOW)
    assert reports.mark_of("2001:db8::ffff", at=NOW) == mark
    assert reports.mark_of("2001:db8:0:1::1", at=NOW) != mark
    assert reports.mark_of("2001:db8::1", at=NOW + DAY) != mark
    assert reports.mark_of("192.0.2.1", at=NOW) != reports.mark_of("192.0.2.2", at=NOW)
    assert len(mark) == 64
    for nonsense in ("", "nonsense", "192.0.2.1, 192.0.2.2"):
        assert reports.mark_of(nonsense, at=NOW)


@pytest.mark.parametrize(
    "about",
    ["", "x", "milestone", "milestone/", "milestone/nobody", "nonsense/visit", "milestone/visit/0", "milestone/visit/x",
     "milestone/vi\0sit", "user/admin", "milestone/visit/1/2", "/" * 3000, "milestone/" + "a" * 3000],
)  # fmt: skip
def test_what_is_about_nothing_is_a_404(client, visit, about):
    make_milestone(slug="secret", live=False)
    assert client.get("/en/report/", {"about": about}).status_code == 404
    assert send(client, about).status_code == 404
    assert send(client, "milestone/secret").status_code == 404


def test_a_withdrawn_record_says_so_but_what_was_being_written_still_arrives(client, visit):
    withdraw(visit, by=None, at=NOW, note={"en": "It was another."})
    assert "It was another." in text(page(client, "/en/report/?about=milestone/visit", 410))
    assert send(client).status_code == 302
    assert Report.objects.count() == 1


def test_nothing_that_is_sent_breaks_the_page(client, visit):
    address = "/en/report/"
    bodies = [
        ("application/x-www-form-urlencoded", b"\xff\xfe%00&about=%ff&message=%ED%A0%80"),
        ("application/x-www-form-urlencoded; charset=nonsense", b"about=milestone/visit"),
        ("multipart/form-data; boundary=x", b"nonsense"), ("multipart/form-data", b""),
        ("application/json", b"{"), ("text/plain", b"about"), ("", b""),
        ("application/x-www-form-urlencoded", b"a&" * 1100),
        ("application/x-www-form-urlencoded", b"message=" + b"x" * 2_700_000),
        ("application/x-www-form-urlencoded", b"about=milestone/visit&about=x&message=%F0%9F%87%B5"),
    ]  # fmt: skip
    for kind, body in bodies:
        answer = client.generic("POST", address, body, content_type=kind, headers=HERE)
        assert answer.status_code < 500, (kind, body[:40])
    for method in ("put", "patch", "delete"):
        assert getattr(client, method)(address).status_code == 405
    assert client.head("/en/report/?about=milestone/visit").status_code == 200
    assert client.get("/en/report/?about=milestone/visit&version=%00").status_code == 404


def test_until_a_relationship_is_public_nothing_can_be_reported(client):
    assert client.get("/en/report/?about=milestone/visit").status_code == 503
    assert send(client).status_code == 503


# What is kept


def make_report(record, *, at=NOW, email="reader@example.org", message="It was in May."):
    sender = reports.mark_of("192.0.2.1", at=at)
    return reports.receive(record, version=None, language="es", message=message, email=email, sender=sender, at=at)


def test_a_closed_report_keeps_no_address(visit, editor):
    report = make_report(visit)
    reports.answer(report, by=editor, at=NOW + DAY, note="Mended.")
    assert (report.state, report.answered_by, report.answered_at) == ("answered", editor, NOW + DAY)
    assert (report.email, report.note) == ("", "Mended.")
    with pytest.raises(NotNow):
        reports.dismiss(report, by=editor, at=NOW + DAY, note="No.")


def test_a_dismissal_says_why_and_neither_is_for_those_who_only_read(visit, editor, reader):
    report = make_report(visit)
    with pytest.raises(NotAllowed):
        reports.dismiss(report, by=editor, at=NOW, note=" ")
    for act in (reports.answer, reports.dismiss):
        with pytest.raises(NotPermitted):
            act(report, by=reader, at=NOW, note="No.")
    reports.dismiss(report, by=editor, at=NOW, note="The letter says so.")
    assert report.state == "dismissed"


def test_personal_data_are_forgotten_in_time(visit):
    old, new = make_report(visit), make_report(visit, at=NOW + 80 * DAY)
    reports.forget(at=NOW + 2 * DAY)
    old.refresh_from_db()
    assert (old.sender, old.email) == ("", "reader@example.org")
    assert reports.forget(at=NOW + 90 * DAY) == 1
    for report in (old, new):
        report.refresh_from_db()
    assert (old.email, new.email, old.message) == ("", "reader@example.org", "It was in May.")
    Report.objects.filter(pk=new.pk).update(at=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC))
    call_command("forget_reports", verbosity=0)
    new.refresh_from_db()
    assert new.email == ""


# The staff's side


def test_editors_read_what_waits_beside_the_record_and_close_it(client, visit, editor):
    report = make_report(visit, message="<b>It</b> was in May.")
    client.force_login(editor)
    listed = client.get(reverse("admin:reports")).content.decode()
    assert "The visit" in listed
    assert "&lt;b&gt;It&lt;/b&gt;" in listed
    address = reverse("admin:report", args=[report.pk])
    shown = page(client, address)
    assert "¶3 “a few words” – A letter" in text(shown)
    assert reverse("admin:relations_milestone_change", args=[visit.pk]) in shown.xpath("//a/@href")
    assert "/en/milestones/visit/versions/1/" in shown.xpath("//a/@href")
    assert client.post(address, {"decision": "nonsense"}).status_code == 200
    refused = client.post(address, {"decision": "dismissed", "note": ""})
    assert "why it is dismissed" in refused.content.decode()
    assert client.post(address, {"decision": "answered", "note": "Men\0ded."}).status_code == 302
    report.refresh_from_db()
    assert (report.state, report.note, report.email) == ("answered", "Mended.", "")
    assert "The visit" not in client.get(reverse("admin:reports")).content.decode()
    assert "The visit" in client.get(reverse("admin:reports") + "?state=all").content.decode()
    assert "Mended." in client.get(address).content.decode()


def test_who_edits_nothing_sees_no_report(client, visit, reader):
    report = make_report(visit)
    client.force_login(reader)
    for address in (reverse("admin:reports"), reverse("admin:report", args=[report.pk])):
        assert client.get(address).status_code == 403
    assert reverse("admin:reports") not in client.get(reverse("admin:index")).content.decode()
    assert Client().get(reverse("admin:reports")).status_code == 302


def test_a_report_about_what_is_gone_can_still_be_read(client, editor):
    make_relationship()
    party = make_party()
    report = make_report(party)
    type(party).objects.filter(pk=party.pk).delete()
    client.force_login(editor)
    assert client.get(reverse("admin:report", args=[report.pk])).status_code == 200
    assert party.slug in client.get(reverse("admin:reports")).content.decode()
