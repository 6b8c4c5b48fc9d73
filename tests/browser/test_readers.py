"""Two readers go their ways: a journalist in Korean from a word to a citation, a student in Spanish on a phone."""

import csv

from playwright.sync_api import expect

from tests.browser.following import follow

PHONE = {"width": 360, "height": 740}


def test_a_journalist_finds_reads_checks_downloads_and_cites_the_trade_figure_in_korean(browser, address):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"], locale="ko-KR")
    page = context.new_page()
    page.goto(address)
    expect(page.locator("html")).to_have_attribute("lang", "ko")  # as the browser asks for

    # What was said about trade?
    follow(page.locator(".navigation a").last)
    page.get_by_role("searchbox").fill("무역")
    follow(page.get_by_role("searchbox"), key="Enter")
    expect(page.locator("mark").first).to_contain_text("무역")
    follow(page.locator(".row-title a[href='/ko/cooperation/trade/']"))
    follow(page.locator("main a[href='/ko/trade/total-trade/']").first)

    # The figure, how exact it is, and as of when.
    figure = page.locator("main")
    for words in ("40억", "거의", "2021년", "2022년"):
        expect(figure).to_contain_text(words)

    # Its paragraph, and from there back to what rests on it.
    mark = page.locator("a.mark").first
    expect(mark).to_have_text("¶1")
    paragraph = page.locator("a.mark", has_text="¶3").first
    follow(paragraph)
    passage = page.locator(":target")
    expect(passage).to_contain_text("last year")
    expect(page.locator("main")).to_contain_text("nearly almost $4 billion")
    follow(passage.locator("a[href*='/ko/trade/total-trade/']").first)

    # The data.
    with page.expect_download() as begun:
        page.locator("a[href$='.csv']").first.click()
    with begun.value.path().open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["slug"], row["value"], row["qualifier"]) for row in rows] == [
        ("total-trade-2021", "4000000000", "nearly")
    ]

    # The citation.
    page.locator("[data-copies=cite_text]").click()
    page.locator("[role=status]:not(:empty)").first.wait_for()
    assert f"{address}/ko/trade/total-trade/" in page.evaluate("navigator.clipboard.readText()")
    assert context.cookies() == []
    context.close()


def test_a_student_learns_on_a_phone_that_the_agreement_was_announced_when_and_follows_the_calendar(new_page, address):
    page = new_page(locale="es-PE")
    page.set_viewport_size(PHONE)
    page.goto(f"{address}/es/search/?q=servicios+aereos")
    follow(page.locator(".row-title a").first)
    expect(page.get_by_role("heading", level=1)).to_contain_text("servicios aéreos")
    expect(page.locator(".head")).to_contain_text("Por suscribir")
    station = page.locator("ol.line > li").first
    expect(station).to_contain_text("2022")
    expect(station).to_contain_text("Anuncio")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    follow(page.locator(".navigation a").first)
    subscription = page.locator(".subscribe a").first.get_attribute("href")
    answer = page.request.get(subscription.replace("webcal://", "http://"))
    assert answer.headers["content-type"].startswith("text/calendar")
    assert "BEGIN:VEVENT" in answer.text()
    assert page.faults == []
