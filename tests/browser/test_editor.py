"""Bodies are written in an editor: by keyboard, and with what word processors put on the clipboard."""

import pytest
from playwright.sync_api import expect

from tests.browser.following import follow

# As Word for Windows puts it on the clipboard: its own styles, lists that are paragraphs with a drawn mark, a smart tag.
FROM_WORD = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta name=ProgId content=Word.Document>
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings></xml><![endif]-->
<style>
<!-- p.MsoNormal {mso-style-parent:""; margin:0cm; font-family:"Calibri",sans-serif;} @list l0:level1 {mso-level-text:·;} -->
</style></head>
<body lang=EN-GB style='tab-interval:36.0pt;word-wrap:break-word'>
<!--StartFragment-->
<h1 style='margin-bottom:0cm'><span lang=EN-GB style='mso-ascii-theme-font:major-latin'>The talks<o:p></o:p></span></h1>
<p class=MsoNormal style='mso-margin-top-alt:auto'><span lang=EN-GB style='font-size:12.0pt;color:#C00000;
mso-bidi-font-weight:bold'>They were held in <st1:place w:st="on">the capital</st1:place>&nbsp; and were
<b style='mso-bidi-font-weight:normal'>open</b>, <i>frank</i> and <font color="red">red</font>, as
<a href="https://example.org/talks" target="_blank" title="Talks">the notice</a> says<del cite="mailto:A"
datetime="2022-05-10T09:00">, or so we hope</del><span class=MsoCommentReference><span style='font-size:8.0pt'><![if
!supportAnnotations]><a class=msocomanchor href="#_msocom_1" name="_msoanchor_1">[A1]</a><![endif]></span></span>; <a href="mailto:a@example.org">ask</a>.<o:p></o:p></span></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol;mso-fareast-font-family:Symbol'><span style='mso-list:Ignore'>·<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp; </span></span></span><![endif]><span lang=EN-GB>Trade<o:p></o:p></span></p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:72.0pt;mso-add-space:auto;text-indent:-18.0pt;mso-list:l0 level2 lfo1'><![if
!supportLists]><span style='font-family:"Courier New"'><span style='mso-list:Ignore'>o<span
style='font:7.0pt "Times New Roman"'>&nbsp; </span></span></span><![endif]>Tariffs<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><!--[if !supportLists]--><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp; </span></span></span><!--[endif]-->Science</p>
<h2>Next steps</h2>
<p class=MsoListParagraphCxSpFirst style='mso-list:l1 level1 lfo2'><![if !supportLists]><span style='mso-list:Ignore'>1.<span
style='font:7.0pt "Times New Roman"'>&nbsp; </span></span><![endif]>Sign</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l1 level1 lfo2'><![if !supportLists]><span style='mso-list:Ignore'>2.<span
style='font:7.0pt "Times New Roman"'>&nbsp; </span></span><![endif]>Ratify</p>
<div style='mso-element:comment-list'><div style='mso-element:comment'><p class=MsoCommentText>Is that so?</p></div></div>
<!--EndFragment--></body></html>"""
WORD_CLEANED = (
    "<h2>The talks</h2>"
    "<p>They were held in the capital and were <strong>open</strong>, <em>frank</em> and red, as "
    '<a href="https://example.org/talks">the notice</a> says; ask.</p>'
    "<ul><li>Trade<ul><li>Tariffs</li></ul></li><li>Science</li></ul>"
    "<h3>Next steps</h3>"
    "<ol><li>Sign</li><li>Ratify</li></ol>"
)

# Google Docs wraps all in an element for bold text that its style takes back, and writes bold as a style.
FROM_GOOGLE = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr"
style="line-height:1.38;"><span style="font-size:11pt;font-weight:400;font-style:normal">Plain, </span><span
style="font-size:11pt;font-weight:700;font-style:normal">bold</span><span style="font-weight:400;font-style:italic"> and
italic.</span></p><br /><ul style="margin-top:0"><li dir="ltr" style="list-style-type:disc"><p dir="ltr"
role="presentation"><span style="font-weight:400">One</span></p></li><ul><li><p><span>Under one</span></p></li></ul></ul></b><br
class="Apple-interchange-newline">"""
GOOGLE_CLEANED = (
    "<p>Plain, <strong>bold</strong><em> and italic.</em></p><ul><li>One<ul><li>Under one</li></ul></li></ul>"
)

PASTE = """(element, html) => {
  const clipboardData = new DataTransfer()
  clipboardData.setData("text/html", html)
  clipboardData.setData("text/plain", "as plain text")
  element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }))
}"""


def told(page):
    return page.locator(".messagelist")


def editor(page, code="en"):
    # Not the text area, which is there before the script has run.
    return page.get_by_role("textbox", name=f"Body [{code}]", exact=True).and_(page.locator("[contenteditable]"))


def tool(page, name):
    return page.get_by_role("toolbar", name="Formatting").first.get_by_role("button", name=name, exact=True)


def stored(page, code="en"):
    """What the form shows again, below the editor, after it was saved."""
    return page.locator(f"#id_body_{code}").input_value()


def save(page):
    follow(page.get_by_role("button", name="Save draft"))


