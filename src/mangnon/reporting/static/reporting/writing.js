// The writer's page: form[data-writing] saves itself box by box, and loses nothing when the line, the server or the
// session goes away (docs/decisions/0043). Without this script each form is a plain POST.
//   main [data-writing-page]  data-user, data-report (what is kept on this machine belongs to them), data-presence
//   (address of who is writing), data-sign-in; [data-line] the banner, [data-others] who else is writing.
// POST of a form: its boxes, `sua` for each box changed here, `dua-vao` for a suggestion; header X-Autosave.
// 200 {version, saved_at, fields?, notes?, how_far?, others?} · 409 {message, version, fields, who} · 422 {message}.
import { leftovers, presence, signOut, tell } from "./beside.js";
import { choice } from "./choosing.js";
import "./how_far.js";
import { BOXES, LABELS, LONGEST, PAUSE, POLL, RETRY, clock, freshToken, isJson, kept, made, page, state, token } from "./shared.js";

class Entry {
  constructor(form) {
    this.form = form;
    this.key = form.elements.task.value;
    this.version = form.elements.version;
    this.status = form.querySelector("[data-autosave-status]");
    this.place = form.querySelector("[data-autosave-conflict]");
    this.base = this.values();
    this.timer = 0;
    this.busy = false;
    this.stopped = false;
    this.restore();
    form.addEventListener("input", () => this.later());
    form.addEventListener("change", () => this.later());
    form.addEventListener("focusin", (event) => presence.at(this.key, event.target.name));
    form.addEventListener("submit", (event) => this.submit(event));
  }

  box(name) {
    return this.form.elements.namedItem(name);
  }

  values() {
    const found = {};
    for (const name of BOXES) {
      const box = this.box(name);
      if (box) found[name] = box.type === "checkbox" ? box.checked : box.value.replaceAll("\r\n", "\n");
    }
    return found;
  }

  put(name, value) {
    const box = this.box(name);
    if (!box) return;
    if (box.type === "checkbox") box.checked = Boolean(value);
    else box.value = value;
    if (value) box.closest("details")?.setAttribute("open", "");
  }

  changed() {
    const now = this.values();
    return Object.keys(now).filter((name) => now[name] !== this.base[name]);
  }

  say(state, text) {
    if (!this.status) return;
    this.status.dataset.state = state;
    this.status.textContent = text;
  }

  restore() {
    const draft = kept.read(this.key);
    if (!draft) return;
    const now = this.values();
    const names = Object.keys(draft.words).filter((name) => draft.words[name] !== now[name]);
    if (!names.length) {
      kept.drop(this.key);
      return;
    }
    // An older base: the server compares, and shows both texts where somebody else wrote in the same box.
    this.version.value = String(draft.version);
    for (const name of names) this.put(name, draft.words[name]);
    this.form.closest("details")?.setAttribute("open", "");
    this.say("kept", `Đã lấy lại nội dung chưa lưu, viết lúc ${clock(new Date(draft.at))}; đang gửi…`);
    this.timer = setTimeout(() => this.save(), 300);
  }

  keep() {
    const names = this.changed();
    if (!names.length) {
      kept.drop(this.key);
      return true;
    }
    const now = this.values();
    return kept.write(this.key, { version: Number(this.version.value), words: Object.fromEntries(names.map((name) => [name, now[name]])) });
  }

  later(delay = PAUSE) {
    clearTimeout(this.timer);
    presence.at(this.key);
    this.keep();
    tell();
    if (this.stopped || !this.changed().length) return;
    const long = this.changed().find((name) => typeof this.values()[name] === "string" && this.values()[name].length > LONGEST);
    if (long) {
      this.say("kept", `Chưa lưu: ô «${LABELS[long]}» dài ${this.values()[long].length.toLocaleString("vi-VN")} ký tự, nhiều nhất 20.000. Nội dung còn nguyên trên màn hình; hãy rút gọn, hoặc gửi thành tệp bằng chứng.`);
      return;
    }
    if (delay === PAUSE) this.say("waiting", "Đang chờ bạn ngừng gõ để lưu…");
    this.timer = setTimeout(() => this.save(), delay);
  }

  async save({ keepalive = false, suggestion = "" } = {}) {
    clearTimeout(this.timer);
    const names = this.changed();
    if (state.isLeaving || this.busy || this.stopped || (!names.length && !suggestion)) return false;
    this.busy = true;
    const sent = this.values();
    const body = new URLSearchParams(new FormData(this.form));
    body.delete("dua-vao");
    for (const name of names) body.append("sua", name);
    if (suggestion) body.set("dua-vao", suggestion);
    this.say("saving", "Đang lưu…");
    let isDone = false;
    try {
      const response = await this.post(body, keepalive);
      isDone = await this.heard(response, sent, names);
    } catch {
      this.failed("offline");
    } finally {
      this.busy = false;
    }
    if (isDone && this.changed().length) this.later();
    tell();
    return isDone;
  }

  async post(body, keepalive, isAgain = false) {
    const response = await fetch(this.form.action, {
      method: "POST",
      body,
      headers: { "X-CSRFToken": token(), "X-Autosave": "1", Accept: "application/json" },
      credentials: "same-origin",
      redirect: "manual",
      keepalive,
    });
    // Signed in again in another window: the token of this page is an old one.
    if (response.status === 403 && !isAgain && !isJson(response) && (await freshToken())) return this.post(body, keepalive, true);
    return response;
  }

