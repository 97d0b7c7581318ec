// button[data-put-into] puts its data-text at the end of the box with that id, instead of sending the form.
// autosave.js then saves the box as if the words had been typed. Without this script the button is a plain POST.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-put-into]");
  const box = button && document.getElementById(button.dataset.putInto);
  if (!box) return;
  event.preventDefault();
  const lines = button.dataset.text.split("\n").filter((line) => !box.value.includes(line));
  box.value = [box.value.trimEnd(), ...lines].filter(Boolean).join("\n");
  box.closest("details")?.setAttribute("open", "");
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.focus();
  const said = document.createElement("p");
  said.className = "soft";
  said.setAttribute("role", "status");
  said.textContent = "Đã đưa vào ô. Hãy đọc lại trước khi gửi.";
  button.replaceWith(said);
});

// After a save the count of answered tasks is that of the server, not of the moment the page was opened.
document.addEventListener("autosave:saved", (event) => {
  const place = document.querySelector("[data-how-far]");
  const words = event.detail?.how_far;
  if (!place || !words) return;
  const fresh = new DOMParser().parseFromString(words, "text/html").querySelector("[data-how-far]");
  if (fresh) place.replaceWith(fresh);
});
