// form[data-warn-unsaved]: the browser asks before a page with unsaved words is left. Not for forms that save themselves.
const changed = new WeakSet();

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.matches("[data-warn-unsaved]")) changed.add(form);
});
document.addEventListener("submit", (event) => changed.delete(event.target));
window.addEventListener("beforeunload", (event) => {
  const open = [...document.querySelectorAll("form[data-warn-unsaved]")];
  if (open.some((form) => changed.has(form))) event.preventDefault();
});
