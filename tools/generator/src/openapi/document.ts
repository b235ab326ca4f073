import type { Contract, ProcedureContract } from "../contract.ts";
import { isResource, requestName, responseName } from "../names.ts";
import { factsOf, generalOf } from "../reference/facts.ts";
import { familiesOf, familyOf } from "../reference/families.ts";
import type { Schema } from "../schemas.ts";
import { requiredOf } from "../schemas.ts";
import { headers, parameters, responses, securityOf, securitySchemes, warning, wireSchemas } from "./envelope.ts";
import { pathsOfRoutes } from "./routes.ts";
import { componentOf, responseComponentOf, shapesIn } from "./schema.ts";

/** A JSON object whose keys the generator does not read back. */
type Json = Readonly<Record<string, unknown>>;

/** The HTTP API as an OpenAPI 3.1 document. */
export function emitOpenApi(contract: Contract, version: string): string {
  const procedures = contract.procedures.map((procedure) => [`/trpc/${procedure.path}`, pathOf(procedure)]);
  const document = {
    openapi: "3.1.0",
    info: {
      title: "cf-auth",
      summary: "Sign-in and permissions for multi-tenant products.",
      description: generalOf(contract)
        .map(([title, ...paragraphs]) => `## ${title}\n\n${paragraphs.join("\n\n")}`)
        .join("\n\n"),
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      version,
    },
    servers: [{ url: "/", description: "The deployment that served this document." }],
    tags: [
      ...familiesOf(contract).map(({ name, about }) => ({ name, description: about })),
      { name: "http", description: "Routes other than procedures: files, WebSockets and public documents." },
    ],
    paths: { ...Object.fromEntries(procedures), ...pathsOfRoutes(contract.routes) },
    components: { schemas: schemasOf(contract), parameters, headers, responses, securitySchemes },
  };
  return `${JSON.stringify(document)}\n`;
}

function pathOf(procedure: ProcedureContract): Json {
  const { path, type, summary, caller, input } = procedure;
  const shared = ["Tenant", "Client", ...(type === "mutation" ? ["IdempotencyKey"] : [])];
  const post = {
    operationId: path,
    tags: [familyOf(procedure)],
    summary,
    description: factsOf(procedure)
      .map(([fact, text]) => `${fact}: ${text}`)
      .join("\n\n"),
    parameters: shared.map((parameter) => ({ $ref: `#/components/parameters/${parameter}` })),
    ...(input !== null && { requestBody: bodyOf(requestName(procedure), input) }),
    responses: {
      200: {
        description: "Success.",
        headers: warning,
        content: json({
          type: "object",
          properties: {
            result: { type: "object", properties: { data: responseOf(responseName(procedure)) }, required: ["data"] },
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

/** The request is in `json`. It may be left out, with the body, if no field is required. */
function bodyOf(component: string, input: Schema): Json {
  const isRequired = requiredOf(input).size > 0;
  const properties = { json: { $ref: ref(component) } };
  const schema = { type: "object", properties, ...(isRequired && { required: ["json"] }) };
  return { required: isRequired, content: json(schema) };
}

/** The response, with what superjson's clients need to read dates from its text. */
function responseOf(component: string): Json {
  const properties = { json: { $ref: ref(component) }, meta: { $ref: ref("Meta") } };
  return { type: "object", properties, required: ["json"] };
}

function schemasOf(contract: Contract): Json {
  const { procedures, schemas } = contract;
  const requested = shapesIn(
    procedures.map(({ input }) => input),
    contract,
  );
  // A schema of both a request and a response keeps the stricter form.
  const shapes = Object.entries(schemas).map(([name, schema]) => [
    name,
    requested.has(name) ? componentOf(schema) : responseComponentOf(schema),
  ]);
  const own = procedures.flatMap((procedure) => {
    const { input, output } = procedure;
    const request = input === null ? [] : [[requestName(procedure), componentOf(input)]];
    const response = isResource(output) ? [] : [[responseName(procedure), responseComponentOf(output)]];
    return [...request, ...response];
  });
  return { ...wireSchemas(contract), ...Object.fromEntries(shapes), ...Object.fromEntries(own) };
}

function json(schema: Json): Json {
  return { "application/json": { schema } };
}

function ref(component: string): string {
  return `#/components/schemas/${component}`;
}
