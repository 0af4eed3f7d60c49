// Saves a form without leaving its page, and leaves only when the server has answered.
import { ask, fieldsOf, hidden, jsonOf, token } from "./asking.js";
import { Keeper, SIGNED_OUT, UNANSWERED } from "./keeping.js";
import { button, linkToNewWindow, Status } from "./status.js";

const FIRST_PAUSE = 2_000;
const LONGEST_PAUSE = 30_000;
const AGAIN = "Your text is still on this page. The page tries again by itself.";
const NOT_SENT = `Not saved yet: the server does not answer. ${AGAIN}`;
const NO_ANSWER = `No answer came, so it is not known whether it was saved. ${AGAIN}`;
const FAILED = "We do not know whether it was saved. The fault is ours. Your text is still on this page.";
const STAYS = "Your text is still on this page.";

export class SavedForm {
  constructor(form, session, showPage) {
    const stopped = new AbortController();
    const { signal } = stopped;
    Object.assign(this, { form, session, showPage, stopped, tries: 0 });
    this.status = new Status(form);
    this.keeper = new Keeper(form, this.status, session, signal);
    this.keeper.onSaved = () => (this.isWanted || this.isInDoubt) && this.save();
    session.forms.add(this);
    form.addEventListener("submit", (event) => this.submit(event), { signal });
    window.addEventListener("beforeunload", (event) => this.isAtRisk && event.preventDefault(), { signal });
    window.addEventListener("pageshow", () => (this.isLeaving = false), { signal });
    window.addEventListener("online", () => this.timer && this.save(), { signal });
  }

  /** Something typed is neither kept nor saved. */
  get isAtRisk() {
    return this.keeper.pending && !this.isLeaving;
  }

  /** The page is another one from now on. */
  stop() {
    clearTimeout(this.timer);
    this.stopped.abort();
    this.session.forms.delete(this);
  }

  submit(event) {
    if (this.isLeaving) return;
    event.preventDefault();
    this.submitter = event.submitter;
    this.tries = 0;
    this.save();
  }

