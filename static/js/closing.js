// A page that is open in an emergency closes when its hours are over: it is asked for again, and the server refuses it.
// Also after the computer slept, or in a tab that was restored: what counts is the time, not the ticking.
const CHECKED_EVERY = 10_000;

/** Closes the page of `banner` when its time has come; one on which somebody writes by a right of their own stays. */
export function closeInTime(banner) {
  const closesAt = Date.now() + Number(banner.dataset.closesIn) * 1000;
  let timer;
  function check() {
    clearTimeout(timer);
    if (!banner.isConnected) return stop();
    const left = closesAt - Date.now();
    if (left > 0) timer = setTimeout(check, Math.min(left, CHECKED_EVERY));
    else close();
  }
  function close() {
    stop();
    if ("keepsForms" in banner.dataset && document.querySelector("form[data-saves]")) banner.remove();
    else location.reload();
  }
  function stop() {
    document.removeEventListener("visibilitychange", check);
    window.removeEventListener("pageshow", check);
  }
  document.addEventListener("visibilitychange", check);
  window.addEventListener("pageshow", check);
  check();
}