@pytest.fixture
def new_text(sign_in):
    """The form of a new page, its title and slug filled in."""

    def opener(slug):
        page = sign_in("editor", "/admin/relations/page/add/")
        page.locator("#id_slug").fill(slug)
        page.locator("#id_title_en").fill("A text")
        return page

    return opener


def test_opening_and_saving_a_body_changes_nothing_in_any_language(sign_in):
    page = sign_in("editor", "/admin/relations/page/?q=accessibility")
    follow(page.locator("#result_list tbody th a").first)
    for code in ("en", "es", "ko"):
        page.locator(f"#tab-{code}").click()
        body = editor(page, code)
        expect(body).to_have_attribute("lang", code)
        expect(body.locator("li")).not_to_have_count(0)
        body.press("Control+End")
        body.press("x")
        body.press("Backspace")
    save(page)
    expect(told(page)).to_contain_text("nothing was changed")
    assert page.faults == []


@pytest.mark.parametrize(
    ("html", "cleaned"), [(FROM_WORD, WORD_CLEANED), (FROM_GOOGLE, GOOGLE_CLEANED)], ids=["word", "google"]
)
def test_what_word_processors_put_on_the_clipboard_is_cleaned(new_text, address, html, cleaned, request):
    page = new_text(f"pasted-{request.node.callspec.id}")
    editor(page).evaluate(PASTE, html)
    save(page)
    assert stored(page) == cleaned
    assert page.faults == []
    # It is given out under the public address, which is another's here.
    _public, path = page.locator("a[href*='/preview/']").first.get_attribute("href").split("/preview/")
    page.goto(f"{address}/preview/{path}")
    assert page.locator("main ul li li").count() == 1


def test_a_body_is_written_by_keyboard_and_toolbar(new_text, violations):
    page = new_text("written")
    body = editor(page)
    body.focus()
    page.keyboard.press("Shift+Tab")  # from the text to its tools
    expect(tool(page, "Heading")).to_be_focused()
    page.keyboard.press("Enter")
    expect(body).to_be_focused()  # a tool gives the focus back a moment later
    page.keyboard.type("The visit")
    expect(tool(page, "Heading")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Enter")
    page.keyboard.type("It was ")
    page.keyboard.press("Control+b")
    page.keyboard.type("long")
    page.keyboard.press("Control+b")
    page.keyboard.type(" & good.")
    page.keyboard.press("Enter")
    tool(page, "Numbered list").click()
    expect(body).to_be_focused()
    page.keyboard.type("First")
    page.keyboard.press("Enter")
    page.keyboard.type("Second")
    assert violations(page) == []
    page.faults.clear()  # axe reads the stylesheets anew, against the page's policy
    page.keyboard.press("Tab")  # on to the next field, out of the list too
    expect(body.and_(page.locator(":focus-within"))).to_have_count(0)
    save(page)
    assert stored(page) == (
        "<h2>The visit</h2><p>It was <strong>long</strong> &amp; good.</p><ol><li>First</li><li>Second</li></ol>"
    )
    assert page.faults == []


def test_a_translation_starts_from_the_text_of_the_main_language(new_text):
    page = new_text("translated")
    editor(page).press_sequentially("The text")
    page.locator("#tab-es").click()
    page.locator(".field-body_es .main-text").get_by_role("button").click()
    editor(page, "es").press("Control+End")
    page.keyboard.type(", in Spanish")
    save(page)
    assert (stored(page), stored(page, "es")) == ("<p>The text</p>", "<p>The text, in Spanish</p>")
    assert page.faults == []


def test_a_link_leads_to_an_address_on_the_web(new_text):
    page = new_text("linked")
    body = editor(page)
    body.press_sequentially("The notice")
    body.press("Control+a")
    body.press("Control+k")
    dialogue = page.get_by_role("dialog", name="Link")
    dialogue.get_by_label("Address").fill("mailto:press@example.org")
    dialogue.get_by_role("button", name="Apply").click()
    expect(dialogue).to_be_visible()
    dialogue.get_by_label("Address").fill("example.org/notice")
    dialogue.get_by_label("Address").press("Enter")
    save(page)
    assert stored(page) == '<p><a href="https://example.org/notice">The notice</a></p>'
    editor(page).locator("a").click()
    tool(page, "Remove link").click()
    save(page)
    assert stored(page) == "<p>The notice</p>"
    assert page.faults == []


def test_a_body_without_a_word_is_empty(new_text):
    page = new_text("emptied")
    body = editor(page)
    body.press_sequentially("Gone")
    body.press("Control+a")
    body.press("Backspace")
    body.press("Enter")
    tool(page, "Bulleted list").click()
    save(page)
    assert stored(page) == ""


def test_without_javascript_the_html_is_written_in_a_text_area(open_page, log_in):
    page = open_page("/admin/login/?next=/admin/relations/page/add/", javascript=False)
    log_in(page, "editor")
    page.locator("#id_slug").fill("by-hand")
    page.get_by_label("Body [en]").fill("<p>By <b>hand</b></p>")
    save(page)
    assert stored(page) == "<p>By <strong>hand</strong></p>"
