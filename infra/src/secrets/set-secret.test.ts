import { execFile } from "node:child_process";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { standInPulumi } from "../../test/stand-in-pulumi.ts";
import { parseKeyring } from "./keyring.ts";
import { setSecret } from "./set-secret.ts";

const PATH = "example/cf-auth/secrets-staging";
const BOOTSTRAP = "a-bootstrap-secret-of-forty-characters-0";
const OLD = `v1:${Buffer.alloc(32, "o").toString("base64")}`;

interface Setting {
  readonly input?: string | Readable;
  readonly present?: string;
  readonly fails?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs the command with a stand-in for `pulumi`. */
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
  it("passes its input to Pulumi through a pipe, and prints it nowhere", async () => {
    const { code, stdout, stderr, calls } = await run("staging BOOTSTRAP_SECRET", { input: `${BOOTSTRAP}\n` });
    const args = ["env", "set", PATH, "BOOTSTRAP_SECRET", "--secret", "--string", "--file", "-"];
    expect(calls).toEqual([{ args, input: BOOTSTRAP, token: "pul-of-the-tests" }]);
    expect([code, stdout]).toEqual([0, `BOOTSTRAP_SECRET is set in ${PATH}.\n`]);
    expect(stderr).toBe("Next: run `pulumi up` for the stack staging, which passes it to the Worker.\n");
  });

  it("generates a first version, and prints its id only", async () => {
    const { code, stdout, stderr, calls } = await run("staging JWT_SECRET --generate");
    expect(calls.map(({ args }) => args.slice(0, 4))).toEqual([
      ["env", "get", PATH, "JWT_SECRET"],
      ["env", "set", PATH, "JWT_SECRET"],
    ]);
    const made = calls[1]?.input ?? "";
    expect(parseKeyring(made)?.map(({ id }) => id)).toEqual(["v1"]);
    expect([code, stdout]).toEqual([0, `JWT_SECRET is set in ${PATH}, versions v1.\n`]);
    expect(stdout + stderr).not.toContain(made.slice(3, 20));
  });

  it("adds a new version in front, and retains the old one", async () => {
    const { code, stdout, stderr, calls } = await run("staging PASSWORD_PEPPER --rotate", { present: OLD });
    expect(calls[0]?.args).toEqual(["env", "get", PATH, "PASSWORD_PEPPER", "--value", "string", "--show-secrets"]);
    expect(calls[1]?.input).toMatch(/^v2:[^,]{64},v1:/);
    expect(calls[1]?.input.endsWith(OLD)).toBe(true);
    expect([code, stdout]).toEqual([0, `PASSWORD_PEPPER is set in ${PATH}, versions v2, v1.\n`]);
    expect(stdout + stderr).not.toContain(OLD.slice(3, 20));
  });

  it("prompts at a terminal without echo", async () => {
    const typed = Object.assign(Readable.from([BOOTSTRAP, "\r"]), { isTTY: true, setRawMode: () => {} });
    const { code, stdout, stderr, calls } = await run("preview BOOTSTRAP_SECRET", { input: typed });
    expect([code, calls[0]?.input]).toEqual([0, BOOTSTRAP]);
    expect(stderr).toContain("BOOTSTRAP_SECRET of preview (input is hidden): ");
    expect(stdout + stderr).not.toContain(BOOTSTRAP);
  });

  it("prints help", async () => {
    const { code, stdout, calls } = await run("--help", { env: { PULUMI_ACCESS_TOKEN: "" } });
    expect([code, calls]).toEqual([0, []]);
    expect(stdout).toMatch(/--generate .*\n.*--rotate .*\n[\s\S]*JWT_SECRET[\s\S]*PULUMI_ACCESS_TOKEN/);
  });
});