  async heard(response, sent, names) {
    const answer = isJson(response) ? await response.json().catch(() => ({})) : {};
    if (response.ok && isJson(response)) {
      this.accept(answer, sent, names);
      return true;
    }
    if (response.status === 409) this.conflict(answer);
    else if (response.status === 422 || (response.status === 403 && isJson(response))) this.refused(answer);
    else if (response.status === 413 || response.status === 400) this.refused({ message: "Chưa lưu: nội dung gửi lên quá lớn. Những gì bạn viết còn nguyên trên màn hình; hãy rút gọn rồi lưu lại." });
    else if (response.type === "opaqueredirect" || [401, 403].includes(response.status)) this.failed("signed-out");
    else this.failed("server");
    return false;
  }

  accept(answer, sent, names) {
    state.line = "";
    for (const name of names) this.base[name] = sent[name];
    this.version.value = String(answer.version);
    for (const [name, value] of Object.entries(answer.fields ?? {})) {
      // The server's words (put in, tidied, or a colleague's): unless one has typed on in that box meanwhile.
      if (this.values()[name] === sent[name]) this.put(name, value);
      this.base[name] = value;
    }
    this.keep();
    const notes = (answer.notes ?? []).join(" ");
    this.say("saved", `Đã lưu lúc ${answer.saved_at ?? clock()}. ${notes}`.trim());
    this.form.dispatchEvent(new CustomEvent("autosave:saved", { bubbles: true, detail: answer }));
    if (answer.others) presence.show(answer.others);
  }

  refused(answer) {
    this.keep();
    this.say("kept", answer.message ?? "Chưa lưu: hãy xem lại nội dung các ô. Những gì bạn viết còn nguyên trên màn hình.");
  }

  failed(why) {
    state.line = why;
    const isKept = this.keep();
    this.say("kept", isKept ? "Chưa lưu, đang giữ trên máy này" : "Chưa lưu. Đừng đóng trang này: máy không giữ được bản nháp");
    if (why !== "signed-out") this.timer = setTimeout(() => this.save(), RETRY);
    tell();
  }

  conflict(answer) {
    this.stopped = true;
    this.keep();
    this.say("conflict", "Chưa lưu: hãy chọn giữa hai bản ở trên.");
    if (!this.place || !answer.fields) return;
    const mine = this.values();
    const names = Object.keys(answer.fields).filter((name) => this.changed().includes(name) && answer.fields[name] !== mine[name]);
    const others = Object.keys(answer.fields).filter((name) => !this.changed().includes(name));
    for (const name of others) {
      this.put(name, answer.fields[name]);
      this.base[name] = answer.fields[name];
    }
    this.version.value = String(answer.version);
    this.place.className = "card stack stack--tight";
    this.place.setAttribute("role", "alert");
    this.place.replaceChildren(made("p", { textContent: answer.message ?? "" }), ...names.map((name) => choice(this, name, mine[name], answer)));
    this.waiting = new Set(names);
    if (!names.length) this.settled();
  }

  settled() {
    this.stopped = false;
    if (this.changed().length) this.later(0);
    else {
      kept.drop(this.key);
      this.say("saved", "Đã lấy bản đang lưu");
      tell();
    }
  }

  // A colleague's save, heard of by asking: boxes one has not touched follow; touched ones wait for one's own save.
  follow(fresh) {
    if (this.busy || this.stopped || fresh.version <= Number(this.version.value)) return;
    const touched = this.changed();
    const clash = touched.some((name) => fresh.fields[name] !== undefined && fresh.fields[name] !== this.base[name]);
    for (const [name, value] of Object.entries(fresh.fields)) {
      if (touched.includes(name)) continue;
      this.put(name, value);
      this.base[name] = value;
    }
    if (!clash) this.version.value = String(fresh.version);
    this.say("saved", `${fresh.who || "Đồng nghiệp"} vừa lưu mục này lúc ${fresh.saved_at}`);
  }

  async submit(event) {
    const name = event.submitter?.name === "dua-vao" ? event.submitter.value : "";
    event.preventDefault();
    const button = event.submitter;
    if (!(await this.save({ suggestion: name }))) {
      if (name && state.line) this.say("kept", "Chưa đưa vào được: đang mất kết nối.");
      else if (!this.changed().length && !name) this.say("saved", "Không có gì mới để lưu");
      return;
    }
    if (name) button.closest("p")?.replaceChildren(made("span", { className: "soft", role: "status", textContent: "Đã đưa vào ô. Hãy đọc lại trước khi gửi." }));
  }
}

if (page) {
  for (const form of document.querySelectorAll("form[data-writing]")) state.entries.push(new Entry(form));
  leftovers();
  tell();
  const all = (options) => state.entries.forEach((entry) => entry.save(options));
  window.addEventListener("online", () => all());
  window.addEventListener("focus", () => state.line && all());
  window.addEventListener("offline", () => {
    state.line = "offline";
    tell();
  });
  document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? all({ keepalive: true }) : presence.ask()));
  window.addEventListener("beforeunload", (event) => {
    if (state.entries.some((entry) => entry.changed().length && !entry.keep())) event.preventDefault();
  });
  document.addEventListener("submit", signOut, true);
  if (state.entries.length && page.dataset.presence) {
    setInterval(() => presence.ask(), POLL);
    setTimeout(() => presence.ask(), 1500);
  }
}
