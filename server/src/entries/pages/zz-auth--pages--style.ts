import { THEME } from "../../shared/html/brand.ts";

export const PAGE_STYLE = `${THEME}
body{min-height:100vh;min-height:100dvh;display:grid;place-items:center;padding:1.5rem 1rem}
main{width:100%;max-width:26rem;padding:2rem;background:var(--card);border:1px solid var(--line);border-radius:1rem;box-shadow:var(--shadow);overflow-wrap:anywhere}
.brand{display:flex;align-items:center;gap:.625rem;margin:0 0 1.75rem;font-weight:600}
.mark{flex:none;display:grid;place-items:center;width:2rem;height:2rem;border-radius:.5rem;color:#fff;background:var(--accent);line-height:1}
.done{display:block;margin:0 0 1rem;fill:none;stroke:var(--good);stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round}
h1{margin:0 0 .5rem;font-size:1.5rem;line-height:1.25;letter-spacing:-.015em}
p{margin:0 0 1.25rem;color:var(--muted)}
.brand,.problem{color:inherit}
form{margin:1.5rem 0 0}
label{display:block;margin:0 0 .375rem;font-size:.9375rem;font-weight:500}
.hint{margin:-.625rem 0 1.25rem;font-size:.875rem}
.field{width:100%;min-height:2.75rem;margin:0 0 1rem;padding:.5rem .75rem;font:inherit;color:inherit;background:var(--card);border:1px solid var(--field);border-radius:.5rem}
.field[aria-invalid]{border-color:var(--bad)}
.show{display:flex;align-items:center;gap:.5rem;margin:0 0 1.25rem;font-weight:400;cursor:pointer}
.show input{width:1rem;height:1rem;margin:0;accent-color:var(--accent)}
.button{display:flex;align-items:center;justify-content:center;width:100%;min-height:2.75rem;padding:.5rem 1rem;font:inherit;font-weight:600;color:#fff;text-align:center;text-decoration:none;background:var(--accent);border:0;border-radius:.5rem;cursor:pointer}
.button:hover{background:#1d4ed8}
.back{margin:1.25rem 0 0;font-size:.9375rem;text-align:center}
.problem{margin-top:1rem;padding:.75rem .875rem;font-size:.9375rem;background:var(--bad-tint);border:1px solid var(--bad);border-radius:.5rem}
main>:last-child{margin-bottom:0}
@media(max-width:30rem){body{place-items:start center}main{padding:1.5rem}}
`;

/** Shows and hides what is typed. It is hidden again when the form is sent, so that no browser remembers it as text. */
export const SHOW_PASSWORD = `
const box = document.querySelector("#show");
const show = (type) => {
  for (const field of document.querySelectorAll(".field")) field.type = type;
};
box.closest("label").hidden = false;
box.addEventListener("change", () => show(box.checked ? "text" : "password"));
document.querySelector("form").addEventListener("submit", () => show("password"));
`;
