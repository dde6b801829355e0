// Beside the chat input: ↑ in an empty line brings back earlier questions, and a list above it completes what is typed.
const MOST = 6
let known = { words: [], questions: [] }
let leave = null

// Called again with each run of the page: the listeners stay, what they know is replaced.
export default function ({ data }) {
  known = data
  if (leave === null) leave = listen(document)
  return () => {
    leave?.()
    leave = null
  }
}

function listen(root) {
  let shown = [], at = -1, past = -1
  const list = root.createElement("ul")
  list.className = "dm-typing"
  list.id = "dm-typing-list"
  list.setAttribute("role", "listbox")
  list.setAttribute("aria-label", "Suggestions")
  list.hidden = true

  const line = () => root.querySelector('[data-testid="stChatInputTextArea"]')
  const write = (box, text) => {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box, text)
    box.dispatchEvent(new Event("input", { bubbles: true }))
    box.setSelectionRange(text.length, text.length)
  }
  const close = () => {
    shown = []
    at = -1
    list.hidden = true
    line()?.removeAttribute("aria-activedescendant")
    line()?.setAttribute("aria-expanded", "false")
  }
  // What could be meant: an earlier question that begins so, or a name or value that ends the line.
  const find = (text) => {
    const typed = text.toLowerCase()
    if (typed.trim().length < 2) return []
    const asked = known.questions.filter((q) => q.toLowerCase().startsWith(typed) && q !== text).slice(0, 3)
    const part = typed.match(/[\p{L}\p{N}_]+(?: [\p{L}\p{N}_]+)?$/u)?.[0] ?? ""
    const tails = [part, part.split(" ").pop()].filter((tail) => tail.length >= 2)
    const words = []
    for (const tail of tails)
      for (const word of known.words)
        if (word.toLowerCase().startsWith(tail) && word.toLowerCase() !== tail && !words.some((w) => w.word === word))
          words.push({ word, text: text.slice(0, text.length - tail.length) + word })
    return [...asked.map((q) => ({ word: q, text: q })), ...words].slice(0, MOST)
  }
  const draw = (box) => {
    list.replaceChildren(
      ...shown.map((each, place) => {
        const item = root.createElement("li")
        item.id = `dm-typing-${place}`
        item.textContent = each.word
        item.setAttribute("role", "option")
        item.setAttribute("aria-selected", String(place === at))
        item.addEventListener("pointerdown", (event) => {
          event.preventDefault()
          write(box, each.text)
          close()
        })
        return item
      })
    )
    const frame = box.closest('[data-testid="stChatInput"]').getBoundingClientRect()
    const page = getComputedStyle(root.querySelector(".stApp"))
    Object.assign(list.style, {
      background: page.backgroundColor,
      color: page.color,
      left: `${frame.left}px`,
      width: `${frame.width}px`,
      bottom: `${window.innerHeight - frame.top + 6}px`,
    })
    list.hidden = shown.length === 0
    box.setAttribute("aria-expanded", String(shown.length > 0))
    box.setAttribute("aria-controls", list.id)
    if (at >= 0) box.setAttribute("aria-activedescendant", `dm-typing-${at}`)
    else box.removeAttribute("aria-activedescendant")
  }
  const onInput = (event) => {
    const box = line()
    if (event.target !== box || !event.isTrusted) return
    past = -1
    at = -1
    shown = find(box.value)
    draw(box)
  }
  const onKey = (event) => {
    const box = line()
    if (event.target !== box || event.isComposing) return
    const up = event.key === "ArrowUp", down = event.key === "ArrowDown"
    if (shown.length && (up || down)) {
      event.preventDefault()
      at = up ? (at <= 0 ? shown.length - 1 : at - 1) : (at + 1) % shown.length
      draw(box)
    } else if (shown.length && ((event.key === "Tab" && !event.shiftKey) || (event.key === "Enter" && at >= 0))) {
      event.preventDefault()
      event.stopPropagation()
      write(box, shown[Math.max(at, 0)].text)
      close()
    } else if (event.key === "Escape" && shown.length) {
      close()
    } else if (event.key === "Enter") {
      close()
      past = -1
    } else if ((up && (box.value === "" || past >= 0)) || (down && past >= 0)) {
      const next = past + (up ? 1 : -1)
      if (next >= known.questions.length) return
      event.preventDefault()
      past = next
      write(box, past < 0 ? "" : known.questions[past])
    }
  }
  const onLeave = (event) => event.target === line() && close()

  root.body.append(list)
  root.addEventListener("input", onInput, true)
  root.addEventListener("keydown", onKey, true)
  root.addEventListener("focusout", onLeave, true)
  return () => {
    list.remove()
    root.removeEventListener("input", onInput, true)
    root.removeEventListener("keydown", onKey, true)
    root.removeEventListener("focusout", onLeave, true)
  }
}
