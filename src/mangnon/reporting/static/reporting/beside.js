// Beside the boxes: how the line is, who else writes, what is left on this machine, signing out.
import { BOXES, LABELS, POLL, isJson, kept, lines, made, page, state, token } from "./shared.js";

export function unsaved() {
  return state.entries.reduce((count, entry) => count + entry.changed().length, 0);
}

// The banner says how the line is and how much waits on this machine.
export function tell() {
  const banner = page?.querySelector("[data-line]");
  if (!banner) return;
  const count = unsaved();
  const why = { offline: "Mất kết nối", server: "Máy chủ đang bận", "signed-out": "Phiên làm việc đã hết" }[state.line] ?? "";
  if (count && banner.dataset.asks) return; // the question at signing out stays until it is answered or needless
  banner.hidden = !why || !count;
  if (banner.hidden) delete banner.dataset.asks;
  if (banner.hidden) return;
  const words = `${why}: đang giữ trên máy này, ${count} ô chưa lưu.`;
  if (banner.dataset.words === words) return;
  banner.dataset.words = words;
  const more = state.line === "signed-out" ? made("a", { href: page.dataset.signIn, textContent: "Đăng nhập lại để gửi" }) : made("span", { textContent: "Cứ viết tiếp; có mạng lại thì tự gửi." });
  banner.replaceChildren(made("p", {}, made("strong", { textContent: words }), " ", more));
}

// Who else is writing: told once while one types, asked for now and then while the page is in view.
export const presence = {
  told: 0,
  task: "",
  name: "",
  at(task, name = "") {
    this.task = task;
    if (BOXES.includes(name)) this.name = name;
    if (Date.now() - this.told < POLL || !page?.dataset.presence) return;
    this.told = Date.now();
    const body = new URLSearchParams({ task, box: this.name });
    fetch(page.dataset.presence, { method: "POST", body, headers: { "X-CSRFToken": token(), Accept: "application/json" }, credentials: "same-origin", redirect: "manual" }).catch(() => null);
  },
  async ask() {
    if (document.visibilityState !== "visible" || state.line === "signed-out") return;
    const known = state.entries.map((entry) => `muc=${entry.key}:${entry.version.value}`).join("&");
    const response = await fetch(`${page.dataset.presence}?${known}`, { headers: { "HX-Request": "true", Accept: "application/json" }, credentials: "same-origin", redirect: "manual" }).catch(() => null);
    if (!response?.ok || !isJson(response)) return;
    const answer = await response.json().catch(() => null);
    if (!answer) return;
    this.show(answer.others);
    for (const fresh of answer.entries) state.entries.find((entry) => entry.key === String(fresh.key))?.follow(fresh);
  },
  show(others) {
    const place = page.querySelector("[data-others]");
    if (!place) return;
    place.hidden = !others.length;
    place.replaceChildren(...others.map((each) => made("p", {}, made("strong", { textContent: each.who }), ` đang viết ${each.what}.`)));
  },
};

export function signOut(event) {
  if (!(event.target.getAttribute("action") ?? "").includes("dang-xuat") || event.target.dataset.isSure) return;
  if (!unsaved()) {
    state.isLeaving = true;
    for (const key of kept.keys()) kept.drop(key);
    return;
  }
  event.preventDefault();
  event.stopPropagation();
  Promise.all(state.entries.map((entry) => entry.save())).then(() => {
    if (!unsaved()) {
      event.target.requestSubmit();
      return;
    }
    const act = made("button", { type: "button", className: "button button--small", textContent: `Đăng xuất và bỏ ${unsaved()} ô chưa lưu` });
    act.addEventListener("click", () => {
      state.isLeaving = true; // leaving the page keeps nothing any more
      for (const key of kept.keys()) kept.drop(key);
      event.target.dataset.isSure = "1";
      event.target.requestSubmit();
    });
    const banner = page.querySelector("[data-line]");
    banner.hidden = false;
    banner.dataset.words = "";
    banner.dataset.asks = "1";
    banner.replaceChildren(made("p", { textContent: `Chưa đăng xuất: còn ${unsaved()} ô chưa lưu lên máy chủ, đăng xuất sẽ xóa khỏi máy này. ` }), act);
    banner.scrollIntoView({ block: "center" });
  });
}

// Words kept here for an entry that can no longer be written (sent meanwhile): shown to be copied, never thrown away.
export function leftovers() {
  const orphans = kept.keys().filter((key) => !state.entries.some((entry) => entry.key === key)).map((key) => [key, kept.read(key)]).filter(([, draft]) => draft);
  const place = page.querySelector("[data-left]");
  if (!orphans.length || !place) return;
  const drop = made("button", { type: "button", className: "button button--small", textContent: "Đã chép lại, xóa khỏi máy này" });
  drop.addEventListener("click", () => {
    for (const [key] of orphans) kept.drop(key);
    place.hidden = true;
  });
  const words = orphans.flatMap(([, draft]) => Object.entries(draft.words)).filter(([, value]) => typeof value === "string" && value);
  place.hidden = false;
  place.replaceChildren(made("p", {}, made("strong", { textContent: "Máy này còn nội dung chưa lưu, nhưng mục đó đã khóa. Hãy chép lại nếu còn cần:" })), ...words.map(([name, value]) => lines(`${LABELS[name]}: ${value}`)), drop);
}
