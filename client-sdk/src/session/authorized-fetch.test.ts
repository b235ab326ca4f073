import { describe, expect, it } from "vitest";
import { authorizedFetch, type GetToken } from "./authorized-fetch.ts";

const API = "https://api.acme.example";

/** A fetch with these responses in turn, and the recorded requests. */
function fetchAnswering(getToken: GetToken, ...statuses: number[]) {
  const seen: { url: string; authorization: string | null; body: string; headers: Headers }[] = [];
  const wire: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const authorization = request.headers.get("authorization");
    seen.push({ url: request.url, authorization, body: await request.text(), headers: request.headers });
    return new Response("answer", { status: statuses.shift() ?? 200 });
  };
  return { fetch: authorizedFetch(wire, [`${API}/v1`], getToken), seen };
}

const fixed: GetToken = async () => "one";

describe("the access token", () => {
  it("is sent to the configured origin, with the rest of the request unchanged", async () => {
    const { fetch, seen } = fetchAnswering(fixed);
    const response = await fetch(`${API}/orders`, { method: "POST", body: "order", headers: { "x-more": "1" } });
    expect(await response.text()).toBe("answer");
    expect(seen).toMatchObject([{ authorization: "Bearer one", body: "order" }]);
    expect(seen[0]?.headers.get("x-more")).toBe("1");
  });

  it.each([
    "https://evil.example/",
    "http://api.acme.example/",
    "https://api.acme.example:8443/",
    "https://api.acme.example.evil.example/",
    "https://api.acme.example@evil.example/",
    "https://evil.example/?https://api.acme.example",
    "https://sub.api.acme.example/",
  ])("isn't sent to %s, and isn't requested", async (url) => {
    const { fetch, seen } = fetchAnswering(() => Promise.reject(new Error("Nobody asks for it.")));
    await fetch(url.replace("https://api.acme.example@", "https://"), {});
    await fetch(new Request(url.includes("@") ? "https://evil.example" : url));
    expect(seen.map(({ authorization }) => authorization)).toEqual([null, null]);
  });

  it("is for the origins at creation, even if the list changes later", async () => {
    const origins = [API];
    const requested: unknown[] = [];
    const fetch = authorizedFetch(
      async (request) => {
        requested.push(new Request(request).headers.get("authorization"));
        return new Response();
      },
      origins,
      fixed,
    );
    origins.push("https://evil.example");
    await fetch("https://evil.example/");
    await fetch(API);
    expect(requested).toEqual([null, "Bearer one"]);
    expect(() => authorizedFetch(fetch, ["api.acme.example"], fixed)).toThrow();
  });

  it("is left out if no user is signed in", async () => {
    const { fetch, seen } = fetchAnswering(async () => undefined, 401);
    expect((await fetch(API)).status).toBe(401);
    expect(seen.map(({ authorization }) => authorization)).toEqual([null]);
  });
});

describe("a request with a 401 response", () => {
  it("is repeated once with another token and the same body", async () => {
    const { fetch, seen } = fetchAnswering(async (refused) => (refused === "one" ? "two" : "one"), 401, 401, 200);
    const response = await fetch(new Request(API, { method: "POST", body: "order" }));
    expect(response.status).toBe(401);
    expect(seen.map(({ authorization, body }) => [authorization, body])).toEqual([
      ["Bearer one", "order"],
      ["Bearer two", "order"],
    ]);
  });

  it.each<[string, GetToken]>([
    ["there is no other token", fixed],
    ["none is to be had", async (refused) => (refused ? Promise.reject(new Error("The network is down.")) : "one")],
  ])("isn't repeated if %s", async (_, getToken) => {
    const { fetch, seen } = fetchAnswering(getToken, 401, 200);
    expect((await fetch(API)).status).toBe(401);
    expect(seen).toHaveLength(1);
  });
});

describe("a request with a 403 response", () => {
  const API_ERRORS = [
    { error: { json: { message: "No.", data: { code: "tenant_suspended" } } } },
    { error: { code: "tenant_deleted" } },
    { code: "user_banned" },
    { errors: [{ extensions: { code: "session_ended" } }] },
  ];
  const answering = (body: BodyInit, type: string, status = 403) => {
    const requested: (string | undefined)[] = [];
    const wire = async () => new Response(body, { status, headers: { "content-type": type } });
    const getToken: GetToken = async (refused) => {
      requested.push(refused);
      return refused === undefined ? "one" : "two";
    };
    return { requested, fetch: authorizedFetch(wire, [API], getToken) };
  };

  it.each(API_ERRORS)(
    "makes the session check with the service if it says that the session has ended: %j",
    async (error) => {
      const { requested, fetch } = answering(JSON.stringify(error), "application/json; charset=utf-8");
      const response = await fetch(API);
      expect([response.status, await response.json(), requested]).toEqual([403, error, [undefined, "one"]]);
    },
  );

  it.each([
    ["another error", '{"code":"permission_denied"}', "application/json", 403],
    ["a page", '<p>"tenant_suspended"</p>', "text/html", 403],
    ["another status", '{"code":"tenant_suspended"}', "application/json", 409],
  ])("doesn't check otherwise: %s", async (_, body, type, status) => {
    const { requested, fetch } = answering(body, type, status);
    expect(await (await fetch(API)).text()).toBe(body);
    expect(requested).toEqual([undefined]);
  });

  it("is returned even if the check fails", async () => {
    const wire = async () => Response.json({ code: "tenant_suspended" }, { status: 403 });
    const getToken: GetToken = async (refused) => (refused ? Promise.reject(new Error("The network is down.")) : "one");
    expect((await authorizedFetch(wire, [API], getToken)(API)).status).toBe(403);
  });
});