describe("set-secret reports a next step and changes nothing", () => {
  it.each<[string, string, Setting, RegExp]>([
    ["an empty value", "staging BOOTSTRAP_SECRET", { input: "\n" }, /BOOTSTRAP_SECRET is empty\. Nothing was changed/],
    [
      "a value that is too short",
      "staging BOOTSTRAP_SECRET",
      { input: "short" },
      /at least 32 printable ASCII characters/,
    ],
    ["a value that is not a keyring", "staging JWT_SECRET", { input: BOOTSTRAP }, /must be id:base64 pairs/],
    ["an unknown name", "staging JWT_SECERT", { input: BOOTSTRAP }, /one of CLOUDFLARE_API_TOKEN, JWT_SECRET/],
    ["an inherited property as a name", "staging toString", { input: BOOTSTRAP }, /one of CLOUDFLARE_API_TOKEN/],
    ["an unknown environment", "prod JWT_SECRET", {}, /one of dev, preview, staging, production/],
    ["the environment account, which has no secrets", "account JWT_SECRET", {}, /one of dev, preview/],
    ["no arguments", "", {}, /The environment must be one of/],
    ["a value as an argument", `staging BOOTSTRAP_SECRET ${BOOTSTRAP}`, {}, /Too many arguments/],
    ["a value as an option", `staging BOOTSTRAP_SECRET --value=${BOOTSTRAP}`, {}, /Unknown option/],
    ["two conflicting options", "staging JWT_SECRET --rotate --generate", {}, /either --generate/],
    ["generating a secret that another service issues", "staging SMOKE_KEY --generate", {}, /Create it at its issuer/],
    ["rotating a secret without versions", "staging BOOTSTRAP_SECRET --rotate", {}, /has no versions/],
    [
      "rotating a secret that is not set",
      "staging JWT_SECRET --rotate",
      { present: "" },
      /first version with --generate/,
    ],
    [
      "generating over existing versions",
      "staging JWT_SECRET --generate",
      { present: OLD },
      /Add a version with --rotate/,
    ],
    [
      "a missing PULUMI_ACCESS_TOKEN",
      "staging JWT_SECRET --generate",
      { env: { PULUMI_ACCESS_TOKEN: "" } },
      /PULUMI_ACCESS_TOKEN is missing/,
    ],
  ])("rejects %s", async (_, args, setting, reason) => {
    const { code, stdout, stderr, calls } = await run(args, setting);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(reason);
    expect(stderr).toContain("npm run set-secret -- --help");
    expect(stderr).not.toContain(BOOTSTRAP);
    expect(calls.filter(({ args: [, verb] }) => verb === "set")).toEqual([]);
  });

  it("rejects rotation of a value that can't be parsed", async () => {
    const { code, stderr, calls } = await run("staging JWT_SECRET --rotate", { present: "v1:broken" });
    expect([code, calls.length]).toEqual([1, 1]);
    expect(stderr).toContain("can't be parsed as a list of versions. Nothing was changed");
  });

  it("stops at Ctrl-C", async () => {
    const typed = Object.assign(Readable.from([BOOTSTRAP, "\u0003"]), { isTTY: true, setRawMode: () => {} });
    const { code, stderr, calls } = await run("staging BOOTSTRAP_SECRET", { input: typed });
    expect([code, calls]).toEqual([2, []]);
    expect(stderr).toContain("Canceled");
  });
});

describe("a failing pulumi command", () => {
  it("is reported with its reason and without the value, even if the reason repeats it", async () => {
    const { code, stdout, stderr } = await run("staging BOOTSTRAP_SECRET", { input: BOOTSTRAP, fails: "cannot set " });
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toBe(`BOOTSTRAP_SECRET of ${PATH} could not be set: error: cannot set [secret]\n`);
  });

  it("is reported when the current value can't be read", async () => {
    const { code, stderr, calls } = await run("staging JWT_SECRET --rotate", {
      present: OLD,
      fails: "[403] forbidden",
    });
    expect([code, calls.length]).toEqual([1, 1]);
    expect(stderr).toBe(`JWT_SECRET of ${PATH} could not be read: error: [403] forbidden\n`);
  });

  it("is reported when pulumi is not installed", async () => {
    const { code, stderr } = await run("staging BOOTSTRAP_SECRET", { input: BOOTSTRAP, env: { PATH: "/nowhere" } });
    expect([code, stderr]).toEqual([1, "`pulumi` was not found: install the Pulumi CLI.\n"]);
  });
});

it("runs as a program, and reads the organization from the account's environment", async () => {
  using pulumi = standInPulumi();
  const program = fileURLToPath(new URL("set-secret.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [program, "dev", "BOOTSTRAP_SECRET", "--generate"], {
    env: pulumi.env,
  });
  expect(stdout).toBe("BOOTSTRAP_SECRET is set in example/cf-auth/secrets-dev.\n");
  expect(pulumi.calls().map(({ args }) => args[2])).toEqual(["example/cf-auth/secrets-dev"]);
});
