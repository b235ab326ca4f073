import type { Contract, ProcedureContract } from "../contract.ts";
import type { Schema } from "../schemas.ts";
import { propertiesOf } from "../schemas.ts";
import { factsOf, GENERAL } from "./facts.ts";
import { type FamilyOfProcedures, familiesOf } from "./families.ts";
import { type Field, fieldsOf, inlineType, noteOf, shapesNamed } from "./fields.ts";

const BANNER = "<!-- Generated from the router by `npm run generate`. Do not edit. -->";

/** The reference as pages of Markdown, by name: an index, a page for each family, and one of the shapes that they share. */
export function emitReference(contract: Contract): Record<string, string> {
  const families = familiesOf(contract);
  return {
    "reference.md": page("Reference", indexOf(contract, families)),
    ...Object.fromEntries(families.map((family) => [`reference/${family.name}.md`, familyPage(family)])),
    "reference/shapes.md": page("Shapes", shapesOf(contract)),
  };
}

function indexOf({ routes }: Contract, families: readonly FamilyOfProcedures[]): string[] {
  return [
    "Every procedure of the API, from the router itself. The same is served by each deployment as a page at `/reference`, and",
    "for programs at `/openapi.json`. What goes well with what is in [Compatibility](compatibility.md).",
    "",
    "| family | what it is about |",
    "|---|---|",
    ...families.map(({ name, about }) => `| [${name}](reference/${name}.md) | ${about} |`),
    "| [shapes](reference/shapes.md) | What several procedures take or answer. |",
    "",
    ...GENERAL.flatMap(([title, ...paragraphs]) => [`## ${title}`, "", ...paragraphs.flatMap((text) => [text, ""])]),
    "The [errors](errors.md) and the [limits](limits.md) have pages of their own.",
    "",
    "## Beside the procedures",
    "",
    "| route | what it is | callers |",
    "|---|---|---|",
    ...routes.map(
      ({ method, path, summary, caller }) =>
        `| \`${method.toUpperCase()} ${path}\` | ${summary} | ${caller.join(", ")} |`,
    ),
  ];
}

function familyPage({ name, about, procedures }: FamilyOfProcedures): string {
  return page(name, [about, "", ...procedures.flatMap(sectionOf)]);
}

function sectionOf(procedure: ProcedureContract): string[] {
  const { path, summary, input, output } = procedure;
  return [
    `## ${path}`,
    "",
    summary,
    "",
    ...factsOf(procedure).map(([name, text]) => `- ${name}: ${text}`),
    "",
    ...(input === null ? ["It takes no input.", ""] : valueLines("It takes", input)),
    ...valueLines("It answers", output),
  ];
}

/** A table of an object's fields, or what else a value is. */
function valueLines(lead: string, schema: Schema): string[] {
  if (propertiesOf(schema) === undefined) {
    return [`${lead} ${typeOf(inlineType(schema), shapesNamed(schema))}.`, ""];
  }
  const fields = fieldsOf(schema);
  return fields.length === 0 ? [`${lead} an empty object.`, ""] : [`${lead}:`, "", ...tableOf(fields), ""];
}

function shapesOf({ schemas }: Contract): string[] {
  return Object.entries(schemas).flatMap(([name, schema]) => {
    const fields = fieldsOf(schema);
    const body = fields.length > 0 ? tableOf(fields) : alternativesOf(schema);
    return [`## ${name}`, "", ...(typeof schema.description === "string" ? [noteOf(schema), ""] : []), ...body, ""];
  });
}

/** What a shape may be, where it is one of several. */
function alternativesOf(schema: Schema): string[] {
  const choices = schema.oneOf ?? schema.anyOf ?? [schema];
  // What zod writes there are schemas.
  return (choices as Schema[]).map((choice) => `- \`${inlineType(choice)}\` ${noteOf(choice)}`.trimEnd());
}

function tableOf(fields: readonly Field[]): string[] {
  const rows = fields.map(
    ({ name, type, shapes, required, note }) =>
      `| \`${name}\`${required ? "" : "?"} | ${typeOf(type, shapes)} | ${cell(note)} |`,
  );
  return ["| field | type | |", "|---|---|---|", ...rows];
}

/** A type, and where the shapes in it are described: in a page beside this one, or this one itself. */
function typeOf(type: string, shapes: readonly string[]): string {
  const links = shapes.map((name) => `[${name}](shapes.md#${name.toLowerCase()})`);
  return [`\`${cell(type)}\``, ...(links.length === 0 ? [] : [`(${links.join(", ")})`])].join(" ");
}

/** Text that stays within its cell. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

function page(title: string, lines: readonly string[]): string {
  return [BANNER, "", `# ${title}`, "", ...lines, ""].join("\n").replace(/\n+$/, "\n");
}
