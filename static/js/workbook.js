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
    this.typed = 0;
    this.kept = 0;
    this.submitted = false;
    form.addEventListener("input", () => this.changed());
    form.addEventListener("submit", () => this.submit());
    window.addEventListener("beforeunload", (event) => this.pending && event.preventDefault());
    document.addEventListener("visibilitychange", () => document.hidden && this.pending && this.keep());
    window.addEventListener("pageshow", () => (this.submitted = false));
  }

  get pending() {
    return this.typed > this.kept && !this.submitted;
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
    const version = this.typed;
    this.since = undefined;
    this.sending = new AbortController();
    try {
      await this.hear(await this.send(), version);
    } catch (error) {
      if (!this.submitted) this.trouble(UNREACHABLE);
    } finally {
      this.sending = undefined;
    }
    if (this.pending && !this.refused) this.wait(this.failed ? LONGEST : PAUSE);
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
    if (answer.ok) return this.done(await answer.json(), version);
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) return this.signedOut();
    if (answer.status === 400 || answer.status === 409) return this.refuse(await answer.json());
    this.trouble(UNREACHABLE);
  }

  done({ kept_at: at }, version) {
    this.kept = version;
    this.failed = false;
    this.renew();
    this.say(`Not saved yet: kept ${at}`, false);
  }

  signedOut() {
    this.trouble(SIGNED_OUT);
    const link = Object.assign(document.createElement("a"), { textContent: "Sign in (opens a new tab)" });
    Object.assign(link, { className: "govuk-link", href: "/", target: "_blank", rel: "noopener" });
    this.status?.append(" ", link);
  }

  /** The server will not keep this text; trying again unchanged would not help. */
  refuse({ sentence }) {
    this.trouble(sentence);
    this.refused = true;
  }

  trouble(sentence) {
    this.failed = true;
    this.refused = false;
    this.say(sentence, true);
  }

  say(sentence, trouble) {
    if (!this.status) return;
    // Said again only when it changed, so that a screen reader is not interrupted every ten seconds.
    if (this.said !== sentence) this.status.textContent = this.said = sentence;
    this.status.classList.toggle("app-unsaved--trouble", trouble);
  }

  /** After signing in again the page's own token is an old one. */
  renew() {
    const token = cookie("csrftoken");
    const field = this.form.elements.csrfmiddlewaretoken;
    if (token && field) field.value = token;
  }

  submit() {
    this.renew();
    this.submitted = true;
    clearTimeout(this.timer);
    this.sending?.abort();
  }
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
