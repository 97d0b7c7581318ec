// Shows on the paper where the item stands that is being looked at.
//   [data-lines="246-251"] on an item: the lines it was read from, both included
//   #dong-N: line N of the paper, in the text or on the picture of its page
// Without this script each item's link «dòng 246–251» goes there.
const MOST_LINES = 400;

function linesOf(item) {
  const [first, last] = (item?.dataset.lines ?? "").split("-").map(Number);
  if (!first || !last || last < first) return [];
  const found = [];
  for (let line = first; line <= Math.min(last, first + MOST_LINES); line += 1) {
    const place = document.getElementById(`dong-${line}`);
    if (place) found.push(place);
  }
  return found;
}

function show(item) {
  for (const lit of document.querySelectorAll(".paper .is-lit")) lit.classList.remove("is-lit");
  const places = linesOf(item);
  for (const place of places) place.classList.add("is-lit");
  const pane = places[0]?.closest(".paper");
  if (!pane) return;
  const seen = pane.getBoundingClientRect();
  const there = places[0].getBoundingClientRect();
  // Only the paper moves: the page stays where the person works.
  if (there.top < seen.top || there.bottom > seen.bottom) pane.scrollTop += there.top - seen.top - seen.height / 4;
}

function current() {
  return document.querySelector("[data-key-list] [data-key-item][aria-current]");
}

document.addEventListener("mangnon:item", (event) => show(event.target));
document.addEventListener("htmx:afterSettle", () => show(current()));
// Pictures of pages come late and move what stands below them.
document.addEventListener("load", (event) => event.target.matches?.(".page-shown img") && show(current()), true);
if (current()) show(current());
