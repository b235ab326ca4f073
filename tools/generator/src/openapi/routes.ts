import type { Contract } from "../contract.ts";
import { securityOf } from "./envelope.ts";

/** Routes other than procedures, by path and method. */
export function pathsOfRoutes(routes: Contract["routes"]) {
  const byPath = Map.groupBy(routes, ({ path }) => path);
  return Object.fromEntries(
    [...byPath].map(([path, members]) => [
      path,
      Object.fromEntries(members.map((route) => [route.method, operationOf(route)])),
    ]),
  );
}

function operationOf({
  method,
  path,
  summary,
  caller,
  parameters,
  takes,
  answers,
  errors,
}: Contract["routes"][number]) {
  return {
    operationId: operationIdOf(method, path),
    tags: ["http"],
    summary,
    parameters: parameters.map(({ name, in: location, description, pattern }) => ({
      name,
      in: location,
      description,
      required: location === "path",
      schema: { type: "string", pattern },
    })),
    ...(takes !== undefined && {
      requestBody: { required: true, content: bodiesOf(takes) },
    }),
    responses: {
      ...(answers === "websocket"
        ? {
            101: {
              description: "The WebSocket is open. Each message is JSON.",
            },
          }
        : { 200: { description: "Success.", content: contentOf(answers) } }),
      ...Object.fromEntries(["4XX", "default"].map((status) => [status, { $ref: failureOf(errors) }])),
    },
    security: securityOf(caller),
  };
}

/** `get /authz/graph.csv` becomes `http.getAuthzGraphCsv`. */
function operationIdOf(method: string, path: string): string {
  const words = path.split(/[^a-z0-9]+/i).filter((word) => word !== "");
  return `http.${method}${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("")}`;
}

function failureOf(errors: Contract["routes"][number]["errors"]): string {
  const name = errors === undefined ? "Failure" : { openfga: "OpenFgaFailure", authzen: "AuthZenFailure" }[errors];
  return `#/components/responses/${name}`;
}

/** A body of a media type: JSON is an object, all else is text. */
/** A body in one of several forms. A file of tuples in JSON is a list or an object. */
function bodiesOf(mediaTypes: readonly string[]): object {
  const [only, ...others] = mediaTypes;
  if (only !== undefined && others.length === 0) return contentOf(only);
  return Object.fromEntries(
    mediaTypes.map((type) => [type, { schema: type.endsWith("json") ? {} : { type: "string" } }]),
  );
}

function contentOf(mediaType: string) {
  return { [mediaType]: { schema: { type: /[/+]json$/.test(mediaType) ? "object" : "string" } } };
}
