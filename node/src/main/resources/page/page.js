// What pages do beyond being read: they refresh themselves, open groups in place, delete, copy and change their colours.
// All of it is made by the server; this only asks for a page again and takes over what has changed.

const REFRESH_MS = document.querySelector(".members") ? 2000 : 5000;
const PATIENCE_MS = 10000;
const DELETION_PATIENCE_MS = 60000;
const SEARCH_PAUSE_MS = 300;
const TOLD_MS = 8000;

const main = document.getElementById("main");
const searchField = () => document.getElementById("q"); // not there on a first visit
let clock = Number(document.body.dataset.now) - Date.now(); // the server's, less ours

// ---- Pages as the server makes them

let tag = null;
let asked = 0;

/** Beside this page, without the password that its own address may have in it. */
const at = (address) => new URL(address, location.origin + location.pathname).href;

/** Asks for a page; null where it is the one that is shown. Rejects if there is no answer. */
async function fetched(address, known) {
  const answer = await fetch(at(address), {
    cache: "no-store",
    headers: known ? { "If-None-Match": known } : {},
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (answer.status === 304) return null;
  if (!(answer.headers.get("Content-Type") || "").startsWith("text/html")) {
    throw new Error(answer.status === 401 ? "A password is needed: reload the page." : `The node answers ${answer.status}.`);
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!page.body.dataset.now) throw new Error(`A proxy answers in place of the node (${answer.status}).`);
  return { page, tag: answer.headers.get("ETag") };
}

/** Makes `old` like `made` with as few changes as possible: what is opened, focused, selected or typed stays so. */
function morph(old, made) {
  for (const { name } of [...old.attributes]) {
    if (!made.hasAttribute(name) && !isOurs(old, name)) old.removeAttribute(name);
  }
  for (const { name, value } of [...made.attributes]) {
    if (!isOurs(old, name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  let next = old.firstChild;
  for (const child of [...made.childNodes]) {
    if (child.nodeType === Node.ELEMENT_NODE && child.hasAttribute("data-own")) continue;
    while (next && isOwn(next)) next = next.nextSibling;
    const same = counterpart(next, child, old);
    if (!same) {
      old.insertBefore(document.importNode(child, true), next);
    } else {
      if (same === next) next = next.nextSibling;
      else old.insertBefore(same, next);
      if (child.nodeType === Node.ELEMENT_NODE) morph(same, child);
      else if (same.nodeValue !== child.nodeValue) same.nodeValue = child.nodeValue;
    }
  }
  while (next) {
    const rest = next;
    next = next.nextSibling;
    if (!isOwn(rest)) rest.remove();
  }
}

/** What the page itself has made, or the user. */
const isOwn = (node) => node.nodeType === Node.ELEMENT_NODE && node.hasAttribute("data-own");
const isOurs = (element, name) =>
  (name === "open" && element.localName === "details") ||
  (name === "aria-expanded" && element.localName === "button") ||
  (name === "class" && element.localName === "tr") ||
  (name === "hidden" && element.hasAttribute("data-script")) ||
  (element.id === "q" && name === "value");

function counterpart(next, child, parent) {
  const key = child.dataset?.key;
  if (key !== undefined) {
    return [...parent.children].find((each) => each.dataset.key === key && each.localName === child.localName && !isOwn(each));
  }
  return next && next.nodeName === child.nodeName && next.dataset?.key === undefined ? next : null;
}

/** Takes over a page that the server has made. */
function show(made) {
  clock = Number(made.body.dataset.now) - Date.now();
  const known = new Set([...document.querySelectorAll("tr.group")].map((row) => row.dataset.key));
  for (const part of ["notices", "main"]) morph(document.getElementById(part), made.getElementById(part));
  for (const part of [".standing .node", ".foot"]) morph(document.querySelector(part), made.querySelector(part));
  for (const row of document.querySelectorAll("tr.group")) {
    row.classList.toggle("new", known.size > 0 && !known.has(row.dataset.key));
  }
  placeOpened();
  prepare(document);
}

const unreachable = document.getElementById("unreachable");

/** Shows what there is now at an address; false if the node did not say. */
async function refresh(address = location.search || "?", known = tag) {
  const mine = ++asked;
  try {
    const answer = await fetched(address, known);
    unreachable.hidden = true;
    if (mine !== asked) return true; // something newer was asked for meanwhile
    if (answer) {
      tag = answer.tag;
      show(answer.page);
    }
    await refreshOpened(Boolean(answer));
    return true;
  } catch (failure) {
    if (mine === asked) {
      const since = unreachable.hidden ? new Date().toLocaleTimeString() : unreachable.dataset.since;
      unreachable.dataset.since = since;
      unreachable.hidden = false;
      unreachable.textContent = `No answer from this node since ${since}; what is shown is what it said before. ${words(failure)}`;
    }
    return false;
  }
}

const words = (failure) =>
  failure.name === "TimeoutError" ? `It took longer than ${PATIENCE_MS / 1000} s.` :
  failure instanceof TypeError ? "It cannot be reached." : String(failure.message);

// ---- Refreshing by itself

const refreshing = document.getElementById("refresh");
refreshing.checked = localStorage.getItem("quorumgate-refresh") !== "off";
refreshing.addEventListener("change", () => localStorage.setItem("quorumgate-refresh", refreshing.checked ? "on" : "off"));

async function keepRefreshing() {
  const isBusy = document.hidden || document.querySelector("dialog[open]");
  if (refreshing.checked && !isBusy) await refresh();
  setTimeout(keepRefreshing, REFRESH_MS);
}
setTimeout(keepRefreshing, REFRESH_MS);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && refreshing.checked) refresh();
});

/** The words of the server, for as long as no page comes. */
function ago(seconds) {
  if (seconds < 1) return "just now";
  if (seconds < 120) return `${seconds} s ago`;
  if (seconds < 7200) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 172800) return `${Math.floor(seconds / 3600)} h ago`;
  return `${Math.floor(seconds / 86400).toLocaleString("en-US")} d ago`;
}
setInterval(() => {
  for (const time of document.querySelectorAll("time.ago")) {
    const text = ago(Math.max(0, Math.floor((Date.now() + clock - Date.parse(time.dateTime)) / 1000)));
    if (time.textContent !== text) time.textContent = text;
  }
}, 1000);

// ---- Searching while it is typed

const heard = document.getElementById("heard"); // what was found, for screen readers
let typing;
document.addEventListener("input", (event) => {
  if (event.target.id !== "q") return;
  clearTimeout(typing);
  typing = setTimeout(searchNow, SEARCH_PAUSE_MS);
});

function searchNow() {
  const typed = searchField()?.value.trim();
  const parameters = new URLSearchParams(location.search);
  parameters.delete("cursor");
  if (typed) parameters.set("q", typed);
  else parameters.delete("q");
  history.replaceState(null, "", `?${parameters}`);
  refresh(`?${parameters}`, null).then(() => {
    heard.textContent = main.querySelector(".found p")?.innerText ?? "";
  });
}

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.matches("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey;
  if (event.key === "/" && searchField() && !isTyping) {
    event.preventDefault();
    searchField().focus();
    searchField().select();
  }
});

