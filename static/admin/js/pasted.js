// What is pasted from word processors, made the HTML that they would have written had they meant it:
// lists that are lists, bold and italic that are not a matter of style, headings below the title of the page.
// What else they wrote falls away when the editor reads it.

/** Without styles and handlers, which our policy forbids. What they said is kept under another name. */
const withoutStyles = (html) =>
  html
    .replace(/<(style|script|xml)\b[\s\S]*?<\/\1\s*>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\s(style|on\w+)\s*=/gi, " data-$1="))

// What the author struck out, said to colleagues, or hid; and the mark of Word's website for the end of a paragraph.
const NOT_MEANT = [
  "del, .MsoCommentReference, .msocomanchor, .EOP",
  ...["mso-element:comment", "mso-hide:all", "display:none"].map((style) => `[data-style*='${style}' i]`),
].join()

const says = (element, pattern) => pattern.test(element.dataset?.style || "")

function rename(element, name) {
  const made = element.ownerDocument.createElement(name)
  made.append(...element.childNodes)
  element.replaceWith(made)
  return made
}

function wrapContent(element, name) {
  const made = element.ownerDocument.createElement(name)
  made.append(...element.childNodes)
  element.append(made)
}

/** Bold and italic that are styles, and elements for bold or italic that their style takes back. */
function readMarks(body) {
  const marks = [
    ["strong", "b, strong", /(^|;)\s*font-weight\s*:\s*(bold|[6-9]00)/i, /(^|;)\s*font-weight\s*:\s*(normal|[1-5]00)/i],
    ["em", "i, em", /(^|;)\s*font-style\s*:\s*(italic|oblique)/i, /(^|;)\s*font-style\s*:\s*normal/i],
  ]
  for (const [name, elements, isSet, isTakenBack] of marks) {
    for (const element of body.querySelectorAll(elements)) {
      if (says(element, isTakenBack)) element.replaceWith(...element.childNodes)
    }
    for (const element of body.querySelectorAll("span[data-style]")) {
      if (says(element, isSet)) wrapContent(element, name)
    }
  }
}

/** Paragraphs that Word draws as items, with a mark and an indent, become the lists that they look like. */
function readLists(body) {
  let open = [] // the lists that the last item stands in, outermost first, and how deep Word had them
  let last = "" // what Word calls the outermost
  for (const paragraph of body.querySelectorAll("p[data-style*='mso-list' i]")) {
    const [, id, level] = /mso-list\s*:\s*(\S+)\s+level(\d+)/i.exec(paragraph.dataset.style) || []
    if (!level) continue
    const depth = Number(level)
    const mark = paragraph.querySelector("[data-style*='mso-list:Ignore' i], [data-style*='mso-list: Ignore' i]")
    const name = /[.)]$|^[\d①-⑳]+$/.test(mark?.textContent.trim() || "") ? "ol" : "ul"
    mark?.remove()
    const isAnother = depth === 1 && id !== last
    if (isAnother || paragraph.previousElementSibling !== open[0]?.list) [open, last] = [[], id]
    while (open.length > 1 && open.at(-1).depth > depth) open.pop()
    if (open.at(-1)?.depth >= depth && open.at(-1).list.localName !== name) open.pop()
    if (!(open.at(-1)?.depth >= depth)) {
      const list = body.ownerDocument.createElement(name)
      if (open.length) open.at(-1).list.lastElementChild.append(list)
      else paragraph.before(list)
      open.push({ list, depth })
    }
    open.at(-1).list.append(paragraph)
    rename(paragraph, "li")
  }
}

/** A page has its title already, so the first order of headings is the second one here; two orders are enough. */
function readHeadings(body) {
  for (const title of body.querySelectorAll("p.MsoTitle")) rename(title, "h1")
  const order = body.querySelector("h1") ? ["h1"] : ["h1", "h2"]
  for (const heading of body.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    rename(heading, order.includes(heading.localName) ? "h2" : "h3")
  }
}

// Between blocks, and where a page ends.
const LONE_BREAKS = ":is(p, h2, h3, ul, ol) ~ br, br:has(+ :is(p, h2, h3, ul, ol)), br[data-style*='page-break']"

/** HTML from the clipboard as the editor shall read it. What was copied from the editor itself is right already. */
export function cleaned(html) {
  if (html.includes("data-pm-slice")) return html
  const { body } = new DOMParser().parseFromString(withoutStyles(html), "text/html")
  for (const part of body.querySelectorAll(NOT_MEANT)) part.remove()
  readMarks(body)
  readLists(body)
  readHeadings(body)
  for (const block of body.querySelectorAll("p, h2, h3, li")) if (!block.textContent.trim()) block.remove()
  for (const lone of body.querySelectorAll(LONE_BREAKS)) lone.remove()
  for (const styled of body.querySelectorAll("[data-style]")) delete styled.dataset.style
  return body.innerHTML.replace(/(?:&nbsp;| ){2,}/g, " ")
}
