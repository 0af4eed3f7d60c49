// The line of a form that says what is kept and what is saved, and the alert beside it.

/** What is said of one form: `saving` and `keeping` are a sentence each; what is wrong has the colour of errors. */
export class Status {
  constructor(form) {
    this.line = form.querySelector("[data-unsaved-status]") ?? made("p", "app-unsaved", "status");
    this.place = form.querySelector(".app-actions") ?? form;
    if (!this.line.isConnected) this.place.append(this.line);
    this.saving = this.keeping = { sentence: "", trouble: false };
  }

  saySaving(sentence, trouble = false) {
    this.saving = { sentence, trouble };
    this.show();
  }

  /** Said by itself: what was kept matters no more, or not now. */
  sayAlone(sentence) {
    this.saving = { sentence, isAlone: true };
    this.show();
  }

  sayKeeping(sentence, trouble = false) {
    this.keeping = { sentence, trouble };
    this.show();
  }

  /** Changed only where the words have changed, so that a screen reader is not interrupted every ten seconds. */
  show() {
    const both = [this.saving, this.keeping].filter((each) => each.sentence);
    const said = this.saving.isAlone || both.every((each) => each.trouble) ? both.slice(0, 1) : both;
    const words = said.map((each) => each.sentence).join(" ");
    this.line.classList.toggle("app-unsaved--trouble", said.some((each) => each.trouble));
    if (this.line.textContent !== words) this.line.textContent = words;
  }

  /** An alert with `sentence` and what one can do; there is one at most. */
  alert(sentence, ...controls) {
    this.withdraw();
    this.alerted = made("div", "app-unsaved app-unsaved--trouble", "alert");
    const paragraph = document.createElement("p");
    paragraph.textContent = sentence;
    this.alerted.append(paragraph, ...controls);
    this.place.append(this.alerted);
  }

  withdraw() {
    this.alerted?.remove();
    this.alerted = undefined;
  }
}

function made(tag, classes, role) {
  const element = document.createElement(tag);
  element.className = classes;
  element.setAttribute("role", role);
  return element;
}

export function button(label, act) {
  const element = document.createElement("button");
  Object.assign(element, { type: "button", className: "govuk-button govuk-button--secondary", textContent: label });
  element.addEventListener("click", act);
  return element;
}

export function linkToNewWindow(label, url) {
  const element = document.createElement("a");
  Object.assign(element, { className: "govuk-link", href: url, target: "_blank", rel: "noopener", textContent: label });
  return element;
}
