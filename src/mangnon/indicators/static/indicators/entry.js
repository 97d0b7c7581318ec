// The form of figures: arrows move between boxes, a block of cells can be pasted, what is typed saves itself.
// Contract: form[data-figures][data-user] around a table.entry whose boxes are named «7.sex=female»; hidden da-thay (versions seen);
//   [data-figures-status] says how it stands. Without this script the button saves the whole form.
// POST of the boxes changed, header X-Autosave. 200 {saved_at, written, cells{name: {text, version}}, unread{name: words},
// conflicts{name: {words, text, version}}, told[{words, is_error, cells}]} · 422 {message}.
import { pasted } from "./pasting.js";

const form = document.querySelector("form[data-figures]");
const PAUSE = 1500;
const RETRY = 8000;
const KEPT_HOURS = 12;

class Sheet {
  constructor(table) {
    this.table = table;
    this.rows = [...table.querySelectorAll("tbody tr")].filter((row) => row.querySelector("input"));
    this.grid = this.rows.map((row) => [...row.cells].slice(1).map((cell) => cell.querySelector("input")));
    this.boxes = this.grid.flat().filter(Boolean);
    this.seenBox = form.elements["da-thay"];
    this.status = form.querySelector("[data-figures-status]");
    this.seen = new Map(this.seenBox.value.split(" ").filter(Boolean).map((word) => [word.slice(0, word.lastIndexOf(":")), word.slice(word.lastIndexOf(":") + 1)]));
    this.base = new Map(this.boxes.map((box) => [box.name, box.hasAttribute("aria-invalid") ? null : box.value]));
    this.store = `mangnon.so-lieu.${form.dataset.user}.${form.getAttribute("action")}`;
    this.timer = 0;
    this.busy = false;
    this.isLeaving = false;
    this.undo = [];
    this.restore();
    table.addEventListener("input", () => this.later());
    table.addEventListener("keydown", (event) => this.move(event));
    table.addEventListener("paste", (event) => this.paste(event));
    table.addEventListener("focusin", (event) => event.target.select?.());
    window.addEventListener("online", () => this.save());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.save(true));
    document.addEventListener("submit", (event) => this.leaving(event), true);
  }

  say(text) {
    this.status.textContent = text;
  }

  place(box) {
    for (const [line, row] of this.grid.entries()) {
      const column = row.indexOf(box);
      if (column >= 0) return [line, column];
    }
    return [-1, -1];
  }

  // The next box that way; rows without a box in that column are passed over.
  next(box, down, right) {
    let [line, column] = this.place(box);
    for (;;) {
      line += down;
      column += right;
      if (!this.grid[line] || column < 0 || column >= this.grid[line].length) return null;
      if (this.grid[line][column]) return this.grid[line][column];
    }
  }

  move(event) {
    const box = event.target;
    if (box.tagName !== "INPUT" || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    const isAll = box.selectionStart === 0 && box.selectionEnd === box.value.length;
    const ways = {
      ArrowDown: [1, 0],
      ArrowUp: [-1, 0],
      Enter: event.shiftKey ? [-1, 0] : [1, 0],
      ArrowLeft: isAll || (box.selectionStart === 0 && box.selectionEnd === 0) ? [0, -1] : null,
      ArrowRight: isAll || box.selectionStart === box.value.length ? [0, 1] : null,
    };
    const way = ways[event.key];
    if (!way) return;
    event.preventDefault();
    this.next(box, ...way)?.focus();
  }

  paste(event) {
    const cells = pasted(event.clipboardData);
    if (typeof cells === "string") {
      event.preventDefault();
      this.say(cells);
      return;
    }
    if (event.target.tagName !== "INPUT" || (cells.length <= 1 && (cells[0]?.length ?? 0) <= 1)) return;
    event.preventDefault();
    const [top, left] = this.place(event.target);
    const before = [];
    const outside = [];
    for (const [line, row] of cells.entries()) {
      for (const [column, text] of row.entries()) {
        const box = this.grid[top + line]?.[left + column];
        if (box) {
          before.push([box, box.value]);
          box.value = text.slice(0, 60);
        } else if (text) outside.push(text);
      }
    }
    this.undo = before;
    const lost = outside.length ? ` ${outside.length} ô không có chỗ trong biểu nên không dán: ${outside.slice(0, 5).join("; ")}.` : "";
    this.say(`Đã dán ${before.length} ô.${lost} `);
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "button button--small", textContent: "Hoàn tác dán" });
    button.addEventListener("click", () => {
      for (const [box, text] of this.undo) box.value = text;
      this.undo = [];
      this.say("Đã trả lại các ô như trước khi dán.");
      this.later();
    });
    this.status.append(button);
    this.later(false);
  }

  changed() {
    return this.boxes.filter((box) => box.value !== this.base.get(box.name));
  }

  keep() {
    try {
      const words = Object.fromEntries(this.changed().map((box) => [box.name, box.value]));
      if (this.isLeaving || !Object.keys(words).length) localStorage.removeItem(this.store);
      else localStorage.setItem(this.store, JSON.stringify({ at: Date.now(), words, seen: [...this.seen] }));
      return true;
    } catch {
      return false;
    }
  }

  restore() {
    try {
      const draft = JSON.parse(localStorage.getItem(this.store) ?? "null");
      if (!draft || Date.now() - draft.at > KEPT_HOURS * 3600000) return;
      const seen = new Map(draft.seen);
      let count = 0;
      for (const box of this.boxes) {
        const text = draft.words[box.name];
        if (text === undefined || text === box.value) continue;
        box.value = text;
        // The version seen when it was typed: what a colleague wrote since is then told, not written over.
        if (seen.has(box.name)) this.seen.set(box.name, seen.get(box.name));
        else this.seen.delete(box.name);
        count += 1;
      }
      if (!count) return;
      this.write();
      this.say(`Đã lấy lại ${count} ô chưa ghi trên máy này; đang gửi…`);
      this.timer = setTimeout(() => this.save(), 300);
    } catch {
      // Storage is shut: nothing was kept.
    }
  }

  write() {
    this.seenBox.value = [...this.seen].map(([name, version]) => `${name}:${version}`).join(" ");
  }

  later(isToBeTold = true) {
    clearTimeout(this.timer);
    for (const box of this.boxes) box.toggleAttribute("data-changed", box.value !== this.base.get(box.name));
    this.keep();
    if (!this.changed().length) return;
    if (isToBeTold) this.say("Đang chờ bạn ngừng gõ để ghi…");
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  async save(keepalive = false) {
    clearTimeout(this.timer);
    const boxes = this.changed();
    if (this.busy || this.isLeaving || !boxes.length) return;
    this.busy = true;
    const sent = new Map(boxes.map((box) => [box.name, box.value]));
    const body = new URLSearchParams([...sent]);
    body.set("da-thay", this.seenBox.value);
    body.set("ly-do", form.elements["ly-do"].value);
    try {
      const response = await fetch(form.getAttribute("action"), {
        method: "POST",
        body,
        headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, "X-Autosave": "1", Accept: "application/json" },
        credentials: "same-origin",
        redirect: "manual",
        keepalive,
      });
      const isData = (response.headers.get("content-type") ?? "").includes("json");
      if (response.ok && isData) this.heard(await response.json(), sent);
      else if (isData) this.say((await response.json()).message);
      else this.failed(response.status < 500);
    } catch {
      this.failed(false);
    } finally {
      this.busy = false;
    }
  }

  failed(isSignedOut) {
    const kept = this.keep() ? "các ô được giữ trên máy này" : "đừng đóng trang này";
    this.say(isSignedOut ? `Chưa ghi: cần đăng nhập lại (mở trang khác để đăng nhập); ${kept}.` : `Chưa ghi: mất kết nối; ${kept} và sẽ gửi lại.`);
    if (!isSignedOut) this.timer = setTimeout(() => this.save(), RETRY);
  }

  heard(answer, sent) {
    const box = (name) => this.boxes.find((each) => each.name === name);
    const wrong = new Map();
    const add = (name, words, isError) => wrong.set(name, [...(wrong.get(name) ?? []), [words, isError]]);
    for (const [name, cell] of Object.entries(answer.cells)) {
      const found = box(name);
      if (found.value === sent.get(name)) found.value = cell.text;
      this.base.set(name, cell.text);
      if (cell.version) this.seen.set(name, String(cell.version));
      else this.seen.delete(name);
    }
    for (const [name, words] of Object.entries(answer.unread)) add(name, words, true);
    for (const [name, clash] of Object.entries(answer.conflicts)) {
      add(name, clash.words, true);
      // From now on it is known what stands: keeping one's own number is then meant.
      this.base.set(name, clash.text);
      if (clash.version) this.seen.set(name, String(clash.version));
      else this.seen.delete(name);
    }
    const errors = new Set();
    for (const each of answer.told) {
      add(each.cells[0], (each.is_error ? "Chưa ghi: " : "") + each.words, each.is_error);
      if (each.is_error) for (const name of each.cells) if (sent.has(name)) errors.add(name);
    }
    const left = new Set([...Object.keys(answer.unread), ...Object.keys(answer.conflicts), ...errors]);
    this.notes(new Set([...sent.keys(), ...wrong.keys()]), wrong, left);
    this.write();
    this.keep();
    const count = left.size ? ` Còn ${left.size} ô chưa ghi, xem lý do bên dưới từng dòng.` : "";
    const isAllThere = !answer.written && !left.size;
    this.say(isAllThere ? `Các ô này đã được ghi từ trước; kiểm lại lúc ${answer.saved_at}.` : `Đã ghi ${answer.written} ô lúc ${answer.saved_at}.${count}`);
    for (const each of this.boxes) each.toggleAttribute("data-changed", each.value !== this.base.get(each.name));
    // What was typed on meanwhile follows; what was refused waits until it is changed.
    if (this.changed().some((each) => !left.has(each.name) || each.value !== sent.get(each.name))) this.later(false);
  }

  // What is told stands below the row of its box, for eyes and for those who listen.
  notes(touched, wrong, left) {
    for (const row of this.rows) {
      const boxes = [...row.querySelectorAll("input")];
      if (!boxes.some((each) => touched.has(each.name))) continue;
      const id = `n${boxes[0].name.split(".")[0]}`;
      document.getElementById(id)?.closest("tr").remove();
      const told = boxes.flatMap((each) => wrong.get(each.name) ?? []);
      for (const each of boxes) {
        if (left.has(each.name)) each.setAttribute("aria-invalid", "true");
        else each.removeAttribute("aria-invalid");
        if (told.length) each.setAttribute("aria-describedby", id);
        else each.removeAttribute("aria-describedby");
      }
      if (!told.length) continue;
      const line = document.createElement("tr");
      line.className = "entry__notes";
      const cell = Object.assign(document.createElement("td"), { id, colSpan: row.cells.length });
      cell.append(...told.map(([words, isError]) => Object.assign(document.createElement("p"), { textContent: words, className: `entry__note${isError ? " entry__note--error" : ""}` })));
      line.append(cell);
      row.after(line);
    }
  }

  leaving(event) {
    if (event.target === form) this.isLeaving = true;
    else if (event.target.getAttribute("action")?.includes("dang-xuat")) {
      this.isLeaving = true;
      this.keep();
    }
  }
}

if (form) new Sheet(form.querySelector("table.entry"));
