// The texts of a record, one tab for each language, with the main language's text beside each translation.
// Without this script the groups stand one below another.

const make = (name, attributes = {}, ...children) => {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.append(...children)
  return made
}

const fill = (message, values) => message.replace(/%\((\w+)\)s/g, (_all, name) => values[name])

/** The words of an HTML text, a paragraph or list item a line. */
function wordsOf(html) {
  const body = new DOMParser().parseFromString(html, "text/html").body
  const blocks = [...body.querySelectorAll("p, li, h2, h3")].filter((block) => !block.querySelector("p, li"))
  return (blocks.length ? blocks : [body]).map((block) => block.textContent.trim()).join("\n")
}

/** A text in one language: its row in the form, and the field in which it is written, unless one only reads. */
function textIn(row, language) {
  const name = [...row.classList].find((one) => one.startsWith("field-"))?.slice("field-".length) || ""
  return { row, name: name.replace(new RegExp(`_${language}$`), ""), field: document.getElementById(`id_${name}`) }
}

/** What a text says now; for those who only read, the admin shows a hyphen where there is nothing. */
function value(text) {
  if (text.field) return text.field.value.trim()
  const shown = text.row.querySelector(".readonly")?.textContent.trim() || ""
  return shown === "-" ? "" : shown
}

class Group {
  constructor(fieldset) {
    this.fieldset = fieldset
    this.words = JSON.parse(fieldset.querySelector(".language-words").dataset.words)
    this.isMain = this.words.code === this.words.main
    this.texts = [...fieldset.querySelectorAll(".form-row")].map((row) => textIn(row, this.words.code))
    this.panel = make("div", { role: "tabpanel", id: `language-${this.words.code}`, "aria-labelledby": `tab-${this.words.code}` })
    this.count = make("span", { class: "language-count" })
    this.tab = make("button", { type: "button", role: "tab", id: `tab-${this.words.code}`, "aria-controls": this.panel.id }, this.words.heading, this.count)
    for (const [name, selector] of [["behind", ".behind"], ["error", ".errors, .errorlist"]]) {
      if (fieldset.querySelector(selector)) this.tab.append(make("span", { class: `language-mark language-${name}` }, this.words[name]))
    }
    fieldset.querySelector(".fieldset-heading")?.classList.add("visually-hidden")
    fieldset.before(this.panel)
    this.panel.append(fieldset)
  }

  get hasError() {
    return Boolean(this.fieldset.querySelector(".errors, .errorlist"))
  }

  /** How many of the texts that the main language has are there in this one. */
  showCount(main) {
    if (this.isMain) return
    const wanted = this.texts.filter((text) => value(main.named(text.name)))
    const numbers = { filled: wanted.filter((text) => value(text)).length, all: wanted.length }
    this.count.replaceChildren()
    if (!numbers.all) return
    this.count.append(
      make("span", { "aria-hidden": "true" }, `${numbers.filled}/${numbers.all}`),
      make("span", { class: "visually-hidden" }, fill(this.words.complete, numbers)),
    )
    this.count.classList.toggle("is-complete", numbers.filled === numbers.all)
  }

  named(name) {
    return this.texts.find((text) => text.name === name)
  }
}

/** The main language's text beside a translation, and the button that copies it there. */
class Beside {
  constructor(text, main, words) {
    Object.assign(this, { text, main, words })
    this.isHtml = "richText" in (main.field?.dataset || {})
    this.said = make("div", { class: "main-text-words", lang: words.main })
    this.status = make("p", { class: "main-text-status", role: "status" })
    this.button = make("button", { type: "button", class: "button" }, words.start)
    this.button.addEventListener("click", () => this.start())
    const label = make("p", { class: "main-text-label" }, words.name_of_main)
    this.box = make("div", { class: "main-text" }, label, this.said, this.status, this.button)
    text.row.append(this.box)
    text.row.classList.add("has-main-text")
  }

