const views = new WeakMap()
let library = null
const load = () => (library ??= import(new URL("/assets/codemirror.js", window.location.origin).href))

const style = (cm, tags) => cm.HighlightStyle.define([
  { tag: tags.keyword, color: "var(--st-blue-text-color, var(--st-primary-color))", fontWeight: "600" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--st-green-text-color, #1a7f37)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--st-orange-text-color, #b35900)" },
  { tag: [tags.comment, tags.lineComment, tags.blockComment], color: "var(--st-gray-text-color, #707070)", fontStyle: "italic" },
  { tag: [tags.typeName, tags.standard(tags.name)], color: "var(--st-violet-text-color, #6d3fc0)" },
])

const completions = (cm, state) => (context) => {
  const words = state.words
  const stored = context.matchBefore(/([\w$]+)"?\s*(=|<>|!=|in\s*\((?:\s*'[^']*'\s*,)*)\s*'[^']*$/i)
  if (stored) {
    const column = stored.text.match(/^[\w$]+/)[0].toLowerCase()
    const typed = stored.text.length - stored.text.lastIndexOf("'") - 1
    const options = (words.values[column] || []).map((value) => ({ label: value, type: "text", apply: value.replaceAll("'", "''") }))
    return options.length ? { from: context.pos - typed, options, validFor: /^[^']*$/ } : null
  }
  const place = context.matchBefore(/\{\{\s*\w*$/)
  if (place) return null
  const word = context.matchBefore(/[\w$]+$/)
  if (!word && !context.explicit) return null
  const before = context.state.sliceDoc(Math.max(0, (word ? word.from : context.pos) - 1), word ? word.from : context.pos)
  if (before === "." || before === "'" || before === '"') return null
  const functions = words.functions.map((name) => ({ label: name, type: "function", apply: name + "(", boost: -2 }))
  const snippets = words.snippets.map((each) => cm.snippetCompletion(each.text, { label: each.label, detail: each.detail, type: "snippet", boost: -1 }))
  return { from: word ? word.from : context.pos, options: [...snippets, ...functions], validFor: /^[\w$]*$/ }
}

const language = (cm, words) => {
  const dialect = { postgres: cm.PostgreSQL, duckdb: cm.PostgreSQL, mysql: cm.MySQL, sqlite: cm.SQLite }[words.dialect] || cm.PostgreSQL
  return cm.sql({ dialect, schema: words.tables, upperCaseKeywords: true })
}

const mark = (cm, state, data) => {
  const length = state.view.state.doc.length
  const found = data.mark
  const from = found ? Math.min(found.from, Math.max(0, length - 1)) : 0
  const marks = found && found.text === state.view.state.doc.toString()
    ? [{ from, to: Math.min(length, Math.max(from + 1, found.to)), severity: "error", message: found.message }] : []
  state.view.dispatch(cm.setDiagnostics(state.view.state, marks))
}

const build = (cm, parent, root, data, state) => {
  const run = (view) => {
    const { from, to } = view.state.selection.main
    const text = view.state.doc.toString()
    state.told = text
    state.setStateValue("text", text)
    state.setTriggerValue("run", { sql: from === to ? text : view.state.sliceDoc(from, to), at: Date.now() })
    return true
  }
  state.run = () => run(state.view)
  const tell = () => {
    const text = state.view.state.doc.toString()
    if (text !== state.told) { state.told = text; state.setStateValue("text", text) }
  }
  let timer = null
  state.language = new cm.Compartment()
  state.view = new cm.EditorView({
    parent, root,
    state: cm.EditorState.create({
      doc: data.text,
      extensions: [
        cm.Prec.highest(cm.keymap.of([{ key: "Mod-Enter", run }])),
        cm.lineNumbers(), cm.history(), cm.drawSelection(), cm.highlightActiveLine(), cm.highlightSpecialChars(), cm.bracketMatching(),
        cm.closeBrackets(), cm.indentOnInput(), cm.EditorView.lineWrapping, cm.placeholder("SELECT …"),
        state.language.of(language(cm, data.words)),
        cm.EditorState.languageData.of(() => [{ autocomplete: completions(cm, state) }]),
        cm.autocompletion({ activateOnTyping: true, maxRenderedOptions: 60 }),
        cm.syntaxHighlighting(style(cm, cm.tags)),
        cm.keymap.of([...cm.closeBracketsKeymap, ...cm.defaultKeymap, ...cm.historyKeymap, ...cm.completionKeymap,
          { key: "Tab", run: cm.acceptCompletion }]),
        cm.EditorView.contentAttributes.of({ "aria-label": "SQL" }),
        cm.EditorView.domEventHandlers({ blur: () => { clearTimeout(timer); tell() } }),
        cm.EditorView.updateListener.of((update) => {
          if (update.docChanged) { clearTimeout(timer); timer = setTimeout(tell, 700) }
        }),
      ],
    }),
  })
}

export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  const host = parentElement.querySelector(".editor")
  const button = parentElement.querySelector(".run")
  const known = views.get(host) || {}
  views.set(host, known)
  Object.assign(known, { setStateValue, setTriggerValue, words: data.words, data })
  button.disabled = data.busy
  button.querySelector(".keys").textContent = /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘↵" : "Ctrl ↵"
  button.onclick = () => known.run && known.run()
  load().then((cm) => {
    if (!known.view) {
      build(cm, host, host.getRootNode(), known.data, known)
      known.about = known.data.about
      known.told = known.data.text
    }
    const latest = known.data
    if (latest.about !== known.about) {
      known.about = latest.about
      known.view.dispatch({ effects: known.language.reconfigure(language(cm, latest.words)) })
    }
    mark(cm, known, latest)
  }).catch(() => { host.textContent = "The editor could not be loaded. Load the page again." })
}
