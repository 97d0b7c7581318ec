// Keys for people who do the same thing a hundred times.
//   data-key="a"            pressing A presses this button or link, or goes to this box
//   data-key-label="Nhận"   what «?» says about it (default: its text)
//   [data-key-list] with [data-key-item] children: J and K move, Enter opens the item's first link; data-key inside
//   the current item means that item's.
// A letter alone acts only outside boxes, and can be turned off (WCAG 2.1.4).
const OFF = "mangnon.phim-tat.tat";
const NEXT = "j";
const BACK = "k";

function isOff() {
  try {
    return localStorage.getItem(OFF) === "1";
  } catch {
    return false;
  }
}

function isTyping(target) {
  return target.closest?.("input:not([type=checkbox], [type=radio], [type=submit]), textarea, select, [contenteditable]");
}

function items() {
  return [...document.querySelectorAll("[data-key-list] [data-key-item]")].filter((item) => item.offsetParent !== null);
}

function currentItem() {
  return document.querySelector("[data-key-list] [data-key-item][aria-current]");
}

function makeCurrent(item, { focus = true } = {}) {
  const before = currentItem();
  if (before && before !== item) {
    before.removeAttribute("aria-current");
    before.classList.remove("is-current");
  }
  item.setAttribute("aria-current", "true");
  item.classList.add("is-current");
  if (!focus) return;
  if (!item.hasAttribute("tabindex")) item.tabIndex = -1;
  item.focus({ preventScroll: true });
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  item.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
  item.dispatchEvent(new CustomEvent("mangnon:item", { bubbles: true }));
}

function move(step) {
  const all = items();
  if (all.length === 0) return false;
  const at = all.indexOf(currentItem());
  const to = at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + step));
  makeCurrent(all[to]);
  return true;
}

function act(target) {
  if (target.matches("input:not([type=checkbox], [type=radio], [type=submit]), textarea, select")) {
    target.focus();
    target.select?.();
  } else {
    target.click();
  }
}

function find(key) {
  const selector = `[data-key="${CSS.escape(key)}"]:not([disabled])`;
  const inItem = currentItem()?.querySelector(selector);
  if (inItem) return inItem;
  return [...document.querySelectorAll(selector)].find((found) => !found.closest("[data-key-item]"));
}

function known() {
  const pairs = new Map();
  if (items().length > 0) {
    pairs.set(NEXT.toUpperCase(), "Mục tiếp theo");
    pairs.set(BACK.toUpperCase(), "Mục trước");
  }
  if (items().some((item) => item.querySelector("a[href]"))) pairs.set("Enter", "Mở mục đang chọn");
  for (const found of document.querySelectorAll("[data-key]")) {
    const name = found.dataset.key.toUpperCase();
    if (!pairs.has(name)) pairs.set(name, found.dataset.keyLabel ?? found.textContent.trim());
  }
  pairs.set("?", "Mở bảng phím tắt này");
  return pairs;
}

function element(name, text, properties = {}) {
  return Object.assign(document.createElement(name), text === "" ? {} : { textContent: text }, properties);
}

function showKeys() {
  document.querySelector("dialog[data-keys]")?.remove();
  const dialog = element("dialog", "");
  dialog.dataset.keys = "";
  const title = element("h2", "Phím tắt", { id: "ten-bang-phim-tat" });
  dialog.setAttribute("aria-labelledby", title.id);
  const list = element("dl", "", { className: "pairs" });
  for (const [name, words] of known()) {
    const term = element("dt", "");
    term.append(element("kbd", name));
    list.append(term, element("dd", words));
  }
  const label = element("label", "", { className: "choice" });
  const box = element("input", "", { type: "checkbox", checked: isOff() });
  box.addEventListener("change", () => {
    try {
      localStorage.setItem(OFF, box.checked ? "1" : "0");
    } catch {
      // A machine that keeps nothing: the keys stay on.
    }
  });
  label.append(box, element("span", "Tắt phím tắt một chữ cái trên máy này"));
  const close = element("button", "Đóng", { type: "button", className: "button" });
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  dialog.append(title, list, label, close);
  document.body.append(dialog);
  dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key === "?") {
    event.preventDefault();
    showKeys();
    return;
  }
  if (event.key === "Enter" && event.target.matches?.("[data-key-list] [data-key-item]")) {
    event.target.querySelector("a[href]")?.click();
    return;
  }
  if (isOff() || event.key.length !== 1) return;
  const name = event.key.toLowerCase();
  const target = find(name);
  if (target) {
    event.preventDefault();
    act(target);
  } else if ((name === NEXT && move(1)) || (name === BACK && move(-1))) {
    event.preventDefault();
  }
});

document.addEventListener("focusin", (event) => {
  const item = event.target.closest?.("[data-key-list] [data-key-item]");
  if (item && item !== currentItem()) makeCurrent(item, { focus: false });
});
