// The screen locks by itself on the server. This says so a minute before, and covers the page when it is time, so that
// what was typed stays in its boxes. Without it the next act leads to the page that asks for the password.
//   <meta name="mangnon-lock" content="seconds" data-state="address" data-unlock="address">
const told = document.querySelector("meta[name=mangnon-lock]");
const WARNING = 60;
let timer = 0;
let box = null;

function token() {
  try {
    return JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "";
  } catch {
    return "";
  }
}

async function ask(method = "GET") {
  const response = await fetch(told.dataset.state, {
    method,
    headers: { "X-CSRFToken": token(), Accept: "application/json" },
    credentials: "same-origin",
    redirect: "manual",
  });
  if (!response.ok) throw new Error("no answer");
  return response.json();
}

function made(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

function close() {
  document.body.classList.remove("is-locked");
  box?.close();
  box?.remove();
  box = null;
}

function show(...children) {
  close();
  box = made("dialog", { className: "lock" }, ...children);
  box.setAttribute("aria-labelledby", "khoa-man-hinh");
  document.body.append(box);
  box.showModal();
}

function warn() {
  const stay = made("button", { type: "button", className: "button button--primary", textContent: "Tiếp tục làm việc" });
  stay.addEventListener("click", async () => {
    close();
    later((await ask("POST").catch(() => ({ seconds: WARNING }))).seconds);
  });
  show(
    made("h2", { id: "khoa-man-hinh", textContent: "Màn hình sắp khóa" }),
    made("p", { textContent: "Một lúc rồi chưa có thao tác nào. Sau khoảng một phút nữa màn hình khóa; những gì đang gõ vẫn còn." }),
    stay,
  );
}

function lock() {
  const password = made("input", { type: "password", id: "mo-khoa-mat-khau", autocomplete: "current-password", required: true });
  const fault = made("p", { className: "field__error" });
  fault.setAttribute("role", "alert");
  const form = made(
    "form",
    { className: "form" },
    made("div", { className: "field" }, made("label", { className: "field__label", htmlFor: "mo-khoa-mat-khau", textContent: "Mật khẩu" }), password, fault),
    made("button", { className: "button button--primary", textContent: "Mở khóa" }),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = new URLSearchParams({ password: password.value });
    password.value = "";
    try {
      const response = await fetch(told.dataset.unlock, {
        method: "POST",
        body,
        headers: { "X-CSRFToken": token(), Accept: "application/json" },
        credentials: "same-origin",
        redirect: "manual",
      });
      if (response.type === "opaqueredirect") {
        fault.textContent = "Phiên đăng nhập đã kết thúc. Hãy đăng nhập lại ở một thẻ khác rồi quay lại đây.";
        return;
      }
      const answer = await response.json();
      if (answer.open) {
        close();
        later(Number(told.content));
      } else {
        fault.textContent = answer.message;
        password.focus();
      }
    } catch {
      fault.textContent = "Chưa mở khóa được vì mất mạng. Hãy thử lại.";
    }
  });
  show(
    made("h2", { id: "khoa-man-hinh", textContent: "Màn hình đã khóa" }),
    made("p", { textContent: "Nhập mật khẩu để làm việc tiếp. Những gì đang gõ vẫn còn." }),
    form,
  );
  box.addEventListener("cancel", (event) => event.preventDefault());
  document.body.classList.add("is-locked");
  password.focus();
}

async function check() {
  if (document.body.classList.contains("is-locked")) return;
  // Another window of the same session may have been at work. Without an answer nothing is known: ask later.
  const state = await ask().catch(() => null);
  if (state === null) {
    later(2 * WARNING);
  } else if (state.locked) {
    lock();
  } else if (state.seconds <= WARNING) {
    warn();
    timer = setTimeout(check, (state.seconds + 1) * 1000);
  } else {
    later(state.seconds);
  }
}

function later(seconds) {
  clearTimeout(timer);
  timer = setTimeout(check, Math.max(0, seconds - WARNING) * 1000 + 500);
}

if (told) {
  later(Number(told.content));
  // Answers of the server count as work: the page asks anew when its time has come.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") check();
  });
}
