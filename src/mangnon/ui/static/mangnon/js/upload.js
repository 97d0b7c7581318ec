// Sends form[data-upload] with its progress shown in [data-upload-status], and keeps the chosen files when the connection
// breaks: what was sent once is not received twice. The POST carries the header `X-Upload: 1`; the answer is JSON,
// {"address"} of where to go on, or {"faults": [sentence, …], "received": number}. Without scripts the form is a plain one.
function say(status, sentences, { tone = "error", link = null } = {}) {
  const box = Object.assign(document.createElement("div"), { className: `callout callout--${tone}` });
  const body = Object.assign(document.createElement("div"), { className: "callout__body" });
  box.setAttribute("role", tone === "error" ? "alert" : "status");
  body.append(...sentences.map((text) => Object.assign(document.createElement("p"), { textContent: text })));
  if (link) body.append(Object.assign(document.createElement("a"), link));
  box.append(body);
  status.replaceChildren(box);
}

function bar(status) {
  const box = Object.assign(document.createElement("div"), { className: "progress" });
  const words = Object.assign(document.createElement("div"), { className: "progress__text" });
  const progress = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
  progress.setAttribute("aria-label", "Đang gửi tệp");
  box.append(words, progress);
  status.replaceChildren(box);
  return (share) => {
    words.textContent = share < 100 ? `Đang gửi tệp: ${share} %` : "Đã gửi xong, đang kiểm tra tệp…";
    progress.value = share;
  };
}

function answered(request, status) {
  let answer = null;
  try {
    answer = JSON.parse(request.responseText);
  } catch {
    // A page instead of an answer: signed out, screen locked, or too much at once.
    if (request.status < 400) location.assign(request.responseURL);
    else say(status, [`Máy chủ không nhận lần gửi này (mã ${request.status}). Chưa có gì được lưu; hãy gửi ít tệp hơn mỗi lần.`]);
    return;
  }
  if (answer.address) {
    location.assign(answer.address);
    return;
  }
  const received = answer.received ? [`Đã nhận ${answer.received} tệp khác trong lần gửi này.`] : [];
  const link = answer.received ? { href: location.pathname, textContent: "Xem các tệp đã nhận" } : null;
  say(status, [...answer.faults, ...received], { link });
}

function enhance(form) {
  const status = form.querySelector("[data-upload-status]");
  const button = form.querySelector("button:not([type=button])");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const request = new XMLHttpRequest();
    let share = 0;
    const show = bar(status);
    show(0);
    button.disabled = true;
    request.upload.addEventListener("progress", (sent) => {
      if (!sent.lengthComputable) return;
      share = Math.floor((100 * sent.loaded) / sent.total);
      show(share);
    });
    request.addEventListener("loadend", () => {
      button.disabled = false;
    });
    request.addEventListener("load", () => answered(request, status));
    request.addEventListener("error", () => {
      say(status, [`Mất kết nối khi đang gửi (được ${share} %). Các tệp đã chọn vẫn còn trong ô; hãy bấm «${button.textContent.trim()}» lần nữa.`]);
    });
    request.open("POST", form.action);
    request.setRequestHeader("X-Upload", "1");
    request.send(new FormData(form));
  });
}

for (const form of document.querySelectorAll("form[data-upload]")) enhance(form);
