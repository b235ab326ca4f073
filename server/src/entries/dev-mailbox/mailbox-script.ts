/** The script of the mailbox: copies at a click, shows ages, refreshes, fits the frame. */
export const MAILBOX_SCRIPT = `
const list = document.querySelector("#emails");
const live = document.querySelector(".live");
const form = document.querySelector(".filters");
const frame = document.querySelector("iframe");

async function copy(text) {
  if (navigator.clipboard) return await navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button || button.dataset.label) return;
  await copy(button.dataset.copy);
  const label = button.querySelector("span") || button;
  button.dataset.label = label.textContent;
  label.textContent = "Copied";
  setTimeout(() => {
    label.textContent = button.dataset.label;
    delete button.dataset.label;
  }, 1200);
});

const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "short" });
function showAges() {
  for (const time of document.querySelectorAll("time")) {
    const at = new Date(time.dateTime);
    const seconds = Math.max(0, Math.round((Date.now() - at) / 1000));
    const [unit, size] = UNITS.find(([, size]) => seconds >= size) || UNITS[3];
    time.textContent = seconds < 5 ? "just now" : relative.format(-Math.floor(seconds / size), unit);
    time.title = at.toLocaleString();
  }
}

let latest = 0;
async function refresh() {
  const request = ++latest;
  try {
    const response = await fetch(location.href);
    if (!response.ok) throw new Error();
    const text = await response.text();
    // Without the head: the policy of this page refuses the style of another response, and says so each time.
    const page = new DOMParser().parseFromString(text.slice(text.indexOf("<main>")), "text/html");
    if (request !== latest) return;
    show(page);
    setLive("on", "Live");
  } catch {
    setLive("off", "Not reachable");
  }
}

function setLive(state, text) {
  live.dataset.state = state;
  if (live.textContent !== text) live.textContent = text;
}

function show(page) {
  const fresh = [...page.querySelectorAll("#emails > li")];
  document.querySelector(".empty").replaceWith(page.querySelector(".empty"));
  document.querySelector(".lead").textContent = page.querySelector(".lead").textContent;
  const known = new Map([...list.children].map((item) => [item.id, item]));
  const same = fresh.length === known.size && fresh.every(({ id }, index) => list.children[index].id === id);
  if (same) return;
  const focused = document.activeElement;
  for (const item of fresh) if (!known.has(item.id)) item.classList.add("new");
  list.replaceChildren(...fresh.map((item) => known.get(item.id) || item));
  if (list.contains(focused)) focused.focus();
  showAges();
}

if (form) {
  form.querySelector("button").hidden = true;
  const filter = () => {
    const values = [...new FormData(form)].filter(([, value]) => value !== "");
    history.replaceState(null, "", "?" + new URLSearchParams(values));
    refresh();
  };
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    filter();
  });
  live.hidden = false;
  refresh();
  setInterval(() => document.hidden || refresh(), 2000);
  document.addEventListener("visibilitychange", () => document.hidden || refresh());
}

if (frame) {
  const fit = () => {
    const root = frame.contentDocument && frame.contentDocument.documentElement;
    if (!root) return;
    frame.style.height = "0";
    frame.style.height = root.scrollHeight + "px";
  };
  frame.addEventListener("load", fit);
  addEventListener("resize", fit);
  document.addEventListener("change", fit);
  fit();
}

showAges();
setInterval(showAges, 5000);
`;
