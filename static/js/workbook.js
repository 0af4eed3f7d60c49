// The product's one script. Every journey works without it; it keeps what has been typed and not yet saved, and saves
// it without leaving the page before there is an answer. Nothing of a case is stored in the browser.
import { initAll } from "../built/govuk-frontend.min.js";
import { closeInTime } from "./closing.js";
import { showMatches } from "./matching.js";
import { showWhoElse } from "./open_page.js";
import { addRows } from "./rows.js";
import { SavedForm } from "./saving.js";
import { closeWindow, Session } from "./signing_in.js";

const session = new Session(document.body);

/** Gives the forms of the page that are saved by the script. */
function start() {
  document.body.classList.add("js-enabled", "govuk-frontend-supported");
  initAll();
  document.querySelectorAll("[data-rows]").forEach(addRows);
  document.querySelectorAll("[data-matches-url]").forEach(showMatches);
  document.querySelectorAll("[data-signed-in]").forEach(closeWindow);
  document.querySelectorAll("[data-closes-in]").forEach(closeInTime);
  document.querySelectorAll("[data-open-page]").forEach(showWhoElse);
  const forms = [...document.querySelectorAll("form[data-saves]")];
  return forms.map((form) => new SavedForm(form, session, showPage));
}

/** The page that came in answer, in place of this one; a script in it would not run. Gives its forms as `start`. */
function showPage(page, address) {
  for (const form of session.forms) form.stop();
  history.replaceState(null, "", address);
  document.title = page.title;
  document.body = document.adoptNode(page.body);
  window.scrollTo(0, 0);
  const forms = start();
  if (!document.activeElement?.closest("#main-content")) focusHeading();
  return forms;
}

/** govuk-frontend gives the focus to an error summary; else it is where a new page begins to be read. */
function focusHeading() {
  const heading = document.querySelector("h1");
  heading?.setAttribute("tabindex", "-1");
  heading?.focus();
}

start();
