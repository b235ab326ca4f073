import { Webhook } from "standardwebhooks";
import { describe, expect, it, vi } from "vitest";
import { CfAuthError } from "../calls/error.ts";
import { signWebhook } from "./sign-webhook.ts";
import { verifyWebhook } from "./verify-webhook.ts";

const SECRET = `whsec_${btoa("s".repeat(32))}`;
const OLD_SECRET = `whsec_${btoa("o".repeat(32))}`;
const AT = new Date("2026-11-30T10:00:00Z");
const options = { secret: SECRET, now: () => AT };

/** A webhook signed by the reference implementation of Standard Webhooks. */
function signedByReference(body: string, { id = "evt_1", at = AT, secrets = [SECRET] } = {}) {
  const signatures = secrets.map((secret) => new Webhook(secret).sign(id, at, body));
  const headers: Record<string, string> = {
    "webhook-id": id,
    "webhook-timestamp": `${at.getTime() / 1000}`,
    "webhook-signature": signatures.join(" "),
  };
  return { headers, body };
}

const DATA = { seq: 7, id: "evt_1", event: "users.create", outcome: "ok", alert: false, actor: "key_1" };
const BODY = JSON.stringify({
  ...{ type: "users.create", timestamp: "2026-11-30T09:59:00Z", tenantId: "ten_1" },
  data: { ...DATA, subject: "usr_ä", object: "usr_ä", requestId: "req_1", at: "2026-11-30T09:59:00Z" },
});

async function codeOf(call: Promise<unknown>): Promise<string | undefined> {
  const error = await call.catch((thrown: unknown) => thrown);
  return error instanceof CfAuthError ? error.code : undefined;
}

describe("verifyWebhook", () => {
  it("returns the event of a request that the reference implementation signed", async () => {
    const { headers, body } = signedByReference(BODY);
    const request = new Request("https://hooks.example.com", { method: "POST", headers, body });
    const event = await verifyWebhook(request, options);
    const at = new Date("2026-11-30T09:59:00Z");
    const data = { ...DATA, subject: "usr_ä", object: "usr_ä", requestId: "req_1", at };
    expect(event).toEqual({ id: "evt_1", type: "users.create", timestamp: at, tenantId: "ten_1", data });
  });

  it("takes headers of any letter case and a body of bytes, as Node has them", async () => {
    const { headers, body } = signedByReference(BODY);
    const upper = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), [value]]));
    const event = await verifyWebhook({ headers: upper, body: new TextEncoder().encode(body) }, options);
    expect(event.id).toBe("evt_1");
  });

  it("hashes the body once for each secret, however many signatures the header has", async () => {
    const { headers, body } = signedByReference(BODY);
    const many = { ...headers, "webhook-signature": "v1,AAAA ".repeat(500) };
    const [signed, verified] = [vi.spyOn(crypto.subtle, "sign"), vi.spyOn(crypto.subtle, "verify")];
    const secret = [SECRET, OLD_SECRET];
    expect(await codeOf(verifyWebhook({ headers: many, body }, { ...options, secret }))).toBe("webhook_invalid");
    expect(signed.mock.calls.length + verified.mock.calls.length).toBe(2);
    vi.restoreAllMocks();
  });

  it("accepts either secret during a rotation, on either side", async () => {
    const both = signedByReference(BODY, { secrets: [SECRET, OLD_SECRET] });
    expect((await verifyWebhook(both, { ...options, secret: OLD_SECRET })).id).toBe("evt_1");
    expect((await verifyWebhook(both, { ...options, secret: SECRET })).id).toBe("evt_1");
    const one = signedByReference(BODY, { secrets: [OLD_SECRET] });
    expect((await verifyWebhook(one, { ...options, secret: [SECRET, OLD_SECRET] })).id).toBe("evt_1");
  });

  it.each([
    ["another secret", () => signedByReference(BODY, { secrets: [OLD_SECRET] })],
    ["an altered body", () => ({ ...signedByReference(BODY), body: BODY.replace("key_1", "key_2") })],
    ["another id", () => withHeader("webhook-id", "evt_2")],
    ["another time", () => withHeader("webhook-timestamp", `${AT.getTime() / 1000 + 1}`)],
    ["no id", () => withHeader("webhook-id", "")],
    ["no time", () => withHeader("webhook-timestamp", undefined)],
    ["no signature", () => withHeader("webhook-signature", undefined)],
    ["a signature of another version", () => withHeader("webhook-signature", "v1a,AAAA")],
    ["a signature that isn't base64", () => withHeader("webhook-signature", "v1,*** v1,")],
  ])("refuses a request with %s", async (_, request) => {
    expect(await codeOf(verifyWebhook(request(), options))).toBe("webhook_invalid");
  });

  it("refuses a request that was signed more than 5 minutes ago or ahead, and takes another tolerance", async () => {
    const aged = (seconds: number) => signedByReference(BODY, { at: new Date(AT.getTime() - seconds * 1000) });
    expect(await codeOf(verifyWebhook(aged(301), options))).toBe("webhook_expired");
    expect(await codeOf(verifyWebhook(aged(-301), options))).toBe("webhook_expired");
    expect((await verifyWebhook(aged(300), options)).id).toBe("evt_1");
    expect((await verifyWebhook(aged(3600), { ...options, toleranceSeconds: 3600 })).id).toBe("evt_1");
  });

  it("refuses a time that is no number", async () => {
    const body = BODY;
    const signature = await signAs("soon", body);
    const headers = { "webhook-id": "evt_1", "webhook-timestamp": "soon", "webhook-signature": signature };
    expect(await codeOf(verifyWebhook({ headers, body }, options))).toBe("webhook_expired");
  });

  it("refuses a secret of another form", async () => {
    for (const secret of ["whsec_***", "whsec_", ""]) {
      expect(await codeOf(verifyWebhook(signedByReference(BODY), { ...options, secret }))).toBe("invalid_input");
    }
  });
});

describe("signWebhook", () => {
  it("signs as the reference implementation verifies, with each secret", async () => {
    const now = new Date();
    const { headers, body } = await signWebhook({ type: "users.delete" }, { secret: [SECRET, OLD_SECRET], at: now });
    for (const secret of [SECRET, OLD_SECRET]) {
      expect(new Webhook(secret).verify(body, headers)).toMatchObject({ type: "users.delete", tenantId: "ten_test" });
    }
  });

  it("makes an event that verifyWebhook returns, with the fields that the test sets", async () => {
    const input = { id: "evt_9", type: "auth.login", tenantId: "ten_9", data: { subject: "usr_9", seq: 41 } };
    const event = await verifyWebhook(await signWebhook(input, { secret: SECRET, at: AT }), options);
    expect(event).toMatchObject({ ...input, timestamp: AT, data: { ...input.data, object: "usr_9", at: AT } });
  });
});

function withHeader(name: string, value: string | undefined) {
  const { headers, body } = signedByReference(BODY);
  return { headers: { ...headers, [name]: value }, body };
}

/** Signs a time that isn't a number, as the reference implementation can't. */
async function signAs(timestamp: string, body: string): Promise<string> {
  const key = await crypto.subtle.importKey(
    "raw",
    new TextEncoder().encode("s".repeat(32)),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  const bytes = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(`evt_1.${timestamp}.${body}`));
  return `v1,${btoa(String.fromCharCode(...new Uint8Array(bytes)))}`;
}
