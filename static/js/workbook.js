// The product's one script. Every journey works without it; it keeps what has been typed and not yet saved.
import { initAll } from "../built/govuk-frontend.min.js";

const PAUSE = 2_000;
const LONGEST = 10_000;
const SIGNED_OUT =
  "You have been signed out. Your text is still on this page. Sign in again in a new tab, then carry on here.";
const UNREACHABLE = "Your text is still on this page, but it could not be kept just now. Trying again.";
const UNTHOUGHT = new Set(["csrfmiddlewaretoken", "form_key"]);

const cookie = (name) =>
  document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";

/** Everything typed or chosen, by the name of its field; a list where a name comes more than once. */
export function fieldsOf(form) {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== "string" || UNTHOUGHT.has(name)) continue;
    if (form.elements[name]?.type === "password") continue;
    fields[name] = name in fields ? [fields[name], value].flat() : value;
  }
  return fields;
}

/** Keeps one form's text on the server while it is typed. */
class Keeper {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-unsaved-status]");
    this.token = cookie("csrftoken");
    this.typed = 0;
    this.kept = 0;
    form.addEventListener("input", () => this.changed());
    form.addEventListener("submit", (event) => this.submit(event));
    window.addEventListener("beforeunload", (event) => this.pending && event.preventDefault());
    document.addEventListener("visibilitychange", () => document.hidden && this.keep());
    window.addEventListener("pageshow", () => (this.submitted = false));
  }

  /** Something typed is neither kept nor on its way to be saved. */
  get pending() {
    return this.typed > this.kept && !this.submitted;
  }

  /** Somebody has signed in or out since the page was made: this page may no longer be theirs. */
  get doubtful() {
    return this.signedOut || this.token !== cookie("csrftoken");
  }

  changed() {
    this.typed += 1;
    this.since ??= Date.now();
    this.wait(Math.min(PAUSE, Math.max(0, this.since + LONGEST - Date.now())));
  }

  wait(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), milliseconds);
  }

  async keep() {
    clearTimeout(this.timer);
    if (this.sending || !this.pending) return;
    this.sending = new AbortController();
    this.since = undefined;
    await this.attempt(this.typed);
    this.sending = undefined;
    if (this.pending && !this.refused) this.wait(this.failed ? LONGEST : PAUSE);
  }

  async attempt(version) {
    try {
      await this.hear(await this.send(), version);
    } catch {
      if (!this.submitted) this.trouble(UNREACHABLE);
    }
  }

  send() {
    const { unsavedKey: key, unsavedUrl, family } = this.form.dataset;
    const body = {
      key,
      family,
      user: document.body.dataset.user,
      url: location.pathname + location.search,
      title: document.querySelector("h1")?.textContent.trim() ?? document.title,
      fields: fieldsOf(this.form),
    };
    return fetch(unsavedUrl, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": cookie("csrftoken") },
      body: JSON.stringify(body),
      redirect: "manual",
      signal: this.sending.signal,
    });
  }

  async hear(answer, version) {
    if (this.submitted) return;
    if (answer.ok) this.done(await answer.json(), version);
    else if (answer.type === "opaqueredirect" || [401, 403].includes(answer.status)) this.askToSignIn();
    else if ([400, 409].includes(answer.status)) this.refuse(await answer.json());
    else this.trouble(UNREACHABLE);
  }

  /** The server has kept it for the person whom this page was made for, so the page's own token may be renewed. */
  done({ kept_at: at }, version) {
    this.kept = version;
    this.failed = this.refused = this.signedOut = false;
    this.token = cookie("csrftoken");
    for (const field of document.getElementsByName("csrfmiddlewaretoken")) field.value = this.token;
    this.say(`Not saved yet: kept ${at}`);
  }

  askToSignIn() {
    this.signedOut = true;
    this.trouble(SIGNED_OUT);
    const link = document.createElement("a");
    Object.assign(link, { className: "govuk-link", href: "/", target: "_blank", rel: "noopener" });
    link.textContent = "Sign in (opens a new tab)";
    if (!this.status?.querySelector("a")) this.status?.append(" ", link);
  }

  /** The server will not keep this text; trying again unchanged would not help. */
  refuse({ sentence }) {
    this.trouble(sentence);
    this.refused = true;
  }

  trouble(sentence) {
    this.failed = true;
    this.refused = false;
    this.say(sentence);
  }

  /** Said again only when it has changed, so that a screen reader is not interrupted every ten seconds. */
  say(sentence) {
    this.status?.classList.toggle("app-unsaved--trouble", this.failed);
    if (!this.status || this.said === sentence) return;
    this.status.textContent = this.said = sentence;
  }

  submit(event) {
    if (this.doubtful) {
      event.preventDefault();
      this.keepThenSubmit(event.submitter);
      return;
    }
    this.submitted = true;
    clearTimeout(this.timer);
    this.sending?.abort();
  }

  /** Saves only once the server has said that this page's person is signed in; otherwise says what to do. */
  async keepThenSubmit(submitter) {
    this.typed += 1;
    await this.keep();
    if (!this.pending && !this.doubtful) this.form.requestSubmit(submitter);
  }
}

/** Shows who is known already while somebody is being entered; the same is asked again when the form is sent. */
function showMatches(region) {
  const form = region.closest("form");
  const watched = ["name", "born"].map((name) => form.elements[name]);
  let timer, sending;
  const ask = async () => {
    sending?.abort();
    sending = new AbortController();
    const query = new URLSearchParams(watched.map((field) => [field.name, field.value]));
    try {
      const answer = await fetch(`${region.dataset.matchesUrl}?${query}`, { signal: sending.signal, redirect: "error" });
      if (answer.ok) region.innerHTML = await answer.text();
    } catch {
      // Without an answer the page stays as it is: the server asks again before it enters anybody.
    }
  };
  watched.forEach((field) =>
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, 400);
    }),
  );
}

/** Reveals the button that adds a blank row to a set of rows. */
function addRows(rows) {
  const button = rows.querySelector("[data-add-row]");
  const template = rows.querySelector("template[data-row]");
  const total = rows.querySelector(`[name="${rows.dataset.rows}-TOTAL_FORMS"]`);
  const most = Number(rows.querySelector(`[name="${rows.dataset.rows}-MAX_NUM_FORMS"]`)?.value ?? 1000);
  button.hidden = false;
  button.addEventListener("click", () => {
    const number = Number(total.value);
    const holder = document.createElement("template");
    holder.innerHTML = template.innerHTML.replaceAll("__prefix__", String(number));
    const row = holder.content.firstElementChild;
    row.querySelector("[data-row-number]").textContent = String(number + 1);
    template.before(row);
    total.value = String(number + 1);
    button.hidden = number + 1 >= most;
    row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  });
}

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
document.querySelectorAll("form[data-unsaved-url]").forEach((form) => new Keeper(form));
document.querySelectorAll("[data-rows]").forEach(addRows);
document.querySelectorAll("[data-matches-url]").forEach(showMatches);