// ---- Groups that are opened in the list; they stay so for as long as the tab is there

const OPENED_MAX = 100;
const OPENED_KEY = `quorumgate-opened ${location.pathname}`;
// By key of the group: the row of what is shown, the tag of that, and which parts of it are unfolded; null for those that the server unfolds.
const opened = new Map();
const groupRow = (key) => main.querySelector(`tr.group[data-key="${CSS.escape(key)}"]`);
const remember = () =>
  sessionStorage.setItem(OPENED_KEY, JSON.stringify([...opened].slice(-OPENED_MAX).map(([key, { parts }]) => [key, parts])));

/** The keys from the opened group down to this part. */
function path(part) {
  const keys = [];
  for (let each = part; !each.matches(".opening"); each = each.parentElement) {
    if (each.dataset.key !== undefined) keys.unshift(each.dataset.key);
  }
  return keys.join("\n");
}

document.addEventListener("toggle", (event) => {
  const place = event.target.closest(".opening");
  for (const shown of opened.values()) {
    if (shown.place === place) shown.parts = [...place.querySelectorAll("details[open]")].map(path);
  }
  remember();
}, true);

/** Opens a group, now or when it comes into the list. */
async function open(key, parts = null) {
  const place = document.createElement("tr");
  place.className = "opening";
  place.dataset.own = "";
  place.insertCell().innerHTML = '<p class="muted">…</p>';
  opened.set(key, { place, tag: null, parts });
  placeOpened();
  remember();
  await refreshOne(key);
}

function close(key) {
  opened.get(key)?.place.remove();
  opened.delete(key);
  remember();
  placeOpened();
}

