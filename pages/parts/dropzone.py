"""Where files are chosen or dropped: the browser sends each to a route of ours, with progress and a way to stop.

Streamlit's own uploader would hold a whole file in memory; here a file goes to the disk as it arrives. Comes in: the megabytes
that one file may hold. Goes out: the id of the draft that holds the files, once all have arrived.
"""

from __future__ import annotations

import streamlit as st

_HTML = """
<div class="zone">
  <input type="file" multiple hidden aria-label="Files">
  <div class="ask"><button type="button" class="choose">Choose files</button><span>or drop them here</span></div>
  <div class="hint"></div>
  <div class="sending" hidden>
    <div class="what" role="status"></div>
    <div class="track"><div class="bar"></div></div>
    <button type="button" class="stop">Cancel</button>
  </div>
  <div class="fault" role="alert"></div>
</div>
"""
_CSS = """
.zone { border: 1.5px dashed var(--st-border-color); border-radius: 10px; padding: 1.4rem 1rem; text-align: center;
  background: var(--st-secondary-background-color); color: var(--st-text-color); font: inherit; font-family: var(--st-font); }
.zone.over { border-color: var(--st-primary-color); }
.ask { display: flex; gap: .7rem; justify-content: center; align-items: center; flex-wrap: wrap; }
button { font: inherit; border-radius: 10px; padding: .4rem 1rem; cursor: pointer; border: 1px solid var(--st-border-color);
  background: var(--st-background-color); color: var(--st-text-color); }
button.choose { background: var(--st-primary-color); border-color: var(--st-primary-color); color: #fff; }
button:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
.hint { opacity: .75; font-size: .85rem; margin-top: .6rem; }
.what { font-size: .9rem; margin-bottom: .5rem; overflow-wrap: anywhere; }
.track { height: 6px; border-radius: 3px; background: var(--st-border-color); overflow: hidden; margin: 0 auto .8rem; max-width: 28rem; }
.bar { height: 100%; width: 0; background: var(--st-primary-color); transition: width .15s; }
.fault { color: var(--st-red-text-color, var(--st-red-color)); font-size: .9rem; margin-top: .5rem; }
.fault:empty { display: none; }
[hidden] { display: none !important; }
"""
_JS = """
const size = (bytes) => bytes < 1e6 ? Math.max(1, Math.round(bytes / 1e3)) + " KB" : (bytes / 1048576).toFixed(bytes < 1e8 ? 1 : 0) + " MB"
export default function ({ data, parentElement, setTriggerValue }) {
  const zone = parentElement.querySelector(".zone")
  const part = (name) => zone.querySelector(name)
  part(".hint").textContent = data.hint
  if (zone.dataset.ready) return
  zone.dataset.ready = "1"
  const input = part("input")
  let request = null, stopped = false
  const show = (sending) => { part(".sending").hidden = !sending; part(".ask").hidden = sending; part(".hint").hidden = sending }
  const send = (file, draft, words) => new Promise((resolve, reject) => {
    request = new XMLHttpRequest()
    const asked = new URLSearchParams({ name: file.name, size: file.size, draft })
    request.open("POST", "/files/receive?" + asked)
    request.setRequestHeader("x-dm", "1")
    request.setRequestHeader("content-type", "application/octet-stream")
    request.upload.onprogress = (event) => {
      part(".bar").style.width = (100 * event.loaded / Math.max(1, file.size)) + "%"
      part(".what").textContent = words + ": " + size(event.loaded) + " of " + size(file.size)
    }
    request.onload = () => request.status === 200 ? resolve(JSON.parse(request.responseText).draft) : reject(request.responseText)
    request.onerror = () => reject("The connection to DataMind was lost. Try again.")
    request.onabort = () => reject("")
    request.send(file)
  })
  const take = async (files) => {
    if (!files.length) return
    stopped = false
    part(".fault").textContent = ""
    show(true)
    let draft = ""
    try {
      for (const [place, file] of [...files].entries()) {
        if (stopped) throw ""
        part(".bar").style.width = "0"
        draft = await send(file, draft, files.length > 1 ? `${file.name} (${place + 1} of ${files.length})` : file.name)
      }
      setTriggerValue("arrived", draft)
    } catch (fault) {
      part(".fault").textContent = typeof fault === "string" ? fault : "The browser could not read this file."
    }
    input.value = ""
    show(false)
  }
  part(".choose").onclick = () => input.click()
  part(".stop").onclick = () => { stopped = true; if (request) request.abort() }
  input.onchange = () => take(input.files)
  zone.ondragover = (event) => { event.preventDefault(); zone.classList.add("over") }
  zone.ondragleave = () => zone.classList.remove("over")
  zone.ondrop = (event) => { event.preventDefault(); zone.classList.remove("over"); take(event.dataTransfer.files) }
}
"""
_zone = st.components.v2.component("datamind_dropzone", html=_HTML, css=_CSS, js=_JS)


def receive_files(hint: str) -> str | None:
    """The draft of what has just arrived."""
    arrived: str | None = _zone(data={"hint": hint}, key="dropzone", on_arrived_change=lambda: None).arrived
    return arrived
