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

function operationOf({ method, path, summary, caller, parameters, takes, answers }: Contract["routes"][number]) {
  return {
    operationId: `${method} ${path}`,
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
      requestBody: {
        required: true,
        content: Object.fromEntries(takes.map((type) => [type, { schema: { type: "string" } }])),
      },
    }),
    responses: {
      ...(answers === "websocket"
        ? {
            101: {
              description: "The WebSocket is open. Each message is JSON.",
            },
          }
        : { 200: { description: "Success.", content: { [answers]: {} } } }),
      default: { $ref: "#/components/responses/Failure" },
    },
    security: securityOf(caller),
  };
}
