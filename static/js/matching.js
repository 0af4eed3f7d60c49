const PAUSE = 400; // milliseconds without a key
const LETTERS = 3; // fewer match everybody, and the server finds nobody

/** Shows who is known already while somebody is being entered; the same is asked again when the form is sent. */
export function showMatches(region) {
  const form = region.closest("form");
  const watched = ["name", "born", "about_age", "about_age_on"].map((name) => form.elements[name]);
  let timer, sending, asked;
  const ask = async () => {
    const query = String(new URLSearchParams(watched.map((field) => [field.name, field.value.trim()])));
    if (query === asked) return;
    asked = query;
    sending?.abort();
    if (watched[0].value.trim().length < LETTERS) {
      region.replaceChildren();
      return;
    }
    sending = new AbortController();
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
      timer = setTimeout(ask, PAUSE);
    }),
  );
}
