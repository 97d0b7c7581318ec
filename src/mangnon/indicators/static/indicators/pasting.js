// What a block of cells on the clipboard says.
const MOST_PASTED = 5 * 1024 * 1024;
const MOST_SPANNED = 60;

// Rows of cells from Excel or Word (a table) or from plain lines with tabs; a sentence when it is too much to take.
export function pasted(data) {
  const page = data.getData("text/html");
  const plain = data.getData("text/plain");
  if (plain.length > MOST_PASTED) return "Phần dán lớn hơn 5 MB nên chưa dán. Các ô không thay đổi; hãy dán từng phần.";
  if (page && page.length <= MOST_PASTED && page.includes("<t")) {
    const table = new DOMParser().parseFromString(page, "text/html").querySelector("table");
    if (table) return spread(table);
  }
  return plain.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n").map((line) => line.split("\t").map(tidy));
}

// A cell over several rows or columns says its words once; the places it covers below and beside it stay empty.
function spread(table) {
  const found = [...table.rows].map(() => []);
  for (const [line, row] of [...table.rows].entries()) {
    let column = 0;
    for (const cell of row.cells) {
      while (found[line][column] !== undefined) column += 1;
      const wide = Math.max(1, Math.min(cell.colSpan, MOST_SPANNED));
      const high = Math.max(1, Math.min(cell.rowSpan, found.length - line));
      for (let down = 0; down < high; down += 1) for (let right = 0; right < wide; right += 1) found[line + down][column + right] = down || right ? "" : tidy(cell.textContent);
      column += wide;
    }
  }
  return found.map((row) => Array.from(row, (text) => text ?? ""));
}

function tidy(text) {
  return text.replace(/\s+/g, " ").trim();
}
