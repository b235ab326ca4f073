/** The whole look of the reference page; it follows the light or dark that the reader has chosen. */
export const STYLE = `
:root{color-scheme:light dark;--text:#18181b;--quiet:#52525b;--ground:#fff;--side:#f4f4f5;--line:#d4d4d8;--accent:#1d4ed8}
@media(prefers-color-scheme:dark){:root{--text:#f4f4f5;--quiet:#a1a1aa;--ground:#18181b;--side:#27272a;--line:#3f3f46;--accent:#93c5fd}}
*{box-sizing:border-box}
html{scroll-padding-top:1rem}
body{margin:0;display:grid;grid-template-columns:17rem minmax(0,1fr);font:1rem/1.5 system-ui,sans-serif;color:var(--text);background:var(--ground)}
nav{position:sticky;top:0;height:100vh;overflow-y:auto;padding:1rem;background:var(--side);border-right:1px solid var(--line);font-size:.875rem}
nav a{display:block;padding:.125rem 0;overflow-wrap:anywhere}
nav h2{margin:1rem 0 .25rem;font-size:.875rem;color:var(--quiet)}
input{width:100%;padding:.5rem .625rem;font:inherit;color:inherit;background:var(--ground);border:1px solid var(--line);border-radius:.375rem}
a{color:var(--accent);text-decoration:none}
a:hover{text-decoration:underline}
main{max-width:64rem;padding:1.5rem 2rem 6rem}
h1{margin:0 0 .5rem;font-size:1.75rem}
main h2{margin:2.5rem 0 .5rem;font-size:1.375rem}
section{padding:1.25rem 0 .5rem;border-top:1px solid var(--line)}
h3{margin:0 0 .25rem;font:600 1.0625rem ui-monospace,monospace}
h3 a{color:inherit}
h4{margin:.75rem 0 .25rem;font-size:.8125rem;color:var(--quiet)}
p{margin:0 0 .5rem;overflow-wrap:anywhere}
.facts{color:var(--quiet);font-size:.875rem}
.scroll{overflow-x:auto}
table{width:100%;border-collapse:collapse;font-size:.875rem}
th,td{padding:.3125rem .75rem .3125rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
td:first-child{width:24%}
td:nth-child(2){width:26%}
code{font:.875em ui-monospace,monospace;overflow-wrap:anywhere}
.none{color:var(--quiet)}
[hidden]{display:none}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
@media(max-width:48rem){body{display:block}nav{position:static;height:auto;max-height:30vh;border-right:0;border-bottom:1px solid var(--line)}main{padding:1rem}}
`;

/** Shows only what has every word that is written in the field; without it, a browser's own search does. */
export const SCRIPT = `
const field = document.querySelector("input");
const parts = [...document.querySelectorAll("main section")].map((section) => ({
  section,
  link: document.querySelector('nav a[href="#' + section.id + '"]'),
  text: section.textContent.toLowerCase(),
}));
const groups = [...document.querySelectorAll("[data-group]")];
const status = document.querySelector("[role=status]");
const search = () => {
  const words = field.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let shown = 0;
  for (const { section, link, text } of parts) {
    const hidden = !words.every((word) => text.includes(word));
    section.hidden = hidden;
    if (link) link.hidden = hidden;
    if (!hidden) shown++;
  }
  for (const group of groups) group.hidden = !group.querySelector(":scope>section:not([hidden]),:scope>a:not([hidden])");
  status.textContent = words.length ? shown + " found" : "";
};
field.addEventListener("input", search);
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== field) {
    event.preventDefault();
    field.focus();
  }
});
search();
`;
