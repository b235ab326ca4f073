import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EXIT } from "./exit-codes.ts";
import { main } from "./main.ts";

const ACCOUNT = "b".repeat(32);
const URL_OF_STACK = "http://127.0.0.1:8787";
const [TOKEN, WEAK, OTHER] = ["a", "w", "o"].map((character) => character.repeat(40)) as [string, string, string];

describe("the rotation of the API token", () => {
  let cloudflare: Server;
  let state: string;
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
    // As a running stack leaves it, which a rotation of this token doesn't call.
    state = mkdtempSync(join(tmpdir(), "cf-auth-token-"));
    writeFileSync(join(state, "url"), URL_OF_STACK);
    write({ CLOUDFLARE_API_TOKEN: OTHER });
  });
  afterAll(async () => {
    delete process.env.CLOUDFLARE_BASE_URL;
    cloudflare.closeAllConnections();
    cloudflare.close();
    rmSync(state, { recursive: true });
  });

  const write = (values: object) => writeFileSync(join(state, "secrets.json"), JSON.stringify(values));
  const secrets = (): Record<string, string> => JSON.parse(readFileSync(join(state, "secrets.json"), "utf8"));

  async function run(line: string, input = "") {
    let [out, err] = ["", ""];
    const streams = {
      stdin: Readable.from([input]),
      stdout: { write: (text: string) => (out += text) },
      stderr: { write: (text: string) => (err += text) },
    };
    const env = { CF_AUTH_URL: URL_OF_STACK, CF_AUTH_TOKEN: "unused" };
    const code = await main(["rotate", ...line.split(" "), `--state=${state}`, "--json"], env, streams);
    return { code, out, err };
  }

  async function rotate(line: string, input?: string) {
    const { code, out, err } = await run(line, input);
    if (code !== EXIT.ok) throw new Error(err);
    return JSON.parse(out);
  }

  async function refusal(line: string, input: string) {
    const { err } = await run(line, input);
    return JSON.parse(err).error.code;
  }

  const rotation = `api-token --account-id=${ACCOUNT} --value-stdin`;

  it("refuses a token without rights, and changes nothing", async () => {
    const before = secrets();
    expect(await refusal(rotation, WEAK)).toBe("token_rights");
    expect(await refusal(rotation, "short")).toBe("usage");
    expect(secrets()).toEqual(before);
  });

  it("stops after each step, continues, and goes back to the previous token", async () => {
    await rotate(`${rotation} --step add`, TOKEN);
    expect(secrets()).toMatchObject({ CLOUDFLARE_API_TOKEN: OTHER, CLOUDFLARE_API_TOKEN_NEXT: TOKEN });
    expect(await rotate("api-token --step deploy")).toMatchObject({ next: { step: "retire" } });
    expect(secrets()).toMatchObject({ CLOUDFLARE_API_TOKEN: TOKEN, CLOUDFLARE_API_TOKEN_PREVIOUS: OTHER });
    await rotate("api-token --undo");
    expect(secrets()).toMatchObject({ CLOUDFLARE_API_TOKEN: OTHER, CLOUDFLARE_API_TOKEN_PREVIOUS: "" });
    expect((await rotate(rotation, TOKEN)).notes).toEqual([expect.stringContaining("Delete the previous token")]);
    expect(secrets()).toMatchObject({ CLOUDFLARE_API_TOKEN: TOKEN, CLOUDFLARE_API_TOKEN_PREVIOUS: "" });
    expect(Date.parse(secrets().CLOUDFLARE_API_TOKEN_SET_AT ?? "")).toBeGreaterThan(0);
  });

  it("continues after a process that ended between two writes, and loses no value", async () => {
    const half = {
      CLOUDFLARE_API_TOKEN_PREVIOUS: TOKEN,
      CLOUDFLARE_API_TOKEN: OTHER,
      CLOUDFLARE_API_TOKEN_NEXT: OTHER,
    };
    write({ ...secrets(), ...half });
    expect(await rotate("api-token --step deploy")).toMatchObject({ done: [{ step: "deploy" }] });
    expect(secrets()).toMatchObject({ CLOUDFLARE_API_TOKEN_PREVIOUS: TOKEN, CLOUDFLARE_API_TOKEN: OTHER });
    await rotate("api-token --undo");
    expect(secrets().CLOUDFLARE_API_TOKEN).toBe(TOKEN);
  });
});
