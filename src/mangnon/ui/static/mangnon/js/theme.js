// Light, dark, or as the machine says. The choice is a cookie, so the server draws the page right the first time.
const COOKIE = "giao_dien";
const YEAR = 31536000;
const root = document.documentElement;

function chosen() {
  return root.dataset.theme ?? "auto";
}

function show() {
  for (const button of document.querySelectorAll("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === chosen()));
  }
}

function choose(theme) {
  if (theme === "auto") {
    delete root.dataset.theme;
    document.cookie = `${COOKIE}=; path=/; max-age=0; samesite=lax`;
  } else {
    root.dataset.theme = theme;
    document.cookie = `${COOKIE}=${theme}; path=/; max-age=${YEAR}; samesite=lax`;
  }
  show();
}

for (const box of document.querySelectorAll("[data-theme-choices]")) box.hidden = false;
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-theme-choice]");
  if (button) choose(button.dataset.themeChoice);
});
show();

// On a phone the room one is in may lie off the edge of the bar.
for (const bar of document.querySelectorAll("[data-scroll-to-current]")) {
  const current = bar.querySelector("[aria-current]");
  if (current) bar.scrollLeft = current.offsetLeft - (bar.clientWidth - current.offsetWidth) / 2;
}
// Panels of the head (the account, the further rooms) close as people expect: by Escape and by pressing elsewhere.
document.addEventListener("click", (event) => {
  for (const panel of document.querySelectorAll("details[data-closes][open]")) {
    if (!panel.contains(event.target)) panel.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const panel of document.querySelectorAll("details[data-closes][open]")) {
    panel.open = false;
    panel.querySelector("summary").focus();
  }
});
