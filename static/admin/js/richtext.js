// The editor of bodies: what `relations/richtext.py` keeps can be written in it, and nothing else.
// Without this script each text area stays what it is.
import {
  BulletList, Bold, Document, Dropcursor, Editor, Gapcursor, HardBreak, Heading, History, Italic, Link, ListItem,
  OrderedList, Paragraph, Text, crel, updateAttrsDialog,
} from "django-prose-editor/editor"
import { cleaned } from "relations/pasted"

const isWebAddress = (address) => /^https?:\/\//i.test(address || "")
// With or without its beginning, but neither of another kind nor somebody's.
const ADDRESS = String.raw`\s*([Hh][Tt][Tt][Pp][Ss]?:\/\/)?[^\s:@\/]+\.\S+\s*`

// No attribute but those that the site keeps, so that what is saved is what was seen.
const extensions = [
  Document, Text, Paragraph, HardBreak, Bold, Italic, BulletList, History, Dropcursor, Gapcursor,
  Heading.configure({ levels: [2, 3] }),
  OrderedList.extend({ addAttributes: () => ({}), addNodeView: null }),
  ListItem.extend({
    // The tabulator goes on to the next field, in lists too.
    addKeyboardShortcuts() {
      return {
        Enter: () => this.editor.commands.splitListItem(this.name),
        "Mod-]": () => this.editor.commands.sinkListItem(this.name),
        "Mod-[": () => this.editor.commands.liftListItem(this.name),
      }
    },
  }),
  Link.extend({ addAttributes: () => ({ href: { default: null } }), addKeyboardShortcuts: null }).configure({
    autolink: false,
    isAllowedUri: isWebAddress,
    shouldAutoLink: isWebAddress,
  }),
]

const is = (...what) => (editor) => editor.isActive(...what)
const can = (what) => (editor) => editor.can()[what]()

// Each tool: its name, its icon (else its word is shown), what it does, whether it is on, whether it can be used.
const TOOLS = [
  [
    ["heading", "", (chain) => chain.toggleHeading({ level: 2 }), is("heading", { level: 2 })],
    ["subheading", "", (chain) => chain.toggleHeading({ level: 3 }), is("heading", { level: 3 })],
  ],
  [
    ["bold", "format_bold", (chain) => chain.toggleBold(), is("bold")],
    ["italic", "format_italic", (chain) => chain.toggleItalic(), is("italic")],
  ],
  [
    ["bulletList", "format_list_bulleted", (chain) => chain.toggleBulletList(), is("bulletList")],
    ["orderedList", "format_list_numbered", (chain) => chain.toggleOrderedList(), is("orderedList")],
  ],
  [
    ["link", "insert_link", null, is("link")],
    ["unlink", "link_off", (chain) => chain.extendMarkRange("link").unsetLink(), null, is("link")],
  ],
  [
    ["undo", "undo", (chain) => chain.undo(), null, can("undo")],
    ["redo", "redo", (chain) => chain.redo(), null, can("redo")],
  ],
]

/** Ask for the address of the link at the selection; without a selection, the address is written there, too. */
async function askForLink(editor, words) {
  const former = editor.getAttributes("link").href
  const dialogue = { title: words.link, submitText: words.apply }
  const asked = updateAttrsDialog({ href: { title: words.address } }, dialogue)(editor, { href: former })
  const box = editor.view.dom.parentElement.querySelector("dialog")
  box.setAttribute("aria-label", words.link)
  box.querySelector("[value=cancel]").textContent = words.cancel
  Object.assign(box.querySelector("input"), { pattern: ADDRESS, title: words.addressHelp })
  const answer = await asked
  const chain = editor.chain().focus()
  const address = answer?.href.trim()
  if (!answer) return chain.run()
  if (!address) return chain.extendMarkRange("link").unsetLink().run()
  const href = isWebAddress(address) ? address : `https://${address}`
  if (former || !editor.state.selection.empty) return chain.extendMarkRange("link").setLink({ href }).run()
  return chain.insertContent({ type: "text", text: address, marks: [{ type: "link", attrs: { href } }] }).run()
}

/** One stop for the tabulator; the arrow keys go from button to button. */
function toolbar(editor, words) {
  const button = ([name, icon, change, isOn, isPossible]) => {
    const made = crel("button", {
      type: "button",
      className: `prose-menubar__button ${icon && "material-icons"}`,
      textContent: icon || words[name],
      title: words[name],
      tabIndex: -1,
      "aria-label": words[name],
    })
    made.addEventListener("click", () => {
      if (made.ariaDisabled === "true") return
      if (name === "link") askForLink(editor, words)
      else change(editor.chain().focus()).run()
    })
    const show = () => {
      if (isOn) made.ariaPressed = String(isOn(editor))
      if (isPossible) made.ariaDisabled = String(!isPossible(editor))
    }
    editor.on("transaction", show)
    show()
    return made
  }
  const groups = TOOLS.map((tools) => crel("div", { className: "prose-menubar__group" }, tools.map(button)))
  const bar = crel("div", { className: "prose-menubar", role: "toolbar", "aria-label": words.toolbar }, groups)
  const all = [...bar.querySelectorAll("button")]
  all[0].tabIndex = 0
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    const next = all[(all.indexOf(document.activeElement) + step + all.length) % all.length]
    for (const one of all) one.tabIndex = one === next ? 0 : -1
    next.focus()
  })
  return bar
}

/** What is posted: nothing where there is no word; no empty paragraph; list items as people write them in HTML. */
function html(editor) {
  if (!editor.getText().trim()) return ""
  return editor
    .getHTML()
    .replace(/<li><p>((?:(?!<\/?p>).)*)<\/p>(?=<\/li>|<[uo]l>)/gs, "<li>$1")
    .replace(/<p><\/p>/g, "")
}

function edit(textarea) {
  const words = JSON.parse(textarea.dataset.richText)
  const frame = crel("div", { className: "prose-editor" })
  const names = ["lang", "aria-describedby", "aria-invalid"].filter((name) => textarea.hasAttribute(name))
  const [label] = textarea.labels
  const attributes = {
    ...Object.fromEntries(names.map((name) => [name, textarea.getAttribute(name)])),
    "aria-multiline": "true",
    "aria-label": label?.textContent.trim().replace(/:$/, "") || "",
  }
  const isWriting = document.activeElement === textarea
  textarea.before(frame)
  frame.append(textarea)
  const editor = new Editor({
    element: frame,
    content: textarea.value,
    extensions,
    injectCSS: false, // our policy allows no style that a script writes; `richtext.css` has it
    enableInputRules: ["bulletList"],
    enablePasteRules: ["link"],
    editorProps: {
      attributes,
      transformPastedHTML: cleaned,
      handleKeyDown(_view, event) {
        if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return false
        event.preventDefault()
        askForLink(editor, words)
        return true
      },
    },
  })
  // Who writes something and takes it back has changed nothing, however the HTML was written before.
  const [before, opened] = [textarea.value, html(editor)]
  editor.on("update", () => {
    const now = html(editor)
    textarea.value = now === opened ? before : now
    textarea.dispatchEvent(new Event("input", { bubbles: true }))
  })
  // Another script may fill it, with the text of the main language.
  textarea.addEventListener("change", () => editor.commands.setContent(textarea.value))
  // Another script of the page has written into the text area.
  textarea.addEventListener("change", () => editor.commands.setContent(textarea.value, { emitUpdate: false }))
  label?.addEventListener("click", () => editor.commands.focus())
  frame.prepend(toolbar(editor, words))
  if (isWriting) editor.commands.focus("end")
}

document.querySelectorAll("textarea[data-rich-text]").forEach(edit)
