// Who is signed in: the person whom the page was made for, nobody, or somebody else.
import { ask, token } from "./asking.js";
import { button, linkToNewWindow } from "./status.js";

const LOST = "You have been signed out. Your text is still on this page.";
const SIGN_IN = "Sign in (opens a window of its own)";
const NO_WINDOW = "Your browser opened no window. Sign in in another tab, and come back here.";
const WINDOW = "popup,width=560,height=760";
const BEFORE_CLOSING = 500;

export class Session {
  constructor(body) {
    this.user = body.dataset.user;
    this.url = body.dataset.signedInUrl;
    this.forms = new Set();
    if (!this.user) return;
    this.channel = "BroadcastChannel" in window ? new BroadcastChannel("workbook") : undefined;
    this.channel?.addEventListener("message", ({ data }) => this.hear(data));
    this.channel?.postMessage({ signedIn: this.user });
    window.addEventListener("focus", () => this.isLost && this.check());
    document.addEventListener("visibilitychange", () => !document.hidden && this.isLost && this.check());
    document.addEventListener("focusin", ({ target }) => {
      if (target.matches("form[data-saves] :is(input, textarea, select)")) this.field = target;
    });
  }

  hear({ signedIn }) {
    if (signedIn !== this.user || this.isLost) this.check();
  }

  /** The id of whoever is signed in; '' for nobody, undefined where there was no answer. */
  async whoIsSignedIn() {
    const answer = await ask(this.url);
    if (answer.redirected || [401, 403].includes(answer.status)) return "";
    if (answer.status !== 200) return undefined;
    return new DOMParser().parseFromString(answer.text, "text/html").body.dataset.user;
  }

  async check() {
    const user = await this.whoIsSignedIn();
    if (user === "") this.lost();
    else if (user === this.user) this.isMine();
    else if (user) this.handOver();
    return user;
  }

  async isSomebodyElses() {
    return ![this.user, "", undefined].includes(await this.check());
  }

  /** Nobody is signed in: each form says so, with a button. */
  lost() {
    if (this.isLost) return;
    this.isLost = true;
    for (const form of this.forms) form.status.alert(LOST, button(SIGN_IN, () => this.openWindow(form)));
  }

  openWindow(form) {
    if (window.open(this.url, "workbook-sign-in", WINDOW)) return;
    form.status.alert(NO_WINDOW, linkToNewWindow("Sign in (opens a new tab)", this.url));
  }

  /** The server has answered for the person whom this page was made for, so the page's tokens may be renewed. */
  isMine() {
    for (const field of document.getElementsByName("csrfmiddlewaretoken")) field.value = token();
    if (!this.isLost) return;
    this.isLost = false;
    const wasOnButton = document.activeElement?.closest('[role="alert"]');
    for (const form of this.forms) form.goOn();
    if (wasOnButton || document.activeElement === document.body) this.field?.focus();
  }

  /** What one person typed is not for another to read: a notice stands in place of the page. */
  handOver() {
    if (this.isOver) return;
    this.isOver = true;
    const kept = [...this.forms].map(({ keeper }) => keeper).filter(({ keptAt, typed }) => keptAt || typed);
    for (const form of this.forms) form.stop();
    const sentences = [
      "The page that stood here was opened by another person, so it is not shown any more.",
      ...kept.map(({ keptAt, pending }) => {
        if (!keptAt) return "What was typed on it could not be kept.";
        const rest = pending ? " What was typed after that could not be kept." : "";
        return `What was typed on it was kept ${keptAt}, and is offered to whoever typed it.${rest}`;
      }),
    ];
    document.body = notice("Somebody else has signed in here", sentences);
  }
}

function notice(heading, sentences) {
  const body = document.createElement("body");
  const main = document.createElement("main");
  const title = document.createElement("h1");
  const home = document.createElement("a");
  body.className = "govuk-template__body";
  main.className = "app-main govuk-width-container";
  Object.assign(title, { className: "govuk-heading-l", textContent: heading, tabIndex: -1 });
  Object.assign(home, { className: "govuk-link", href: "/", textContent: "Go to your work" });
  main.setAttribute("role", "alert");
  const paragraphs = sentences.map((sentence) => {
    const paragraph = document.createElement("p");
    paragraph.textContent = sentence;
    return paragraph;
  });
  main.append(title, ...paragraphs, home);
  body.append(main);
  document.title = `${heading} – Family Safeguarding Workbook`;
  return body;
}

/** The page in the window of its own: it has told the others by being opened, and is not needed any more. */
export function closeWindow(main) {
  const control = main.querySelector("[data-close]");
  control.hidden = false;
  control.addEventListener("click", () => window.close());
  setTimeout(() => window.close(), BEFORE_CLOSING);
}
