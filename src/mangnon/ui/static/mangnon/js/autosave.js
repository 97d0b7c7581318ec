// form[data-autosave] saves itself while one types.
//   data-autosave-url   where to POST the whole form (default: the form's action)
//   data-autosave-key   name of the draft kept on this machine (default: path and url); put the user's id in it
//   [data-autosave-status]  where the word goes; [data-autosave-conflict] an empty element for a 409
// The server answers 200 {"saved_at": "08:12", "version": 4} (both optional; `version` goes into input[name=version]),
// 409 {"message": "…"} when somebody else was first, 422 {"message": "…"} when the words cannot be kept.
// Any other end (no network, signed out, a fault) keeps a draft on this machine until a save succeeds, at most twelve
// hours; signing out clears every draft of this site. Pages with drafts of their own (mangnon.viet.) are swept alike.
const PAUSE = 1200;
const RETRY = 15000;
const SKIP = new Set(["csrfmiddlewaretoken", "version"]);

function clock(instant = new Date()) {
  return instant.toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", hour12: false });
}

function words(form) {
  const pairs = [];
  for (const [name, value] of new FormData(form)) {
    if (!SKIP.has(name) && typeof value === "string") pairs.push([name, value]);
  }
  return pairs;
}

class Autosave {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.autosaveUrl || form.action;
    this.key = `mangnon.ban-nhap.${form.dataset.autosaveKey || location.pathname + this.url}`;
    this.status = form.querySelector("[data-autosave-status]");
    this.saved = JSON.stringify(words(form));
    this.timer = 0;
    this.busy = false;
    this.stopped = false;
    this.offerDraft();
    form.addEventListener("input", () => this.later());
    form.addEventListener("change", () => this.later());
    form.addEventListener("submit", () => {
      clearTimeout(this.timer);
      this.keep();
      this.stopped = true;
    });
    window.addEventListener("online", () => this.save());
    window.addEventListener("pageshow", () => { this.stopped = false; });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.save({ keepalive: true });
    });
  }

  say(state, text) {
    if (!this.status) return;
    this.status.dataset.state = state;
    this.status.textContent = text;
  }

  isChanged() {
    return JSON.stringify(words(this.form)) !== this.saved;
  }

  later(delay = PAUSE) {
    clearTimeout(this.timer);
    if (this.stopped || !this.isChanged()) return;
    this.keep();
    if (delay === PAUSE) this.say("waiting", "Đang chờ bạn ngừng gõ để lưu…");
    this.timer = setTimeout(() => this.save(), delay);
  }

  async save({ keepalive = false } = {}) {
    clearTimeout(this.timer);
    if (this.busy || this.stopped || !this.isChanged()) return;
    this.busy = true;
    const sent = JSON.stringify(words(this.form));
    const body = new FormData(this.form);
    for (const [name, value] of [...body]) if (typeof value !== "string") body.delete(name);
    this.say("saving", "Đang lưu…");
    try {
      const response = await fetch(this.url, {
        method: "POST",
        body: new URLSearchParams(body),
        headers: {
          "X-CSRFToken": String(body.get("csrfmiddlewaretoken") ?? ""),
          "X-Autosave": "1",
          Accept: "application/json",
        },
        credentials: "same-origin",
        redirect: "manual",
        keepalive,
      });
      await this.heard(response, sent);
    } catch {
      this.kept("mất mạng");
    } finally {
      this.busy = false;
    }
    if (this.isChanged() && this.status?.dataset.state === "saved") this.later();
  }

  async heard(response, sent) {
    const isJson = (response.headers.get("content-type") ?? "").includes("json");
    const answer = isJson ? await response.json().catch(() => ({})) : {};
    if (response.ok) {
      this.saved = sent;
      if (answer.version !== undefined) {
        const version = this.form.querySelector("input[name=version]");
        if (version) version.value = String(answer.version);
      }
      if (!this.isChanged()) this.forget();
      this.say("saved", `Đã lưu lúc ${answer.saved_at ?? clock()}`);
      this.form.dispatchEvent(new CustomEvent("autosave:saved", { bubbles: true, detail: answer }));
    } else if (response.status === 409) {
      this.stopped = true;
      this.conflict(answer.message);
    } else if (response.status === 422) {
      this.say("kept", answer.message ?? "Chưa lưu – hãy xem lại nội dung các ô, bản nháp còn trong máy này");
    } else if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) {
      this.kept("phiên làm việc đã hết hoặc ô đã khóa, hãy mở lại trang ở thẻ khác", { retry: false });
    } else {
      this.kept("máy chủ đang bận");
    }
  }

  kept(reason, { retry = true } = {}) {
    const isKept = this.keep();
    this.say("kept", `Chưa lưu – ${reason}, ${isKept ? "bản nháp còn trong máy này" : "đừng đóng trang này"}`);
    if (retry) this.timer = setTimeout(() => this.save(), RETRY);
  }

  conflict(message) {
    const text = message ?? "Nội dung này vừa được lưu từ nơi khác. Những gì bạn viết còn nguyên trên trang; hãy mở trang ở thẻ khác để so.";
    this.say("conflict", "Chưa lưu – nội dung vừa được lưu từ nơi khác, bản nháp còn trong máy này");
    const place = this.form.querySelector("[data-autosave-conflict]");
    if (!place) return;
    place.className = "callout callout--error";
    place.setAttribute("role", "alert");
    place.textContent = text;
  }

  keep() {
    try {
      localStorage.setItem(this.key, JSON.stringify({ at: Date.now(), words: words(this.form) }));
      return true;
    } catch {
      return false;
    }
  }

  forget() {
    try {
      localStorage.removeItem(this.key);
    } catch {
      // Nothing was kept there in the first place.
    }
  }

  draft() {
    try {
      return JSON.parse(localStorage.getItem(this.key) ?? "null");
    } catch {
      return null;
    }
  }

  offerDraft() {
    const draft = this.draft();
    if (!draft?.words || JSON.stringify(draft.words) === this.saved) {
      this.forget();
      return;
    }
    const at = new Date(draft.at);
    const bar = Object.assign(document.createElement("div"), { className: "bar bar--undo" });
    bar.setAttribute("role", "status");
    const text = document.createElement("p");
    text.textContent = `Máy này còn một bản nháp chưa gửi được, viết lúc ${clock(at)} ngày ${at.toLocaleDateString("vi-VN")}.`;
    const button = (label, act) => {
      const made = Object.assign(document.createElement("button"), { type: "button", className: "button button--small", textContent: label });
      made.addEventListener("click", () => {
        act();
        bar.remove();
      });
      return made;
    };
    const acts = Object.assign(document.createElement("div"), { className: "cluster" });
    acts.append(button("Dùng bản nháp", () => this.restore(draft.words)), button("Bỏ bản nháp", () => this.forget()));
    bar.append(text, acts);
    this.form.prepend(bar);
  }

  restore(pairs) {
    const values = new Map();
    for (const [name, value] of pairs) values.set(name, [...(values.get(name) ?? []), value]);
    for (const box of this.form.elements) {
      if (!box.name || SKIP.has(box.name) || box.type === "file" || box.type === "submit") continue;
      const given = values.get(box.name) ?? [];
      if (box.type === "checkbox" || box.type === "radio") box.checked = given.includes(box.value);
      else if (box.tagName === "SELECT" && box.multiple) for (const o of box.options) o.selected = given.includes(o.value);
      else if (given.length > 0) box.value = given.shift();
    }
    this.later(0);
  }
}

const KEPT_FOR = 12 * 3600 * 1000;

function sweep(isStale) {
  try {
    for (const key of Object.keys(localStorage)) {
      if (!/^mangnon\.(ban-nhap|viet)\./.test(key)) continue;
      let at = 0;
      try {
        at = JSON.parse(localStorage.getItem(key) ?? "{}").at ?? 0;
      } catch {
        // Not one of ours any more: it goes.
      }
      if (isStale(at)) localStorage.removeItem(key);
    }
  } catch {
    // Storage is shut: nothing was kept.
  }
}

sweep((at) => Date.now() - at > KEPT_FOR);
document.addEventListener("submit", (event) => {
  const action = event.target.getAttribute("action") ?? "";
  if (action.includes("dang-xuat") && !event.defaultPrevented) sweep(() => true);
});

for (const form of document.querySelectorAll("form[data-autosave]")) new Autosave(form);
