import { describe, expect, it } from "vitest";
import { codeIn, send } from "../../test/raw.ts";
import manifest from "../../viewer/manifest.json" with { type: "json" };
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
    expect(answer.text.length).toBeGreaterThan(1_000);
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
  it("runs its own script and the viewer's, and calls nothing but this origin", async () => {
    const { text, headers } = await send("/reference");
    const policy = headers.get("content-security-policy") ?? "";
    const script = /<script>(.*?)<\/script>/s.exec(text)?.[1];
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(script));
    expect(policy).toContain(`script-src 'self' 'sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}';`);
    expect(policy).toContain("connect-src 'self';");
    expect(text).not.toMatch(/(?:src|href)="(?!#|\/|data:)/);
  });

  it("leads to every procedure that a link of llms.txt names", async () => {
    const linked = [...(await send("/llms.txt")).text.matchAll(/\(\/reference#([\w.]+)\)/g)].map(([, id]) => id);
    expect(linked.filter((id) => id !== "routes").sort()).toEqual(Object.keys(appRouter._def.procedures).sort());
  });
});

describe("the viewer's script", () => {
  const address = async () => /src="(\/reference\/viewer\.js\?v=\w+)"/.exec((await send("/reference")).text)?.[1] ?? "";

  it("is cached for a year under the address that the page has, and for minutes under others", async () => {
    const cached = async (path: string) => (await send(path)).headers.get("cache-control");
    expect(await cached(await address())).toBe("public, max-age=31536000, immutable");
    expect(await cached("/reference/viewer.js?v=older")).toBe("public, max-age=300");
  });

  it("is the file that the manifest names, for clients that take gzip and for others", async () => {
    for (const accepted of ["gzip, br", "identity"]) {
      const { text, headers } = await send("/reference/viewer.js", { headers: { "accept-encoding": accepted } });
      const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
      expect([accepted, new Uint8Array(digest).toHex()]).toEqual([accepted, manifest.sha256]);
      expect(headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    }
  });

  it("isn't sent again to who has it, nor for HEAD", async () => {
    const { headers } = await send("/reference/viewer.js", { method: "HEAD" });
    const repeated = await send("/reference/viewer.js", { headers: { "if-none-match": `${headers.get("etag")}` } });
    expect([repeated.status, repeated.text]).toEqual([304, ""]);
  });
});
