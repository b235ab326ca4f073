import type { Contract, ProcedureContract } from "../contract.ts";
import { pascalCase } from "../names.ts";
import { factsOf, GENERAL } from "../reference/facts.ts";
import { familiesOf, familyOf } from "../reference/families.ts";
import type { Schema } from "../schemas.ts";
import { requiredOf } from "../schemas.ts";
import { headers, parameters, responses, securityOf, securitySchemes, warning, wireSchemas } from "./envelope.ts";
import { pathsOfRoutes } from "./routes.ts";
import { answeredComponentOf, componentOf, shapesIn } from "./schema.ts";

/** Of whatever a generator writes for other programs, and nobody reads key by key. */
type Json = Readonly<Record<string, unknown>>;

/** The API as it goes over the wire, as an OpenAPI 3.1 document. */
export function emitOpenApi(contract: Contract, version: string): string {
  const procedures = contract.procedures.map((procedure) => [`/trpc/${procedure.path}`, pathOf(procedure)]);
  const document = {
    openapi: "3.1.0",
    info: {
      title: "cf-auth",
      summary: "Sign-in and permissions for multi-tenant products.",
      description: GENERAL.map(([title, ...paragraphs]) => `## ${title}\n\n${paragraphs.join("\n\n")}`).join("\n\n"),
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      version,
    },
    servers: [{ url: "/", description: "The deployment that served this document." }],
    tags: [
      ...familiesOf(contract).map(({ name, about }) => ({ name, description: about })),
      { name: "http", description: "Routes that aren't procedures: files, WebSockets and public documents." },
    ],
    paths: { ...Object.fromEntries(procedures), ...pathsOfRoutes(contract.routes) },
    components: { schemas: schemasOf(contract), parameters, headers, responses, securitySchemes },
  };
  return `${JSON.stringify(document)}\n`;
}

function pathOf(procedure: ProcedureContract): Json {
  const { path, type, summary, caller, input } = procedure;
  const name = pascalCase(path);
  const shared = ["Tenant", "Client", ...(type === "mutation" ? ["IdempotencyKey"] : [])];
  const post = {
    operationId: path,
    tags: [familyOf(procedure)],
    summary,
    description: factsOf(procedure)
      .map(([fact, text]) => `${fact}: ${text}`)
      .join("\n\n"),
    parameters: shared.map((parameter) => ({ $ref: `#/components/parameters/${parameter}` })),
    ...(input !== null && { requestBody: bodyOf(`${name}Input`, input) }),
    responses: {
      200: {
        description: "It is done.",
        headers: warning,
        content: json({
          type: "object",
          properties: {
            result: { type: "object", properties: { data: answerOf(`${name}Output`) }, required: ["data"] },
          },
          required: ["result"],
        }),
      },
      default: { $ref: "#/components/responses/Failure" },
    },
    security: securityOf(caller),
  };
  return { post };
}

/** The input lies in `json`. It may be left out, with its body, where nothing in it is required. */
function bodyOf(component: string, input: Schema): Json {
  const isRequired = requiredOf(input).size > 0;
  const properties = { json: { $ref: ref(component) } };
  const schema = { type: "object", properties, ...(isRequired && { required: ["json"] }) };
  return { required: isRequired, content: json(schema) };
}

/** The answer, with what superjson's clients need to make dates of its texts. */
function answerOf(component: string): Json {
  const properties = { json: { $ref: ref(component) }, meta: { $ref: ref("Meta") } };
  return { type: "object", properties, required: ["json"] };
}

function schemasOf(contract: Contract): Json {
  const { procedures, schemas } = contract;
  const taken = shapesIn(
    procedures.map(({ input }) => input),
    contract,
  );
  // What is taken may be answered too; there it is said more narrowly than it would have to be.
  const shapes = Object.entries(schemas).map(([name, schema]) => [
    name,
    taken.has(name) ? componentOf(schema) : answeredComponentOf(schema),
  ]);
  const own = procedures.flatMap(({ path, input, output }) => {
    const name = pascalCase(path);
    const answer = [`${name}Output`, answeredComponentOf(output)];
    return input === null ? [answer] : [[`${name}Input`, componentOf(input)], answer];
  });
  return { ...wireSchemas(contract), ...Object.fromEntries(shapes), ...Object.fromEntries(own) };
}

function json(schema: Json): Json {
  return { "application/json": { schema } };
}

function ref(component: string): string {
  return `#/components/schemas/${component}`;
}