  start() {
    const { field } = this.text
    field.value = this.main.field.value
    field.dispatchEvent(new Event("input", { bubbles: true }))
    field.dispatchEvent(new Event("change", { bubbles: true })) // the editor of bodies takes it over
    this.status.textContent = this.words.started
    focusOn(field)
  }

  show() {
    const main = value(this.main)
    this.box.hidden = !main
    this.said.textContent = this.isHtml ? wordsOf(main) : main
    this.button.hidden = !this.text.field || Boolean(value(this.text))
    if (this.text.field && this.text.field.value !== this.main.field.value) this.status.textContent = ""
  }
}

/** Put the cursor into a field, or into the editor that stands for it. */
function focusOn(field) {
  const seen = field.closest(".prose-editor")?.querySelector("[contenteditable]") || field
  seen.scrollIntoView({ block: "center" })
  seen.focus()
}

function open(groups, group, { focus = false } = {}) {
  for (const one of groups) {
    one.tab.setAttribute("aria-selected", String(one === group))
    one.tab.tabIndex = one === group ? 0 : -1
    one.panel.hidden = one !== group
  }
  if (focus) group.tab.focus()
}

const REMEMBERED = `tab:${location.pathname}`

/** Choose a tab as somebody does. It is noted, in the address and for after saving, when the page comes back without it. */
function choose(groups, group, options) {
  open(groups, group, options)
  history.replaceState(history.state, "", `#${group.panel.id}`)
  sessionStorage.setItem(REMEMBERED, group.panel.id)
}

function onKey(groups, event) {
  const at = groups.findIndex((group) => group.tab === event.target)
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: groups.length - 1 }[event.key]
  if (at < 0 || to === undefined) return
  event.preventDefault()
  choose(groups, groups[(to + groups.length) % groups.length], { focus: true })
}

/** Open the tab that the address names, or in which the field stands that it names. */
function follow(groups) {
  const place = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)))
  const group = place && groups.find((one) => one.panel.contains(place))
  if (!group) return false
  open(groups, group)
  if (place !== group.panel) focusOn(place)
  return true
}

/** What is written and not saved would be lost with the page: `still right` waits until it is. */
function keepWhatIsWritten(form, words) {
  const opened = new URLSearchParams(new FormData(form)).toString()
  for (const button of document.querySelectorAll(".still-right button[form]")) {
    button.addEventListener("click", (event) => {
      if (new URLSearchParams(new FormData(form)).toString() === opened) return
      event.preventDefault()
      button.closest(".still-right").querySelector(".still-right-refused").textContent = words.unsaved
    })
  }
}

function start(fieldsets) {
  const groups = fieldsets.map((fieldset) => new Group(fieldset))
  const main = groups.find((group) => group.isMain)
  const { words } = main
  const bar = make("div", { role: "tablist", class: "language-tabs", "aria-label": words.tabs }, ...groups.map((group) => group.tab))
  groups[0].panel.before(bar)
  bar.addEventListener("keydown", (event) => onKey(groups, event))
  for (const group of groups) group.tab.addEventListener("click", () => choose(groups, group))
  const beside = groups
    .filter((group) => !group.isMain)
    .flatMap((group) => group.texts.map((text) => new Beside(text, main.named(text.name), words)))
  const show = () => {
    for (const group of groups) group.showCount(main)
    for (const one of beside) one.show()
  }
  const form = bar.closest("form")
  form.addEventListener("input", show)
  show()
  keepWhatIsWritten(form, words)
  const faulty = groups.filter((group) => group.hasError)
  const remembered = groups.find((group) => group.panel.id === sessionStorage.getItem(REMEMBERED))
  open(groups, remembered || groups[0])
  follow(groups)
  if (faulty.length && faulty.every((group) => group.panel.hidden)) open(groups, faulty[0])
  window.addEventListener("hashchange", () => follow(groups))
}

const fieldsets = [...document.querySelectorAll("fieldset.language")]
if (fieldsets.length > 1) start(fieldsets)
