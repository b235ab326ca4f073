import { describe, expect, it } from "vitest";
import { isolate, MovedClock } from "../../test/moved.ts";
import { isPublicDocument } from "../pipeline/cors.ts";
import { EVERY_CALLER } from "../pipeline/declaration.ts";
import { type Route, routerOf } from "./route.ts";
import { ROUTES } from "./routes.ts";

/** A value of each path parameter. */
const VALUES: Readonly<Record<string, string>> = {
  tenant: "acme",
  page: "confirm",
  hosted: "sign-in",
  email: "eml_1",
  hash: "0123456789abcdef0123456789abcdef",
  provider: "google",
  store: "01JDZ3NDEKTSV4RRFFQ69G5FAV",
  model: "00000000000000000000000001",
};
const { app } = isolate(new MovedClock());
const info = { id: "req_1", ip: "192.0.2.1", userAgent: "", region: "" };

const endpoints = ROUTES.flatMap((route) => route.methods.map((method) => [method, route.path, route] as const));
const sampleOf = (path: string) => path.replace(/\{(\w+)\}/g, (_, name: string) => VALUES[name] ?? "");
const nameOf = ({ methods, path }: Route) => `${methods.join()} ${path}`;
/** The route with a handler that answers with the route's name and the parameters. */
const named = (route: Route): Route => ({
  ...route,
  handle: async (_, parameters) => Response.json([nameOf(route), parameters]),
});

/** Sends a request to some of the routes. Answers what their handler does, or the code of the error. */
async function answer(routes: readonly Route[], method: string, path: string): Promise<unknown> {
  const request = new Request(`http://localhost${path}`, { method });
  const visit = { app, request, url: new URL(request.url), info };
  return await routerOf(routes.map(named))(visit).then(
    async (response) => await response.json(),
    ({ code }) => code,
  );
}

describe.each(endpoints)("%s %s", (method, path, route) => {
  it("is answered by its own handler, which gets the path's parameters", async () => {
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
    const parameters = Object.fromEntries(names.map((name) => [name, VALUES[name]]));
    expect(await answer(ROUTES, method, sampleOf(path))).toEqual([nameOf(route), parameters]);
  });

  it("matches no request of another route", async () => {
    for (const [otherMethod, otherPath, other] of endpoints) {
      if (other === route) continue;
      const found = await answer([route], otherMethod, sampleOf(otherPath));
      expect([otherMethod, otherPath, found]).toEqual([otherMethod, otherPath, expect.any(String)]);
    }
  });

  it("matches no path around its own", async () => {
    const sample = sampleOf(path);
    for (const around of [`${sample}/`, `/x${sample}`, `${sample}%20`, sample.replace(".", "x")]) {
      if (around !== sample)
        expect([around, await answer([route], method, around)]).toEqual([around, "procedure_not_found"]);
    }
  });
});

it("refuses methods that no route of a path has", async () => {
  expect(await answer(ROUTES, "DELETE", "/authz/graph.csv")).toBe("method_not_allowed");
  expect(await answer(ROUTES, "HEAD", "/authz/graph.csv")).toBe("method_not_allowed");
  expect(await answer(ROUTES, "PUT", "/authz/graph.csv")).toEqual(["PUT /authz/graph.csv", {}]);
});

it("knows no route that the deployment does not serve, whatever the method", async () => {
  const hidden = ROUTES.map((route) => ({ ...route, isServed: () => false }));
  expect(await answer(hidden, "GET", "/dev/mailbox")).toBe("procedure_not_found");
  expect(await answer(hidden, "POST", "/dev/mailbox")).toBe("procedure_not_found");
});

it("refuses a table with a path whose parameter is not declared", () => {
  const undeclared: Route = { methods: ["GET"], path: "/t/{tenant}", handle: async () => new Response() };
  expect(() => routerOf([undeclared])).toThrow("Route /t/{tenant} does not declare its parameter tenant.");
});

it("opens to pages of every origin exactly the documents that everyone may fetch", () => {
  for (const { path, api } of ROUTES) {
    expect([path, isPublicDocument(sampleOf(path))]).toEqual([path, api?.caller === EVERY_CALLER]);
  }
});
