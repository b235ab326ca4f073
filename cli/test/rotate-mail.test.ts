import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SES_CREDENTIALS, startSes } from "../../tools/local/test/ses-server.ts";
import { type RotationStack, startRotationStack } from "./rotation-stack.ts";

const long = process.env.LONG_TESTS === "1";
const NEXT = { ...SES_CREDENTIALS, accessKeyId: "AKIAROTATEDEXAMPLE99", secretAccessKey: `${"r".repeat(39)}+` };

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

  it("stops after each step, continues and goes back, and email is sent in between", async () => {
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
