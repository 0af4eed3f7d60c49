/** Shows who is known already while somebody is being entered; the same is asked again when the form is sent. */
export function showMatches(region) {
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
