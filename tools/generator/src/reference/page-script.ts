/**
 * Searches, marks the current section in the list, and opens the list on narrow screens. Words are matched separately and
 * joined, so that `signup` finds `sign up`. Without it, the browser's own search works.
 */
export const SCRIPT = `
const field = document.querySelector("input");
const nav = document.querySelector("nav");
const list = document.querySelector(".list");
const menu = document.querySelector(".menu");
const status = document.querySelector("[role=status]");
const joined = (text) => text.replace(/[\\s.\\-]+/g, "");
const parts = [...document.querySelectorAll("main section")].map((section) => {
  const text = (section.textContent + " " + (section.dataset.words || "")).toLowerCase();
  const name = joined((section.id + " " + (section.dataset.words || "")).toLowerCase());
  return { section, text, name, link: list.querySelector('a[href="#' + section.id + '"]') };
});
const groups = [...document.querySelectorAll("[data-group]")];

const search = () => {
  const words = field.value.toLowerCase().split(/\\s+/).filter(Boolean);
  const all = joined(words.join(" "));
  let shown = 0;
  for (const { section, link, text, name } of parts) {
    const hidden = !(words.every((word) => text.includes(word)) || name.includes(all));
    section.hidden = hidden;
    link.hidden = hidden;
    if (!hidden) shown++;
  }
  for (const group of groups) group.hidden = !group.querySelector(":scope>section:not([hidden]),:scope>a:not([hidden])");
  status.textContent = words.length ? shown + " found" : "";
};

const openMenu = (open) => {
  nav.classList.toggle("open", open);
  menu.setAttribute("aria-expanded", open);
};

// A link shows its target even if a search hides it.
const reveal = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  openMenu(false);
  if (!target) return;
  if (target.closest("[hidden]")) {
    field.value = "";
    search();
  }
  target.scrollIntoView();
};

const follow = () => {
  const edge = innerWidth > 768 ? 64 : nav.offsetHeight + 48;
  let current;
  for (const part of parts) {
    if (part.section.hidden) continue;
    if (part.section.getBoundingClientRect().top > edge) break;
    current = part;
  }
  const before = list.querySelector("[aria-current]");
  if (before === (current && current.link)) return;
  if (before) before.removeAttribute("aria-current");
  if (!current) return;
  current.link.setAttribute("aria-current", "true");
  const [outer, inner] = [list.getBoundingClientRect(), current.link.getBoundingClientRect()];
  if (inner.top < outer.top || inner.bottom > outer.bottom) list.scrollTop += inner.top - outer.top - outer.height / 3;
};

document.body.classList.add("scripted");
menu.hidden = false;
menu.addEventListener("click", () => openMenu(!nav.classList.contains("open")));
field.addEventListener("input", () => {
  search();
  openMenu(field.value !== "");
});
addEventListener("hashchange", reveal);
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  // A second click on a link doesn't change the hash.
  if (link && link.hash === location.hash) reveal();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") openMenu(false);
  if (event.key !== "/" || document.activeElement === field || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  field.focus();
});
addEventListener("scroll", follow, { passive: true });
search();
if (location.hash) reveal();
follow();
`;
