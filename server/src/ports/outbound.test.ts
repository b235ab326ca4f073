import { describe, expect, it } from "vitest";
import { MAX_RESPONSE, outboundBy } from "./outbound.ts";

/** An outbound whose requests get one response, and the requests. */
function answering(response: () => Response | Promise<Response>, timeoutMs?: number) {
  const sent: { url: string; init: RequestInit }[] = [];
  const fetch = async (url: string, init: RequestInit) => {
    sent.push({ url, init });
    return await response();
  };
  return { sent, outbound: outboundBy(fetch, timeoutMs) };
}

describe("outbound requests", () => {
  it("follow no redirect", async () => {
    const { outbound, sent } = answering(
      () => new Response(null, { status: 302, headers: { location: "http://10.0.0.1" } }),
    );
    expect((await outbound.fetch("https://a.dev/", {})).status).toBe(302);
    expect(sent[0]?.init).toMatchObject({ method: "GET", redirect: "manual" });
  });

  it("read at most 64 KiB", async () => {
    const { outbound } = answering(() => new Response("x".repeat(MAX_RESPONSE)));
    expect(await (await outbound.fetch("https://a.dev/", {})).text()).toHaveLength(MAX_RESPONSE);
    const longer = answering(() => new Response("x".repeat(MAX_RESPONSE + 1))).outbound;
    await expect(longer.fetch("https://a.dev/", {})).rejects.toMatchObject({ reason: "too_large" });
  });

  it("discard the body if it isn't needed, however long it is", async () => {
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(MAX_RESPONSE)) });
    const { outbound } = answering(() => new Response(endless, { status: 201 }));
    const response = await outbound.fetch("https://a.dev/", { discardsBody: true });
    expect([response.status, response.body]).toEqual([201, null]);
  });

  it.each([520, 521, 522, 530])("take status %i for a host that Cloudflare can't reach", async (status) => {
    const { outbound } = answering(() => new Response("error code: 1016", { status }));
    await expect(outbound.fetch("https://a.dev/", {})).rejects.toMatchObject({ reason: "unreachable" });
  });

  it("end when the time is over, also within the body", async () => {
    const slow = outboundBy(
      async (_, { signal }) =>
        await new Promise((_resolve, reject) => {
          signal?.addEventListener("abort", () => reject(signal.reason));
        }),
      1,
    );
    await expect(slow.fetch("https://a.dev/", {})).rejects.toMatchObject({ reason: "timeout" });
  });
});

describe("DNS over HTTPS", () => {
  const resolving = (json: unknown) => answering(() => Response.json(json));

  it("returns the values of a type, without aliases", async () => {
    const { outbound, sent } = resolving({
      Status: 0,
      Answer: [
        { type: 5, data: "b.dev." },
        { type: 1, data: "93.184.215.14" },
      ],
    });
    expect(await outbound.resolve("a.dev", "A")).toEqual(["93.184.215.14"]);
    expect(sent[0]?.url).toBe("https://cloudflare-dns.com/dns-query?name=a.dev&type=A");
    expect(sent[0]?.init.headers).toEqual({ accept: "application/dns-json" });
  });

  it("joins the parts of a text, and removes its quotes", async () => {
    const data = String.raw`"one \"quoted\" " "and two"`;
    const { outbound } = resolving({ Status: 0, Answer: [{ type: 16, data }] });
    expect(await outbound.resolve("a.dev", "TXT")).toEqual(['one "quoted" and two']);
  });

  it("returns nothing for a name that doesn't exist, and fails where DNS failed", async () => {
    expect(await resolving({ Status: 3 }).outbound.resolve("a.dev", "TXT")).toEqual([]);
    await expect(resolving({ Status: 2 }).outbound.resolve("a.dev", "TXT")).rejects.toMatchObject({
      reason: "unreachable",
    });
  });
});
