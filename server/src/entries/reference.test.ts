import { describe, expect, it } from "vitest";
import { codeIn, send } from "../../test/raw.ts";
import { SERVED } from "../generated/served.ts";
import { appRouter } from "../router.ts";
import { errors } from "../shared/errors/catalog.ts";

const PATHS = ["/openapi.json", "/reference", "/errors", "/llms.txt"];
const fetched = async (path: string) => JSON.parse((await send(path)).text);

it("there is nothing else that is served", () => {
  expect(Object.keys(SERVED)).toEqual(PATHS);
});

describe.each(PATHS)("%s", (path) => {
  it("is there for anybody, and may be kept", async () => {
    const answer = await send(path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("cache-control")).toBe("public, max-age=300");
    expect(answer.headers.get("etag")).toMatch(/^"[\w-]{22}"$/);
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.headers.get("content-security-policy")).toMatch(/^default-src 'none';.* frame-ancestors 'none'$/);
    expect(answer.text.length).toBeGreaterThan(10_000);
  });

  it("is not sent again to who has it", async () => {
    const { headers } = await send(path);
    for (const known of [`${headers.get("etag")}`, `"other", W/${headers.get("etag")}`, "*"]) {
      const repeated = await send(path, { headers: { "if-none-match": known } });
      expect([repeated.status, repeated.text, repeated.headers.get("etag")]).toEqual([304, "", headers.get("etag")]);
    }
    expect((await send(path, { headers: { "if-none-match": '"other"' } })).status).toBe(200);
  });

  it("is read only", async () => {
    const head = await send(path, { method: "HEAD" });
    expect([head.status, head.text, head.headers.has("etag")]).toEqual([200, "", true]);
    const post = await send(path, { method: "POST", body: "x" });
    expect([post.status, codeIn(post.body)]).toEqual([405, "method_not_allowed"]);
  });
});

it("what every object has is no page", async () => {
  expect((await send("/constructor")).status).toBe(404);
});

describe("the OpenAPI document", () => {
  it("has every procedure, and no other", async () => {
    const paths = Object.keys((await fetched("/openapi.json")).paths);
    const called = paths.filter((path) => path.startsWith("/v1/")).map((path) => path.slice("/v1/".length));
    expect(called.sort()).toEqual(Object.keys(appRouter._def.procedures).sort());
  });

  it("names no route that is not there", async () => {
    const { paths } = await fetched("/openapi.json");
    const routes = Object.entries<object>(paths).filter(([path]) => !path.startsWith("/v1/"));
    expect(routes.length).toBeGreaterThan(5);
    for (const [path, methods] of routes) {
      for (const method of Object.keys(methods)) {
        const { body } = await send(path.replace("{tenant}", "nobody"), { method: method.toUpperCase() });
        expect([path, method, codeIn(body)]).not.toContain("procedure_not_found");
        expect([path, method, codeIn(body)]).not.toContain("method_not_allowed");
      }
    }
  });

  it("is of the wire as it is: a call without input, one that fails, and one that is no procedure's", async () => {
    const { components } = await fetched("/openapi.json");
    const init = { method: "POST", headers: { "content-type": "application/json" }, body: "{}" };
    const health = await send("/v1/system.health", init);
    expect(Object.keys(health.body as object)).toEqual(components.schemas.GetSystemHealthResponse.required);
    for (const { body } of [await send("/v1/authz.check", init), await send("/nowhere")]) {
      expect(Object.keys(body as object).sort()).toEqual([...components.schemas.Problem.required].sort());
    }
  });
});

describe("the list of errors", () => {
  it("has the entry that each error links to, and runs nothing", async () => {
    const { text, headers } = await send("/errors");
    expect(headers.get("content-security-policy")).not.toContain("script-src");
    const { docs, code } = (await send("/nowhere")).body as { docs: string; code: string };
    expect(docs).toBe(`http://auth.test/errors#${code}`);
    for (const each of Object.keys(errors)) expect(text).toContain(`<section id="${each}">`);
  });
});

describe("the page for people", () => {
  it("runs and loads nothing but what its policy names by its hash", async () => {
    const { text, headers } = await send("/reference");
    const policy = headers.get("content-security-policy") ?? "";
    for (const tag of ["style", "script"]) {
      const bodies = [...text.matchAll(new RegExp(`<${tag}>(.*?)</${tag}>`, "gs"))];
      expect(bodies).toHaveLength(1);
      const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(bodies[0]?.[1]));
      expect(policy).toContain(`${tag}-src 'sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}'`);
    }
    expect(text).not.toMatch(/<(?:img|link|iframe|script\s|style\s)|\sstyle=|\son\w+=|(?:src|href)="(?!#|\/)/);
  });

  it("has every procedure to link to, and no link that leads nowhere", async () => {
    const { text } = await send("/reference");
    const ids = new Set([...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    for (const path of Object.keys(appRouter._def.procedures)) expect(ids).toContain(path);
    for (const [, id] of text.matchAll(/href="#([\w.-]+)"/g)) expect(ids).toContain(id);
    for (const [, id] of (await send("/llms.txt")).text.matchAll(/\(\/reference#([^)]+)\)/g)) expect(ids).toContain(id);
  });
});
