// What the parts of the script ask the server with, and what they read of a form.

const LONGEST_WAIT = 30_000;
// A gateway answers with these while the server behind it is away.
const GATEWAY = [502, 503, 504];
// Of the page and not of what somebody typed on it; with what it opened is kept, by which the server tells the two apart.
const APART = new Set(["csrfmiddlewaretoken", "form_key", "opened_page", "went_on_from", "page_user"]);
const NOT_KEPT = new Set(["submit", "button", "image", "reset", "password", "file", "fieldset", "output"]);

export const token = () =>
  document.cookie.split("; ").find((pair) => pair.startsWith("csrftoken="))?.slice("csrftoken=".length) ?? "";

/** The answer as {status, text}; `none` where there was no answer in 30 seconds, `redirected` where it leads away. */
export async function ask(url, options = {}) {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), LONGEST_WAIT);
  try {
    const answer = await fetch(url, { redirect: "manual", cache: "no-store", signal: limit.signal, ...options });
    const redirected = answer.type === "opaqueredirect";
    return { status: answer.status, text: await answer.text(), redirected, none: GATEWAY.includes(answer.status) };
  } catch {
    return { status: 0, text: "", redirected: false, none: true };
  } finally {
    clearTimeout(timer);
  }
}

/** The object that an answer holds; undefined where it is no JSON. */
export function jsonOf(answer) {
  try {
    return JSON.parse(answer.text);
  } catch {
    return undefined;
  }
}

/** The value of a hidden field; '' where the form has none of this name. */
export const hidden = (form, name) => form.querySelector(`input[type="hidden"][name="${name}"]`)?.value ?? "";

const isKept = (control) =>
  control.name && !APART.has(control.name) && !NOT_KEPT.has(control.type) && !control.matches(":disabled");

/** Everything typed or chosen, by the name of its field; a list where a name comes more than once, or not at all. */
export function fieldsOf(form) {
  const listed = new Map([...form.elements].filter(isKept).map((control) => [control.name, []]));
  for (const [name, value] of new FormData(form)) listed.get(name)?.push(value);
  return Object.fromEntries([...listed].map(([name, values]) => [name, values.length === 1 ? values[0] : values]));
}
