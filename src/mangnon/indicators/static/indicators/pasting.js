// What a block of cells on the clipboard says.
const MOST_PASTED = 5 * 1024 * 1024;

// Rows of cells from Excel or Word (a table) or from plain lines with tabs; a sentence when it is too much to take.
export function pasted(data) {
  const page = data.getData("text/html");
  const plain = data.getData("text/plain");
  if (plain.length > MOST_PASTED) return "Phần dán lớn hơn 5 MB nên chưa dán. Các ô không thay đổi; hãy dán từng phần.";
  if (page && page.length <= MOST_PASTED && page.includes("<t")) {
    const table = new DOMParser().parseFromString(page, "text/html").querySelector("table");
    if (table) return [...table.rows].map((row) => [...row.cells].flatMap((cell) => [tidy(cell.textContent), ...Array(Math.max(0, Math.min(cell.colSpan, 60) - 1)).fill("")]));
  }
  return plain.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n").map((line) => line.split("\t").map(tidy));
}

function tidy(text) {
  return text.replace(/\s+/g, " ").trim();
}