/** Each stands behind its group, and goes when that is not in the list any more. */
function placeOpened() {
  for (const row of main.querySelectorAll("tr.group")) {
    const shown = opened.get(row.dataset.key);
    row.classList.toggle("open", Boolean(shown));
    row.querySelector("[data-open]")?.setAttribute("aria-expanded", String(Boolean(shown)));
    if (shown && row.nextElementSibling !== shown.place) {
      shown.place.cells[0].colSpan = row.cells.length;
      row.after(shown.place);
    }
  }
  for (const [key, shown] of opened) if (!groupRow(key)) shown.place.remove();
}

async function refreshOne(key) {
  const row = groupRow(key);
  const shown = opened.get(key);
  if (!row || !shown) return;
  const cell = shown.place.cells[0];
  try {
    const answer = await fetched(row.querySelector("th a").getAttribute("href"), shown.tag);
    if (!answer) return;
    shown.tag = answer.tag;
    const made = answer.page.getElementById("opened");
    if (!made) return cell.replaceChildren(answer.page.querySelector(".empty") || "");
    made.removeAttribute("id");
    if (cell.firstElementChild?.classList.contains("opened")) morph(cell.firstElementChild, made);
    else {
      cell.replaceChildren(document.importNode(made, true));
      for (const part of shown.parts ? cell.querySelectorAll("details") : []) part.open = shown.parts.includes(path(part));
    }
    prepare(cell);
  } catch (failure) {
    shown.tag = null; // so that it is asked for again, whatever else has changed; what is shown stays
    if (!cell.querySelector(".opened")) cell.textContent = `Could not be opened: ${words(failure)}`;
  }
}

const refreshOpened = (hasChanged) =>
  Promise.all([...opened].filter(([, shown]) => hasChanged || !shown.tag).map(([key]) => refreshOne(key)));

// ---- Deleting

const told = document.getElementById("told");
let telling;
function tell(text) {
  clearTimeout(telling);
  told.textContent = text;
  telling = setTimeout(() => (told.textContent = ""), TOLD_MS);
}

/** Asks whether it is meant; `act` gives a text to tell, or rejects with what is to be said in the dialog. */
function confirmed({ title, text, subject, ask, action, act }) {
  const dialog = document.createElement("dialog");
  dialog.dataset.own = "";
  dialog.setAttribute("aria-labelledby", "ask-title");
  dialog.setAttribute("aria-describedby", "ask-subject ask-text");
  dialog.innerHTML = `<form method="dialog"><h2 id="ask-title"></h2><p class="subject" id="ask-subject"></p><p class="text" id="ask-text"></p>
    <label hidden><span></span><input type="text" inputmode="numeric" autocomplete="off"></label>
    <p class="mistake" role="alert"></p>
    <p class="choices"><button type="button" value="no">Cancel</button><button type="submit" class="danger sure"></button></p></form>`;
  const part = (selector) => dialog.querySelector(selector);
  const input = part("input");
  const sure = part(".sure");
  part("h2").textContent = title;
  part(".subject").textContent = subject;
  part(".text").textContent = text;
  sure.textContent = action;
  const askFor = (count) => {
    part("label").hidden = false;
    part("label span").textContent = `Type ${count} to say so`;
    sure.disabled = input.value.trim() !== String(count);
    input.oninput = () => (sure.disabled = input.value.trim() !== String(count));
  };
  if (ask !== undefined) askFor(ask);
  part('[value="no"]').onclick = () => dialog.close();
  part("form").onsubmit = async (event) => {
    event.preventDefault();
    sure.disabled = true;
    part(".mistake").textContent = "";
    try {
      const result = await act();
      dialog.close();
      tell(result);
      await refresh(undefined, null);
      if (document.activeElement === document.body) main.focus(); // what had the focus has gone
    } catch (failure) {
      if (!dialog.open) return tell(words(failure));
      part(".mistake").textContent = words(failure);
      input.value = "";
      if (failure.matching !== undefined) {
        ask = failure.matching;
        part("h2").textContent = `Delete ${groups(ask)}?`;
        part(".text").textContent = "";
        askFor(ask);
      } else sure.disabled = ask !== undefined;
    }
  };
  const before = document.activeElement;
  dialog.onclose = () => {
    dialog.remove();
    (before?.isConnected ? before : main).focus();
  };
  document.body.append(dialog);
  dialog.showModal();
  (ask === undefined ? part('[value="no"]') : input).focus();
}

