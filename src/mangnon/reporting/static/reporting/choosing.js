// Somebody else wrote in the same box: both texts side by side, one's own, theirs or both; taken back with one click.
import { LABELS, lines, made } from "./shared.js";

export function choice(entry, name, mine, answer) {
  const theirs = answer.fields[name];
  const words = (value) => (typeof value === "boolean" ? (value ? "Có đánh dấu" : "Không đánh dấu") : value || "(để trống)");
  const side = (title, value) => made("div", {}, made("p", { className: "writing__title", textContent: title }), lines(words(value)));
  const acts = made("p", { className: "cluster" });
  const both = made("div", { className: "stack stack--tight" }, made("p", {}, made("strong", { textContent: `Ô «${LABELS[name]}»` })));
  both.append(made("div", { className: "grid" }, side("Bạn viết (chưa lưu)", mine), side(answer.who ? `${answer.who} đã lưu` : "Bản đang lưu", theirs)), acts);
  const button = (label, value) => {
    const act = made("button", { type: "button", className: "button button--small", textContent: label });
    act.addEventListener("click", () => {
      const before = entry.values()[name];
      entry.base[name] = theirs;
      entry.put(name, value);
      const undo = made("button", { type: "button", className: "button button--small", textContent: "Hoàn tác" });
      undo.addEventListener("click", () => {
        entry.put(name, before);
        entry.later();
        undo.replaceWith("Đã lấy lại.");
      });
      acts.replaceChildren(made("span", { textContent: `Đã chọn: ${label.toLowerCase()}. ` }), undo);
      entry.waiting.delete(name);
      if (!entry.waiting.size) entry.settled();
    });
    return act;
  };
  acts.append(button("Giữ lời của tôi", mine), button("Lấy bản đã lưu", theirs));
  if (typeof mine === "string") acts.append(button("Ghép cả hai", merged(theirs, mine)));
  return both;
}

function merged(theirs, mine) {
  const lines = mine.split("\n").filter((each) => each.trim() && !theirs.includes(each));
  return [theirs.trimEnd(), ...lines].filter(Boolean).join("\n");
}
