import { readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SES_CREDENTIALS, startSes } from "../../tools/local/test/ses-server.ts";
import { type RotationStack, startRotationStack } from "./rotation-stack.ts";

const long = process.env.LONG_TESTS === "1";
const NEXT = { ...SES_CREDENTIALS, accessKeyId: "AKIAROTATEDEXAMPLE99", secretAccessKey: `${"r".repeat(39)}+` };
const ACCOUNT = "b".repeat(32);
const [TOKEN, WEAK, OTHER] = ["a", "w", "o"].map((character) => character.repeat(40)) as [string, string, string];

describe.runIf(long)("the rotation of the mailer's key", () => {
  const accepted = [SES_CREDENTIALS];
  let ses: Awaited<ReturnType<typeof startSes>>;
  let stack: RotationStack;
  beforeAll(async () => {
    ses = await startSes(accepted);
    const { region, accessKeyId, secretAccessKey } = SES_CREDENTIALS;
    const vars = { EMAIL_PROVIDER: "ses", AWS_REGION: region, EMAIL_FROM: "auth@example.com", SES_ENDPOINT: ses.url };
    stack = await startRotationStack({
      vars,
      secrets: { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
    });
    await stack.server.auth.register({ email: "anne@example.com", password: "an unlikely sentence" });
  });
  afterAll(async () => {
    await stack.stop();
    await ses.stop();
  });

  const sent = async (): Promise<number> => (await (await fetch(`${ses.url}/taken`)).json()).length;
  /** Sends an email with the present key. */
  async function send(): Promise<void> {
    const before = await sent();
    await stack.server.auth.password.forgot({ email: "anne@example.com" });
    await expect.poll(sent).toBeGreaterThan(before);
  }

  it("adds, deploys and retires in processes of their own, and email is sent in between", async () => {
    await expect.poll(sent).toBe(1);
    const value = `${NEXT.accessKeyId}\n${NEXT.secretAccessKey}\n`;
    expect(await stack.refusal("mail")).toBe("value_missing");
    expect(await stack.refusal("mail --value-stdin", { input: "nothing" })).toBe("usage");
    expect(await stack.rotate("mail --value-stdin --step add", value)).toMatchObject({
      done: [{ step: "add" }],
      next: { step: "deploy" },
    });
    expect(await stack.status("mail")).toMatchObject({ state: "in progress", next: { step: "deploy" } });
    await send();
    accepted.push(NEXT);
    expect(await stack.rotate("mail --step deploy")).toMatchObject({ next: { step: "retire" } });
    accepted.splice(0, 1);
    await send();
    accepted.push(SES_CREDENTIALS);
    expect(await stack.rotate("mail --undo")).toMatchObject({ done: [{ step: "deploy" }] });
    expect(stack.secrets().AWS_ACCESS_KEY_ID).toBe(SES_CREDENTIALS.accessKeyId);
    accepted.splice(0, accepted.length, SES_CREDENTIALS);
    await send();
    accepted.push(NEXT);
    const { notes } = await stack.rotate("mail --value-stdin", value);
    expect(notes).toEqual([expect.stringContaining("Deactivate the previous access key")]);
    expect(stack.secrets()).toMatchObject({ AWS_ACCESS_KEY_ID: NEXT.accessKeyId, AWS_ACCESS_KEY_ID_PREVIOUS: "" });
    expect(await stack.refusal("mail --undo")).toBe("nothing_to_undo");
  });
});

describe("the rotation of the API token", () => {
  let cloudflare: Server;
  let stack: RotationStack;
  beforeAll(async () => {
    cloudflare = createServer((request, response) => {
      const token = request.headers.authorization?.replace("Bearer ", "");
      const isVerification = request.url?.includes("/tokens/verify") === true;
      const isAllowed = token !== WEAK || isVerification;
      const result = isVerification ? { id: "token", status: "active" } : [];
      response.writeHead(isAllowed ? 200 : 403, { "content-type": "application/json" });
      response.end(
        JSON.stringify({ success: isAllowed, errors: isAllowed ? [] : [{ code: 10_000, message: "no" }], result }),
      );
    });
    await new Promise<void>((resolve) => cloudflare.listen(0, "127.0.0.1", resolve));
    // A TCP server's address is an object.
    const { port } = cloudflare.address() as AddressInfo;
    process.env.CLOUDFLARE_BASE_URL = `http://127.0.0.1:${port}/client/v4`;
    stack = await startRotationStack({ secrets: { CLOUDFLARE_API_TOKEN: OTHER } });
  });
  afterAll(async () => {
    delete process.env.CLOUDFLARE_BASE_URL;
    cloudflare.closeAllConnections();
    cloudflare.close();
    await stack.stop();
  });

  const rotation = `api-token --account-id=${ACCOUNT} --value-stdin`;

  it("refuses a token without rights, and changes nothing", async () => {
    const before = stack.secrets();
    expect(await stack.refusal(rotation, { input: WEAK })).toBe("token_rights");
    expect(await stack.refusal(rotation, { input: "short" })).toBe("usage");
    expect(stack.secrets()).toEqual(before);
  });

  it("stops after each step, continues, and goes back to the previous token", async () => {
    await stack.rotate(`${rotation} --step add`, TOKEN);
    expect(stack.secrets()).toMatchObject({ CLOUDFLARE_API_TOKEN: OTHER, CLOUDFLARE_API_TOKEN_NEXT: TOKEN });
    expect(await stack.rotate("api-token --step deploy")).toMatchObject({ next: { step: "retire" } });
    expect(stack.secrets()).toMatchObject({ CLOUDFLARE_API_TOKEN: TOKEN, CLOUDFLARE_API_TOKEN_PREVIOUS: OTHER });
    await stack.rotate("api-token --undo");
    expect(stack.secrets()).toMatchObject({ CLOUDFLARE_API_TOKEN: OTHER, CLOUDFLARE_API_TOKEN_PREVIOUS: "" });
    expect((await stack.rotate(rotation, TOKEN)).notes).toEqual([expect.stringContaining("Delete the previous token")]);
    expect(stack.secrets()).toMatchObject({ CLOUDFLARE_API_TOKEN: TOKEN, CLOUDFLARE_API_TOKEN_PREVIOUS: "" });
    expect(await stack.status("api-token")).toMatchObject({
      state: "idle",
      isOverdue: false,
      since: expect.any(String),
    });
  });

  it("continues after a process that ended between two writes, and loses no value", async () => {
    const file = join(stack.state, "secrets.json");
    const half = {
      CLOUDFLARE_API_TOKEN_PREVIOUS: TOKEN,
      CLOUDFLARE_API_TOKEN: OTHER,
      CLOUDFLARE_API_TOKEN_NEXT: OTHER,
    };
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), ...half }));
    expect(await stack.rotate("api-token --step deploy")).toMatchObject({ done: [{ step: "deploy" }] });
    expect(stack.secrets()).toMatchObject({ CLOUDFLARE_API_TOKEN_PREVIOUS: TOKEN, CLOUDFLARE_API_TOKEN: OTHER });
    await stack.rotate("api-token --undo");
    expect(stack.secrets().CLOUDFLARE_API_TOKEN).toBe(TOKEN);
  });
});
