import type { Contract, ProcedureContract } from "../contract.ts";
import { queryParametersOf } from "../emit-get-queries.ts";
import { isResource, requestName, responseName } from "../names.ts";
import { exampleInput } from "../reference/example.ts";
import { factsOf, generalOf } from "../reference/facts.ts";
import { familiesInOrder, familyOf } from "../reference/families.ts";
import { synonymsOf } from "../reference/synonyms.ts";
import type { Schema } from "../schemas.ts";
import { propertiesOf, requiredOf } from "../schemas.ts";
import { codeSamplesOf } from "./code-samples.ts";
import { nameVariants } from "./discriminated-unions.ts";
import { headers, parameters, responseHeaders, securityOf, securitySchemes, wireSchemas } from "./envelope.ts";
import { commonResponses, errorResponses } from "./error-responses.ts";
import { pathsOfRoutes } from "./routes.ts";
import { componentOf, responseComponentOf, shapesIn } from "./schema.ts";
import { nameSharedUnions } from "./shared-unions.ts";

/** A JSON object whose keys the generator does not read back. */
type Json = Readonly<Record<string, unknown>>;

/** The plain HTTP API as an OpenAPI 3.1 document. */
export function emitOpenApi(contract: Contract, version: string): string {
  const procedures = contract.procedures.map((procedure) => [`/v1/${procedure.path}`, pathOf(procedure, contract)]);
  const document = {
    openapi: "3.1.0",
    info: {
      title: "cf-auth API",
      summary: "Sign-in and permissions for multi-tenant products.",
      description: generalOf(contract)
        .map(([title, ...paragraphs]) => `## ${title}\n\n${paragraphs.join("\n\n")}`)
        .join("\n\n"),
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      version,
    },
    servers: [{ url: "/", description: "The deployment that served this document." }],
    tags: [
      ...familiesInOrder(contract).map(({ name, about }) => ({ name, description: about })),
      { name: "http", description: "Routes other than procedures: files, WebSockets and public documents." },
    ],
    paths: { ...Object.fromEntries(procedures), ...pathsOfRoutes(contract.routes) },
    components: {
      schemas: schemasOf(contract),
      parameters,
      headers,
      responses: commonResponses(contract),
      securitySchemes,
    },
  };
  return `${JSON.stringify(document)}\n`;
}

function pathOf(procedure: ProcedureContract, contract: Contract): Json {
  const { path, type, input } = procedure;
  const headerParameters = [
    "TenantHeader",
    "ClientHeader",
    ...(type === "mutation" ? ["IdempotencyKeyHeader"] : []),
  ].map((parameter) => ({ $ref: `#/components/parameters/${parameter}` }));
  const operation = (operationId: string, parameters: readonly Json[]) => ({
    operationId,
    tags: [familyOf(procedure)],
    summary: procedure.summary,
    description: [...factsOf(procedure), ...searchWordsOf(procedure)]
      .map(([fact, text]) => `${fact}: ${text}`)
      .join("\n\n"),
    parameters,
    ...operationParts(procedure, contract),
  });
  const post = {
    ...operation(path, headerParameters),
    ...(input !== null && { requestBody: bodyOf(procedure, input) }),
    "x-codeSamples": codeSamplesOf(procedure),
  };
  const query = queryParametersOf(procedure, contract.schemas);
  if (query === undefined) return { post };
  return {
    post,
    get: operation(`${path}.byGet`, [...parametersOf(procedure, Object.keys(query)), ...headerParameters]),
  };
}

/** Words that people search for and that the call doesn't have, since viewers search in descriptions. */
function searchWordsOf({ path }: ProcedureContract): [name: string, text: string][] {
  const words = synonymsOf(path);
  return words === "" ? [] : [["Also searched as", `${words}.`]];
}

function operationParts(procedure: ProcedureContract, contract: Contract): Json {
  return {
    responses: {
      200: {
        description: "Success.",
        headers: responseHeaders,
        content: json({ $ref: ref(responseName(procedure)) }),
      },
      ...errorResponses(procedure, contract),
    },
    security: securityOf(procedure.caller),
  };
}

/** The fields of a flat input as parameters of a query string. */
function parametersOf({ input }: ProcedureContract, names: readonly string[]): Json[] {
  const properties = input === null ? {} : (propertiesOf(input) ?? {});
  const required = requiredOf(input ?? {});
  return names.map((name) => {
    const { description, ...schema } = componentOf(properties[name] ?? {});
    return {
      name,
      in: "query",
      ...(required.has(name) && { required: true }),
      ...(description !== undefined && { description }),
      schema,
    };
  });
}

/** The body may be left out if no field is required. */
function bodyOf(procedure: ProcedureContract, input: Schema): Json {
  const content = { schema: { $ref: ref(requestName(procedure)) }, example: exampleInput(procedure.path, input) };
  return { required: requiredOf(input).size > 0, content: { "application/json": content } };
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
  const all = { ...wireSchemas(contract), ...Object.fromEntries(shapes), ...Object.fromEntries(own) };
  return nameSharedUnions(nameVariants(all));
}

function json(schema: Json): Json {
  return { "application/json": { schema } };
}

function ref(component: string): string {
  return `#/components/schemas/${component}`;
}
