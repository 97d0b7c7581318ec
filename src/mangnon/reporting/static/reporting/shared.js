// What the scripts of the writer's page share: its element, its boxes, what this machine keeps, how it asks the server.
export const page = document.querySelector("[data-writing-page]");
export const PAUSE = 1200;
export const RETRY = 8000;
export const POLL = 20000;
export const LONGEST = 20000;
const KEPT_HOURS = 12;
export const BOXES = ["results", "difficulties", "proposals", "next_period", "is_nil"];
export const LABELS = { results: "Kết quả thực hiện", difficulties: "Khó khăn, vướng mắc", proposals: "Đề xuất, kiến nghị", next_period: "Nhiệm vụ kỳ tới", is_nil: "Không phát sinh trong kỳ" };
const PREFIX = page ? `mangnon.viet.${page.dataset.user}.${page.dataset.report}.` : "";
export const state = { entries: [], line: "", isLeaving: false };

export function made(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

// Words with their line ends.
export function lines(text) {
  return made("p", { textContent: text, className: "keeps-lines" });
}

export function clock(instant = new Date()) {
  return instant.toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", hour12: false });
}

// What this machine keeps: only boxes that are not saved, only while they are not, at most twelve hours.
export const kept = {
  read(key) {
    try {
      const found = JSON.parse(localStorage.getItem(PREFIX + key) ?? "null");
      if (found && Date.now() - found.at < KEPT_HOURS * 3600000) return found;
      localStorage.removeItem(PREFIX + key);
    } catch {
      // Storage is shut: nothing was kept.
    }
    return null;
  },
  write(key, value) {
    if (state.isLeaving) return true;
    try {
      localStorage.setItem(PREFIX + key, JSON.stringify({ at: Date.now(), ...value }));
      return true;
    } catch {
      return false;
    }
  },
  drop(key) {
    try {
      localStorage.removeItem(PREFIX + key);
    } catch {
      // Nothing was kept in the first place.
    }
  },
  keys() {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length));
    } catch {
      return [];
    }
  },
};

export function isJson(response) {
  return (response.headers.get("content-type") ?? "").includes("json");
}

export function token() {
  return document.querySelector("form[data-writing] input[name=csrfmiddlewaretoken]")?.value ?? "";
}

export async function freshToken() {
  const response = await fetch(location.href, { credentials: "same-origin", redirect: "manual" }).catch(() => null);
  if (!response?.ok) return false;
  const found = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = found.querySelector("form[data-writing] input[name=csrfmiddlewaretoken]")?.value;
  const isSame = found.querySelector("[data-writing-page]")?.dataset.user === page.dataset.user;
  if (!fresh || !isSame) return false;
  for (const box of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) box.value = fresh;
  return true;
}
