/** Reveals the button that adds a blank row to a set of rows. */
export function addRows(rows) {
  const button = rows.querySelector("[data-add-row]");
  const template = rows.querySelector("template[data-row]");
  const total = rows.querySelector(`[name="${rows.dataset.rows}-TOTAL_FORMS"]`);
  const most = Number(rows.querySelector(`[name="${rows.dataset.rows}-MAX_NUM_FORMS"]`)?.value ?? 1000);
  button.hidden = false;
  button.addEventListener("click", () => {
    const number = Number(total.value);
    const holder = document.createElement("template");
    holder.innerHTML = template.innerHTML.replaceAll("__prefix__", String(number));
    const row = holder.content.firstElementChild;
    row.querySelector("[data-row-number]").textContent = String(number + 1);
    template.before(row);
    total.value = String(number + 1);
    button.hidden = number + 1 >= most;
    row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  });
}
