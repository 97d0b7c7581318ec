// Dropping files on [data-dropzone], which holds one <input type="file">; says what was chosen and how big it is.
function size(bytes) {
  const inMegabytes = bytes / 1048576;
  const [value, unit] = inMegabytes < 1 ? [bytes / 1024, "KB"] : [inMegabytes, "MB"];
  return `${value.toLocaleString("vi-VN", { maximumFractionDigits: 1 })} ${unit}`;
}

function accepted(input, file) {
  const rules = input.accept.split(",").map((rule) => rule.trim().toLowerCase()).filter(Boolean);
  if (rules.length === 0) return true;
  const name = file.name.toLowerCase();
  return rules.some((rule) =>
    rule.startsWith(".") ? name.endsWith(rule) : rule.endsWith("/*") ? file.type.startsWith(rule.slice(0, -1)) : file.type === rule,
  );
}

function line(text, className = "") {
  return Object.assign(document.createElement("li"), { textContent: text, className });
}

function show(zone, input, refused = []) {
  const list = zone.querySelector("[data-dropzone-list]");
  if (!list) return;
  const limit = Number(zone.dataset.maxBytes) || Infinity;
  list.replaceChildren(
    ...[...input.files].map((file) =>
      line(file.size > limit ? `${file.name} (${size(file.size)}) lớn hơn mức nhận ${size(limit)}.` : `${file.name} (${size(file.size)})`),
    ),
    ...refused.map((file) => line(`${file.name}: loại tệp này chưa đọc được, nên không được chọn.`, "field__error")),
  );
}

function enhance(zone) {
  const input = zone.querySelector("input[type=file]");
  if (!input || zone.dataset.ready) return;
  zone.dataset.ready = "1";
  let depth = 0;
  zone.addEventListener("dragenter", (event) => {
    event.preventDefault();
    depth += 1;
    zone.classList.add("is-over");
  });
  zone.addEventListener("dragover", (event) => event.preventDefault());
  zone.addEventListener("dragleave", () => {
    depth = Math.max(0, depth - 1);
    if (depth === 0) zone.classList.remove("is-over");
  });
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    depth = 0;
    zone.classList.remove("is-over");
    const files = [...event.dataTransfer.files];
    const good = files.filter((file) => accepted(input, file));
    const kept = new DataTransfer();
    for (const file of input.multiple ? good : good.slice(0, 1)) kept.items.add(file);
    if (kept.files.length > 0) {
      input.files = kept.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
    show(zone, input, files.filter((file) => !accepted(input, file)));
  });
  input.addEventListener("change", () => show(zone, input));
}

function enhanceAll(root = document) {
  for (const zone of root.querySelectorAll("[data-dropzone]")) enhance(zone);
}

enhanceAll();
document.addEventListener("htmx:load", (event) => enhanceAll(event.target.parentElement ?? document));
