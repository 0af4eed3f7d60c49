// Who else has this page open: said beside the text, and asked again every half minute while the page is looked at.
import { ask, jsonOf, token } from "./asking.js";

const EVERY = 30_000;

export function showWhoElse(line) {
  const timer = setInterval(tell, EVERY);
  window.addEventListener("pagehide", () => tell("left"));

  async function tell(left) {
    if (!line.isConnected) return clearInterval(timer);
    if (document.hidden && !left) return;
    const body = new URLSearchParams({ url: location.pathname, ...(left === "left" && { left }) });
    const answer = await ask(line.dataset.openPage, {
      method: "POST",
      headers: { "X-CSRFToken": token(), "X-Workbook-Script": "1" },
      body,
      keepalive: true,
    });
    const sentence = jsonOf(answer)?.sentence ?? "";
    if (answer.status === 200 && line.textContent !== sentence) line.textContent = sentence;
  }
}
