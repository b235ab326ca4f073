import { createHash } from "node:crypto";
import { LOGO } from "@cf-auth/server/html/brand";
import type { Contract, ProcedureContract } from "../contract.ts";
import type { Schema } from "../schemas.ts";
import { isSchemas, propertiesOf } from "../schemas.ts";
import { exampleOf } from "./example.ts";
import { factsOf, generalOf } from "./facts.ts";
import { familiesOf } from "./families.ts";
import { type Field, fieldsOf, inlineType, noteOf, shapesNamed } from "./fields.ts";
import { SCRIPT } from "./page-script.ts";
import { ERROR_STYLE, STYLE } from "./page-style.ts";
import { synonymsOf } from "./synonyms.ts";

/** A section of the page, for links and search. */
interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  /** Additional search terms. */
  readonly words?: string;
}

interface Group {
  readonly title: string;
  readonly about: string;
  readonly sections: readonly Section[];
}

/** The reference as one page that loads nothing, and runs only its own script. */
export function emitPage(contract: Contract, version: string): string {
  const groups = groupsOf(contract);
  const side = groups.map(
    ({ title, sections }) =>
      `<div data-group><h2>${escapeMarkup(title)}</h2>${sections.map(({ id, title }) => `<a href="#${id}">${escapeMarkup(title)}</a>`).join("")}</div>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>cf-auth reference</title>
<style>${STYLE}</style>
</head>
<body>
<nav aria-label="Reference">
<div class="top">
<a class="home" href="/">${LOGO}cf-auth <span>reference</span></a>
<div class="find"><input type="search" placeholder="Search ( / )" aria-label="Search the reference" autocomplete="off" spellcheck="false"><button class="menu" type="button" aria-expanded="false" aria-controls="list" hidden>Menu</button></div>
<p role="status"></p>
</div>
<div class="list" id="list">
${side.join("\n")}
</div>
</nav>
<main>
<h1>API reference</h1>
<p>Version ${escapeMarkup(version)}. For programs: <a href="/openapi.json">OpenAPI</a>; for language models: <a href="/llms.txt">llms.txt</a>.</p>
${groups.map(groupHtml).join("\n")}
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

/** The list of errors as a page, which loads and runs nothing: error responses link to their entry. */
export function emitErrorList({ errors }: Contract): string {
  const sections = Object.entries(errors).map(
    ([code, { status, message, action, retryable }]) =>
      `<section id="${code}"><h3><a href="#${code}">${code}</a></h3><p>${textHtml(message)}</p><p>${textHtml(action)}</p><p class="facts">HTTP status ${status}. ${retryable ? "The same request may succeed later." : "The same request fails again."}</p></section>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>cf-auth errors</title>
<style>${ERROR_STYLE}</style>
</head>
<body>
<main>
<a class="home" href="/reference">${LOGO}cf-auth <span>reference</span></a>
<h1>Errors</h1>
<p>Each error response has a <code>code</code>, which stays the same from release to release, and <code>action</code>, the next step.</p>
${sections.join("\n")}
</main>
</body>
</html>
`;
}

/** The Content-Security-Policy of the page: its own style and script, by their hashes (CSP Level 3, §2.3.1). */
export function pagePolicy(): string {
  return policyOf(`style-src ${hashOf(STYLE)}; script-src ${hashOf(SCRIPT)}`);
}

/** The same of the list of errors. */
export function errorListPolicy(): string {
  return policyOf(`style-src ${hashOf(ERROR_STYLE)}`);
}

function policyOf(allowed: string): string {
  return `default-src 'none'; ${allowed}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
}

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

function groupsOf(contract: Contract): Group[] {
  const general = generalOf(contract).map(([title, ...paragraphs]) => ({
    id: `about-${title.toLowerCase().replaceAll(" ", "-")}`,
    title,
    body: paragraphs.map((text) => `<p>${textHtml(text)}</p>`).join(""),
  }));
  const families = familiesOf(contract).map(({ name, about, procedures }) => ({
    title: name,
    about,
    sections: procedures.map((procedure) => ({
      id: procedure.path,
      title: procedure.path,
      body: bodyOf(procedure),
      words: synonymsOf(procedure.path),
    })),
  }));
  const shapes = Object.entries(contract.schemas).map(([name, schema]) => ({
    id: shapeId(name),
    title: name,
    body: `<p>${textHtml(noteOf(schema))}</p>${valueHtml(schema)}`,
  }));
  return [
    { title: "How it works", about: "", sections: general },
    ...families,
    {
      title: "Beside the procedures",
      about: "",
      sections: [{ id: "routes", title: "routes", body: routesHtml(contract) }],
    },
    { title: "Shapes", about: "Types that several procedures share.", sections: shapes },
    { title: "Errors", about: "", sections: [{ id: "errors", title: "errors", body: errorsHtml(contract) }] },
  ];
}

function groupHtml({ title, about, sections }: Group): string {
  const lead = about === "" ? "" : `<p>${textHtml(about)}</p>`;
  const parts = sections.map(
    ({ id, title, body, words = "" }) =>
      `<section id="${id}"${words === "" ? "" : ` data-words="${escapeMarkup(words)}"`}><h3><a href="#${id}">${escapeMarkup(title)}</a></h3>${body}</section>`,
  );
  return `<div data-group><h2>${escapeMarkup(title)}</h2>${lead}\n${parts.join("\n")}</div>`;
}

function bodyOf(procedure: ProcedureContract): string {
  const { summary, input, output } = procedure;
  const facts = factsOf(procedure).map(([name, text]) => `${name}: ${textHtml(text)}`);
  const request = input === null ? '<p class="none">None.</p>' : valueHtml(input);
  const example = `<pre><code>${escapeMarkup(exampleOf(procedure))}</code></pre>`;
  return `<p>${textHtml(summary)}</p>${example}<p class="facts">${facts.join("<br>")}</p><h4>Request</h4>${request}<h4>Response</h4>${valueHtml(output)}`;
}

function valueHtml(schema: Schema): string {
  const fields = fieldsOf(schema);
  if (fields.length > 0) return table(["field", "type", ""], fields.map(rowOf));
  if (propertiesOf(schema) !== undefined) return '<p class="none">An empty object.</p>';
  const choices = schema.oneOf ?? schema.anyOf;
  if (!isSchemas(choices)) return `<p>${typeHtml(inlineType(schema), shapesNamed(schema))}</p>`;
  const rows = choices.map((choice) => [typeHtml(inlineType(choice), shapesNamed(choice)), textHtml(noteOf(choice))]);
  return table(["one of", ""], rows);
}

function rowOf({ name, type, shapes, required, note }: Field): string[] {
  return [`<code>${escapeMarkup(name)}</code>${required ? "" : "?"}`, typeHtml(type, shapes), textHtml(note)];
}

function routesHtml({ routes }: Contract): string {
  const rows = routes.map(({ method, path, summary, caller }) => [
    `<code>${method.toUpperCase()} ${escapeMarkup(path)}</code>`,
    escapeMarkup(caller.join(", ")),
    textHtml(summary),
  ]);
  return table(["route", "callers", ""], rows);
}

function errorsHtml({ errors }: Contract): string {
  const rows = Object.entries(errors).map(([code, { status, message, action, retryable }]) => [
    `<code>${code}</code>`,
    `${status}`,
    textHtml(`${message} ${action}${retryable ? " Retryable." : ""}`),
  ]);
  return table(["code", "status", ""], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (tag: string, row: readonly string[]) => `<tr>${row.map((text) => `<${tag}>${text}`).join("")}`;
  return `<div class="scroll"><table>${cells("th", head)}${rows.map((row) => cells("td", row)).join("")}</table></div>`;
}

/** A type with links to its schemas. */
function typeHtml(type: string, shapes: readonly string[]): string {
  const linked = shapes.reduce(
    (text, name) => text.replace(new RegExp(`\\b${name}\\b`), `<a href="#${shapeId(name)}">${name}</a>`),
    escapeMarkup(type),
  );
  return `<code>${linked}</code>`;
}

function shapeId(name: string): string {
  return `shape-${name}`;
}

/** Text with backticks as code. */
function textHtml(text: string): string {
  return escapeMarkup(text).replace(/`([^`]+)`/g, "<code>$1</code>");
}

function escapeMarkup(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
