// After a save the count of what is answered ([data-how-far]) is that of the server, not of the moment the page was opened.
document.addEventListener("autosave:saved", (event) => {
  const place = document.querySelector("[data-how-far]");
  const words = event.detail?.how_far;
  if (!place || !words) return;
  const fresh = new DOMParser().parseFromString(words, "text/html").querySelector("[data-how-far]");
  const isOpen = place.querySelector("details")?.open;
  if (fresh && isOpen) fresh.querySelector("details")?.setAttribute("open", "");
  if (fresh) place.replaceWith(fresh);
});
