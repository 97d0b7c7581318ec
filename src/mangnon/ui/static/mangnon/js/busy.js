// Says that work is under way while the server has not answered yet, and sends a form once.
//   form[data-busy="Đang nhập phụ lục"]   a plain POST that may take long and answers with a page (not with a file)
// How far the server is cannot be known from here: the bar only moves, beside it stand the seconds. Without this script
// the browser's own sign tells it.
const AFTER = 500; // milliseconds: a quick answer shows nothing
const AGAIN = 20000; // milliseconds: who stopped the page, or lost the line, may send it again
const sent = new Map();

function told(form) {
  const begun = Date.now();
  const box = Object.assign(document.createElement("div"), { className: "progress" });
  box.dataset.busyBar = "";
  const line = Object.assign(document.createElement("div"), { className: "progress__text" });
  const words = Object.assign(document.createElement("span"), { textContent: `${form.dataset.busy}…` });
  words.setAttribute("role", "status");
  const seconds = Object.assign(document.createElement("span"), { className: "number" });
  const bar = document.createElement("progress");
  bar.setAttribute("aria-label", form.dataset.busy);
  line.append(words, seconds);
  box.append(line, bar);
  form.append(box);
  const count = () => {
    seconds.textContent = `đã ${Math.round((Date.now() - begun) / 1000)} giây; đừng đóng trang`;
  };
  count();
  return setInterval(count, 1000);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches("form[data-busy]")) return;
  const before = sent.get(form);
  if (before) {
    if (Date.now() - before.at < AGAIN) event.preventDefault();
    return;
  }
  const state = { at: Date.now(), ticking: 0, waiting: 0 };
  state.waiting = setTimeout(() => {
    state.ticking = told(form);
  }, AFTER);
  sent.set(form, state);
});

// The page is shown again from the browser's memory (Back): the form may be sent anew.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const [form, state] of sent) {
    clearTimeout(state.waiting);
    clearInterval(state.ticking);
    form.querySelector("[data-busy-bar]")?.remove();
  }
  sent.clear();
});
