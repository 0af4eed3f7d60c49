// Keeps what is typed on the server while it is typed.
import { ask, fieldsOf, hidden, jsonOf, token } from "./asking.js";

const PAUSE = 2_000;
const LONGEST = 10_000;
// What the browser sends on after the page is gone must be smaller than 64 KB.
const OUTLIVES_THE_PAGE = 60_000;
const UNREACHABLE = "Your text is still on this page, but it could not be kept just now. Trying again.";
const TOO_LARGE = "This text is too large to be kept. It is still on this page: save it in parts.";

/** What came of keeping. */
export const KEPT = "kept";
export const REFUSED = "refused";
export const SIGNED_OUT = "signed out";
export const UNANSWERED = "unanswered";

/** One form's text; a form without an address for keeping only counts what was typed. */
export class Keeper {
  constructor(form, status, session, signal) {
    Object.assign(this, { form, status, session, signal, typed: 0, kept: 0, keptAt: "" });
    this.url = form.dataset.unsavedUrl;
    form.addEventListener("input", () => this.changed(), { signal });
    document.addEventListener("visibilitychange", () => document.hidden && this.keep(), { signal });
    window.addEventListener("online", () => this.keep(), { signal });
    signal.addEventListener("abort", () => clearTimeout(this.timer));
  }

  /** Something typed is not kept. */
  get pending() {
    return this.typed > this.kept;
  }

  changed() {
    this.typed += 1;
    this.since ??= Date.now();
    this.wait(Math.min(PAUSE, Math.max(0, this.since + LONGEST - Date.now())));
  }

  /** The same words on a page that came in place of the one on which they were typed. */
  goOnFrom(former) {
    if (former.keptAt) this.sayKept(former.keptAt);
    if (former.pending) this.changed();
  }

  wait(milliseconds) {
    clearTimeout(this.timer);
    if (this.url && !this.signal.aborted) this.timer = setTimeout(() => this.keep(), milliseconds);
  }

  /** Keeps what stands now; one keeping at a time. Gives what came of it. */
  keep() {
    clearTimeout(this.timer);
    if (!this.url || !this.pending || this.signal.aborted) return KEPT;
    this.sending ??= this.send().finally(() => (this.sending = undefined));
    return this.sending;
  }

  /** Keeps also what is typed while it is being kept, once. */
  async keepAll() {
    const came = await this.keep();
    return came === KEPT ? this.keep() : came;
  }

  async send() {
    this.since = undefined;
    const version = this.typed;
    const came = await this.hear(await this.post(), version);
    if (came === KEPT && this.pending) this.wait(PAUSE);
    if ([UNANSWERED, SIGNED_OUT].includes(came)) this.wait(LONGEST);
    return came;
  }

  post() {
    const { form } = this;
    const key = hidden(form, "form_key");
    const body = JSON.stringify({
      key,
      page: hidden(form, "opened_page") || key,
      user: this.session.user,
      url: location.pathname + location.search,
      title: document.querySelector("h1")?.textContent.trim() ?? document.title,
      subject: form.dataset.unsavedSubject ?? "",
      went_on_from: hidden(form, "went_on_from"),
      fields: fieldsOf(form),
    });
    return ask(this.url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      body,
      keepalive: document.hidden && body.length < OUTLIVES_THE_PAGE,
    });
  }

  async hear(answer, version) {
    if (this.signal.aborted) return KEPT;
    if (answer.redirected || [401, 403].includes(answer.status)) return this.signedOut();
    const said = jsonOf(answer);
    if (answer.status === 200 && said) return this.done(said, version);
    if (answer.status === 413) return this.refuse(said?.sentence ?? TOO_LARGE);
    if (![400, 409].includes(answer.status) || !said) return this.unanswered();
    if (answer.status === 409 && (await this.session.isSomebodyElses())) return REFUSED;
    return this.refuse(said.sentence);
  }

  /** The server has kept it, or has it saved, for the person whom this page was made for. */
  done({ kept_at: at, saved }, version) {
    this.kept = version;
    this.session.isMine();
    if (!saved) this.sayKept(at);
    else {
      this.status.sayKeeping("These words are saved.");
      this.onSaved?.();
    }
    return KEPT;
  }

  sayKept(at) {
    this.keptAt = at;
    this.status.sayKeeping(this.inDoubt ? `Your text was kept ${at}.` : `Not saved yet: kept ${at}`);
  }

  /** It may be saved already: 'Not saved yet' is not said any more. */
  doubt() {
    this.inDoubt = true;
    if (this.keptAt && !this.status.keeping.trouble) this.sayKept(this.keptAt);
  }

  signedOut() {
    this.status.sayKeeping("");
    this.session.lost();
    return SIGNED_OUT;
  }

  unanswered() {
    this.status.sayKeeping(UNREACHABLE, true);
    return UNANSWERED;
  }

  /** The server will not keep this text; to try again unchanged would not help. */
  refuse(sentence) {
    this.status.sayKeeping(sentence, true);
    return REFUSED;
  }
}