  /** Keeps, sends, and does what the answer asks for; one sending at a time. */
  async save() {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.isUnderWay || this.stopped.signal.aborted) return;
    this.setUnderWay(true);
    this.isWanted = true;
    this.status.sayAlone("Saving…");
    if (!this.session.isLost) this.status.withdraw();
    const goOn = await this.keepAndSend();
    this.setUnderWay(false);
    goOn?.();
  }

  /** Not by `disabled`: the button would lose the focus. */
  setUnderWay(isUnderWay) {
    this.isUnderWay = isUnderWay;
    const buttons = [...this.form.elements].filter(({ type, hidden: isHidden }) => type === "submit" && !isHidden);
    for (const each of buttons) {
      if (isUnderWay) each.setAttribute("aria-disabled", "true");
      else each.removeAttribute("aria-disabled");
    }
  }

  async keepAndSend() {
    const came = await this.keeper.keepAll();
    if (this.stopped.signal.aborted) return undefined;
    if (came === SIGNED_OUT) return () => this.waitForSignIn();
    if (came === UNANSWERED) return () => this.tryAgain();
    const { typed } = this.keeper;
    const sent = fieldsOf(this.form);
    const answer = await this.send();
    return this.stopped.signal.aborted ? undefined : this.hear(answer, { typed, sent });
  }

  /** `action` is asked of the attribute: a field may be called so. */
  get address() {
    const action = this.submitter?.getAttribute("formaction") ?? this.form.getAttribute("action") ?? "";
    return new URL(action, location.href).href;
  }

  send() {
    const body = new FormData(this.form, this.submitter?.isConnected ? this.submitter : null);
    body.set("csrfmiddlewaretoken", token());
    return ask(this.address, { method: "POST", headers: { "X-Workbook-Script": "1", "X-CSRFToken": token() }, body });
  }

  /** What is done now, as a function. */
  async hear(answer, sending) {
    const busy = answer.status === 503 ? jsonOf(answer) : undefined;
    if (busy?.not_saved) return () => this.tryAgain(`${busy.sentence} Nothing was saved yet. ${AGAIN}`);
    if (answer.none) return () => this.doubtAndTryAgain();
    if (answer.redirected || answer.status === 401) return this.hearRedirect();
    const url = answer.status === 200 ? jsonOf(answer)?.url : undefined;
    if (url) return () => this.saved(url, sending);
    if (answer.status === 413) return () => this.refuse(this.tooLarge(answer));
    if (answer.status >= 500) return () => this.fail();
    const page = new DOMParser().parseFromString(answer.text, "text/html");
    // What is no page of the product is of a gateway or a network that asks one to sign in to it.
    if (!page.getElementById("main-content")) return () => this.doubtAndTryAgain();
    return this.hearPage(page, answer, sending);
  }

  /** To where a redirect leads is not told to a script: to signing in, where nobody is signed in any more. */
  async hearRedirect() {
    const user = await this.session.check();
    if (user === undefined) return () => this.doubtAndTryAgain();
    return user === this.session.user ? () => this.submitByBrowser() : () => this.waitForSignIn();
  }

  async hearPage(page, answer, sending) {
    const { user } = page.body.dataset;
    if (answer.status === 403 && !user) {
      this.session.lost();
      return () => this.waitForSignIn();
    }
    if (user && user !== this.session.user) return () => this.session.handOver();
    const holdsText = page.querySelector("form[data-saves], [data-holds-text]");
    if (answer.status === 200 || holdsText) return () => this.show(page, sending);
    return () => this.refuse(`${wordsOf(page)} ${STAYS}`);
  }

  /** What was typed since it was sent is sent too: the page that comes has both texts. */
  saved(url, { typed }) {
    if (this.keeper.typed > typed) return this.save();
    this.isLeaving = true;
    this.status.sayAlone("Saved.");
    leaveFor(new URL(url, location.href));
  }

  show(page, { typed, sent }) {
    const key = hidden(this.form, "form_key");
    const same = [...page.querySelectorAll("form[data-saves]")].find((form) => hidden(form, "form_key") === key);
    if (this.keeper.typed > typed && !same) return this.save();
    const changed = this.keeper.typed > typed ? typedSince(this.form, sent) : [];
    const { address, keeper } = this;
    const come = this.showPage(page, address).find(({ form }) => hidden(form, "form_key") === key);
    if (!come) return undefined;
    come.keeper.goOnFrom(keeper);
    return write(come.form, changed);
  }

  doubtAndTryAgain() {
    this.isInDoubt = true;
    this.keeper.doubt();
    this.tryAgain();
  }

  tryAgain(sentence = this.isInDoubt ? NO_ANSWER : NOT_SENT) {
    this.status.saySaving(sentence, true);
    this.timer = setTimeout(() => this.save(), Math.min(FIRST_PAUSE * 2 ** this.tries, LONGEST_PAUSE));
    this.tries += 1;
  }

  waitForSignIn() {
    this.status.saySaving("");
    this.status.alerted?.querySelector("button, a")?.focus();
  }

  /** Signed in again: keeps, and finishes a save that was waiting. */
  async goOn() {
    this.status.withdraw();
    this.status.saySaving("Signed in again.");
    if (this.isWanted) await this.save();
    else await this.keeper.keep();
  }

  fail() {
    this.isInDoubt = true;
    this.isWanted = false;
    this.keeper.doubt();
    this.status.saySaving("");
    const cancel = this.form.querySelector(".app-actions a[href]")?.href;
    const look = cancel ? [linkToNewWindow("Look whether it is there (opens a new tab)", cancel)] : [];
    this.status.alert(FAILED, ...look, button("Try again", () => this.save()));
  }

  refuse(sentence) {
    this.isWanted = false;
    this.status.saySaving(sentence, true);
  }

  tooLarge(answer) {
    const said = jsonOf(answer)?.sentence ?? pageWords(answer);
    const count = [...this.form.querySelectorAll("textarea, input:not([type=hidden], [type=checkbox], [type=radio])")]
      .reduce((sum, { value }) => sum + value.length, 0)
      .toLocaleString("en-GB");
    return said || `This is too large to be saved: ${count} characters. ${STAYS} Save it in parts.`;
  }

  submitByBrowser() {
    this.isLeaving = true;
    this.form.requestSubmit(this.submitter?.isConnected ? this.submitter : null);
  }
}

/** An address that differs from this page's by its fragment alone would only scroll. */
function leaveFor(url) {
  const isHere = url.pathname === location.pathname && url.search === location.search;
  location.assign(url);
  if (isHere && url.hash) location.reload();
}

const wordsOf = (page) =>
  [...page.querySelectorAll("#main-content :is(h1, p)")].map(({ textContent }) => sentence(textContent)).join(" ");

function pageWords(answer) {
  const page = new DOMParser().parseFromString(answer.text, "text/html");
  return page.querySelector("#main-content, main") ? wordsOf(page) : "";
}

function sentence(text) {
  const words = text.replace(/\s+/g, " ").trim();
  return /[.?!:]$/.test(words) ? words : `${words}.`;
}

/** The fields that have other words than were sent, as [name, words]. */
function typedSince(form, sent) {
  const now = Object.entries(fieldsOf(form));
  return now.filter(([name, words]) => JSON.stringify(words) !== JSON.stringify(sent[name]));
}

function write(form, changed) {
  for (const [name, words] of changed) {
    const values = [words].flat();
    [...form.elements].filter((control) => control.name === name).forEach((control, place) => {
      if (["checkbox", "radio"].includes(control.type)) control.checked = values.includes(control.value);
      else if (control.options) for (const option of control.options) option.selected = values.includes(option.value);
      else control.value = values[place] ?? "";
    });
  }
  if (changed.length) form.dispatchEvent(new Event("input", { bubbles: true }));
}