/** Sends a deletion; gives how many groups are gone. */
async function deletion(address) {
  const answer = await fetch(at(address), { method: "DELETE", signal: AbortSignal.timeout(DELETION_PATIENCE_MS) }).catch(() => {
    throw new Error("No answer has come: it may have been done. Look at the list before you repeat it.");
  });
  const body = await answer.json().catch(() => ({}));
  if (answer.ok) return body.deleted;
  const failure = new Error(body.detail || `The node refused it (${answer.status}).`);
  if (answer.status === 409) failure.matching = body.matching;
  throw failure;
}

const groups = (count) => `${count.toLocaleString("en-US")} ${count === 1 ? "group" : "groups"}`;

function deleteOne(button) {
  const row = button.closest("tr.group, .title");
  const name = (row.querySelector(".labels")?.textContent || "").replace(/\s+/g, " ").trim();
  confirmed({
    title: "Delete this group?",
    subject: name,
    text: "Its metrics are gone from the next scrape on. The next push of the job brings the group back.",
    action: "Delete the group",
    act: async () => {
      const gone = await deletion(`api/v2/groups${button.dataset.delete}`);
      close(row.dataset.key);
      return gone ? "The group is deleted." : "There was no such group any more.";
    },
  });
}

function deleteAll(button) {
  const query = button.dataset.deleteAll;
  const match = new URLSearchParams(query).get("match");
  let count = Number(button.dataset.count);
  confirmed({
    title: `Delete ${groups(count)}?`,
    subject: match || "All groups of this gateway",
    text: "They go in one step, and only if exactly so many match at that moment.",
    ask: count,
    action: "Delete them",
    act: async () => {
      try {
        return `${groups(await deletion(`api/v2/groups?expected_count=${count}${query}`))} deleted.`;
      } catch (failure) {
        count = failure.matching ?? count;
        throw failure;
      }
    },
  });
}

// ---- Copying

async function copy(button) {
  const code = button.parentElement.querySelector("pre");
  try {
    if (!navigator.clipboard) throw new Error("only where the connection is secure");
    await navigator.clipboard.writeText(code.textContent);
    tell("Copied.");
  } catch {
    getSelection().selectAllChildren(code);
    tell(document.execCommand("copy") ? "Copied." : "Selected: press Ctrl+C to copy.");
  }
}

// ---- Colours

document.getElementById("theme").addEventListener("click", () => {
  const root = document.documentElement;
  const isDark = root.dataset.theme === "auto" ? matchMedia("(prefers-color-scheme: dark)").matches : root.dataset.theme === "dark";
  root.dataset.theme = isDark ? "light" : "dark";
  // The server writes it into the page, so that no other colours flash up first.
  const folder = new URL(at(".")).pathname;
  document.cookie = `quorumgate-theme=${root.dataset.theme}; path=${folder}; max-age=31536000; SameSite=Lax`;
  tag = null;
});

// ---- Beginning

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const row = button.closest("tr.group");
  if (button.hasAttribute("data-open")) opened.has(row.dataset.key) ? close(row.dataset.key) : open(row.dataset.key);
  else if (button.hasAttribute("data-delete")) deleteOne(button);
  else if (button.hasAttribute("data-delete-all")) deleteAll(button);
  else if (button.hasAttribute("data-copy")) copy(button);
});

/** The pieces by which lines to copy say where a node is; the same ones in the same order for each address. */
function pieces(base) {
  const [, scheme, host, path] = /^(\w+):\/\/([^/]*)(.*)$/.exec(base);
  const java = scheme === "https" ? ".scheme(Scheme.HTTPS)" : "";
  return [base, `.address("${host}${path}")${java}`, `scheme: ${scheme}\n`, `metrics_path: ${path}/`, `targets: ["${host}"]`];
}

/** A text with what it says of one address said of another. */
function moved(text, from, to) {
  const there = pieces(to);
  return pieces(from).reduce((result, piece, i) => result.replaceAll(piece, () => there[i]), text);
}

/** Shows what needs a script, and says where this node really is: a proxy may have put it elsewhere than it knows. */
function prepare(part) {
  for (const element of part.querySelectorAll("[data-script]")) element.hidden = false;
  const here = at(".").replace(/\/$/, "");
  for (const code of part.querySelectorAll("[data-base]:not([data-base=''])")) {
    const text = code.dataset.text ?? (code.dataset.text = code.textContent);
    const there = moved(text, code.dataset.base, here);
    if (code.textContent !== there) code.textContent = there;
  }
}

prepare(document);
for (const [key, parts] of JSON.parse(sessionStorage.getItem(OPENED_KEY) || "[]")) open(key, parts);
document.documentElement.dataset.ready = "";
