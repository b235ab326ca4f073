import { execFile } from "node:child_process";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { standInPulumi } from "../../test/stand-in-pulumi.ts";
import { parseKeyring } from "./keyring.ts";
import { setSecret } from "./set-secret.ts";

const PLACE = "example/cf-auth/secrets-staging";
const BOOTSTRAP = "a-bootstrap-secret-of-forty-characters-0";
const OLD = `v1:${Buffer.alloc(32, "o").toString("base64")}`;

interface Setting {
  readonly input?: string | Readable;
  readonly present?: string;
  readonly fails?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs the command with a stand-in for Pulumi's. */
async function run(args: string, { input = "", present, fails, env }: Setting = {}) {
  using pulumi = standInPulumi({ ...(present !== undefined && { present }), ...(fails !== undefined && { fails }) });
  const output = { stdout: "", stderr: "" };
  const sink = (name: keyof typeof output) => ({
    write: (text: string) => {
      output[name] += text;
    },
  });
  const stdin = typeof input === "string" ? Readable.from([input]) : input;
  const streams = { stdin, stdout: sink("stdout"), stderr: sink("stderr") };
  const code = await setSecret(args.split(" "), streams, { ...pulumi.env, ...env }, "example");
  return { code, ...output, calls: pulumi.calls() };
}

describe("set-secret", () => {
  it("hands what it reads to Pulumi through a pipe, and shows it to nobody", async () => {
    const { code, stdout, stderr, calls } = await run("staging BOOTSTRAP_SECRET", { input: `${BOOTSTRAP}\n` });
    const args = ["env", "set", PLACE, "BOOTSTRAP_SECRET", "--secret", "--string", "--file", "-"];
    expect(calls).toEqual([{ args, input: BOOTSTRAP, token: "pul-of-the-tests" }]);
    expect([code, stdout]).toEqual([0, `BOOTSTRAP_SECRET is set in ${PLACE}.\n`]);
    expect(stderr).toBe("Next: `pulumi up` of the stack staging, which hands it to the Worker.\n");
  });

  it("makes a first version, and says its id alone", async () => {
    const { code, stdout, stderr, calls } = await run("staging JWT_SECRET --generate");
    expect(calls.map(({ args }) => args.slice(0, 4))).toEqual([
      ["env", "get", PLACE, "JWT_SECRET"],
      ["env", "set", PLACE, "JWT_SECRET"],
    ]);
    const made = calls[1]?.input ?? "";
    expect(parseKeyring(made)?.map(({ id }) => id)).toEqual(["v1"]);
    expect([code, stdout]).toEqual([0, `JWT_SECRET is set in ${PLACE}, versions v1.\n`]);
    expect(stdout + stderr).not.toContain(made.slice(3, 20));
  });

  it("puts a new version in front, and keeps the old", async () => {
    const { code, stdout, stderr, calls } = await run("staging PASSWORD_PEPPER --rotate", { present: OLD });
    expect(calls[0]?.args).toEqual(["env", "get", PLACE, "PASSWORD_PEPPER", "--value", "string", "--show-secrets"]);
    expect(calls[1]?.input).toMatch(/^v2:[^,]{64},v1:/);
    expect(calls[1]?.input.endsWith(OLD)).toBe(true);
    expect([code, stdout]).toEqual([0, `PASSWORD_PEPPER is set in ${PLACE}, versions v2, v1.\n`]);
    expect(stdout + stderr).not.toContain(OLD.slice(3, 20));
  });

  it("asks at a terminal, and shows nothing of what is typed", async () => {
    const typed = Object.assign(Readable.from([BOOTSTRAP, "\r"]), { isTTY: true, setRawMode: () => {} });
    const { code, stdout, stderr, calls } = await run("preview BOOTSTRAP_SECRET", { input: typed });
    expect([code, calls[0]?.input]).toEqual([0, BOOTSTRAP]);
    expect(stderr).toContain("BOOTSTRAP_SECRET of preview, which is not shown: ");
    expect(stdout + stderr).not.toContain(BOOTSTRAP);
  });

  it("explains itself", async () => {
    const { code, stdout, calls } = await run("--help", { env: { PULUMI_ACCESS_TOKEN: "" } });
    expect([code, calls]).toEqual([0, []]);
    expect(stdout).toMatch(/--generate .*\n.*--rotate .*\n[\s\S]*JWT_SECRET[\s\S]*PULUMI_ACCESS_TOKEN/);
  });
});

describe("set-secret refuses, changes nothing, and says what to do", () => {
  it.each<[string, string, Setting, RegExp]>([
    ["nothing", "staging BOOTSTRAP_SECRET", { input: "\n" }, /BOOTSTRAP_SECRET is empty; nothing has changed/],
    ["what is too short", "staging BOOTSTRAP_SECRET", { input: "short" }, /at least 32 characters/],
    ["what is no list of versions", "staging JWT_SECRET", { input: BOOTSTRAP }, /must be id:base64 pairs/],
    [
      "a name that nobody knows",
      "staging JWT_SECERT",
      { input: BOOTSTRAP },
      /none of CLOUDFLARE_API_TOKEN, JWT_SECRET/,
    ],
    ["an inherited name", "staging toString", { input: BOOTSTRAP }, /none of CLOUDFLARE_API_TOKEN/],
    ["an environment that nobody knows", "prod JWT_SECRET", {}, /none of dev, preview, staging, production/],
    ["the account's, which has none", "account JWT_SECRET", {}, /none of dev, preview/],
    ["no arguments", "", {}, /The environment is none of/],
    ["a value in the arguments", `staging BOOTSTRAP_SECRET ${BOOTSTRAP}`, {}, /argument too many/],
    ["a value as an option", `staging BOOTSTRAP_SECRET --value=${BOOTSTRAP}`, {}, /option that nobody knows/],
    ["two wishes", "staging JWT_SECRET --rotate --generate", {}, /--generate makes a first value/],
    ["to make what others make", "staging SMOKE_KEY --generate", {}, /made where it is valid/],
    ["to rotate what has no versions", "staging BOOTSTRAP_SECRET --rotate", {}, /no list of versions/],
    [
      "to rotate what is not there",
      "staging JWT_SECRET --rotate",
      { present: "" },
      /--generate makes the first version/,
    ],
    ["to begin a list anew", "staging JWT_SECRET --generate", { present: OLD }, /--rotate puts a new version in front/],
    [
      "without a token",
      "staging JWT_SECRET --generate",
      { env: { PULUMI_ACCESS_TOKEN: "" } },
      /PULUMI_ACCESS_TOKEN is missing/,
    ],
  ])("%s", async (_, args, setting, reason) => {
    const { code, stdout, stderr, calls } = await run(args, setting);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(reason);
    expect(stderr).toContain("npm run set-secret -- --help");
    expect(stderr).not.toContain(BOOTSTRAP);
    expect(calls.filter(({ args: [, verb] }) => verb === "set")).toEqual([]);
  });

  it("what is there already and cannot be read", async () => {
    const { code, stderr, calls } = await run("staging JWT_SECRET --rotate", { present: "v1:broken" });
    expect([code, calls.length]).toEqual([1, 1]);
    expect(stderr).toContain("cannot be read as a list of versions; nothing has changed");
  });

  it("Ctrl-C", async () => {
    const typed = Object.assign(Readable.from([BOOTSTRAP, "\u0003"]), { isTTY: true, setRawMode: () => {} });
    const { code, stderr, calls } = await run("staging BOOTSTRAP_SECRET", { input: typed });
    expect([code, calls]).toEqual([2, []]);
    expect(stderr).toContain("Broken off");
  });
});

describe("where Pulumi's command fails", () => {
  it("its reason is told without the value, even where it repeats it", async () => {
    const { code, stdout, stderr } = await run("staging BOOTSTRAP_SECRET", { input: BOOTSTRAP, fails: "cannot set " });
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toBe(`BOOTSTRAP_SECRET of ${PLACE} could not be set: error: cannot set [secret]\n`);
  });

  it("so does reading what is there", async () => {
    const { code, stderr, calls } = await run("staging JWT_SECRET --rotate", {
      present: OLD,
      fails: "[403] forbidden",
    });
    expect([code, calls.length]).toEqual([1, 1]);
    expect(stderr).toBe(`JWT_SECRET of ${PLACE} could not be read: error: [403] forbidden\n`);
  });

  it("and so does its absence", async () => {
    const { code, stderr } = await run("staging BOOTSTRAP_SECRET", { input: BOOTSTRAP, env: { PATH: "/nowhere" } });
    expect([code, stderr]).toEqual([1, "`pulumi` was not found: install the Pulumi CLI.\n"]);
  });
});

it("is a program, and takes the organization from the account's environment", async () => {
  using pulumi = standInPulumi();
  const program = fileURLToPath(new URL("set-secret.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [program, "dev", "BOOTSTRAP_SECRET", "--generate"], {
    env: pulumi.env,
  });
  expect(stdout).toBe("BOOTSTRAP_SECRET is set in example/cf-auth/secrets-dev.\n");
  expect(pulumi.calls().map(({ args }) => args[2])).toEqual(["example/cf-auth/secrets-dev"]);
});
