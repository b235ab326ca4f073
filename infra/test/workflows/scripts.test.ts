import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { ROOT } from "../../src/root.ts";
import { parseFiles } from "./files.ts";

/** Runs the scripts of the workflows as a runner does, with stand-ins for programs that record their calls. */
const FOLDER = join(ROOT, ".github/workflows");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cf-auth-workflow-"));
  const made = folder;
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
});

function put(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** A program that records its arguments and then runs the body. */
function program(name: string, body = ""): void {
  put(`bin/${name}`, `#!/bin/bash\necho "${name} $*" >> "$CALLS"\n${body}\n`);
  chmodSync(join(folder, "bin", name), 0o755);
}

/** Runs the only step of the workflow whose script contains the text. Returns its success and the recorded calls. */
function run(file: string, text: string, env: Readonly<Record<string, string>> = {}) {
  const path = `.github/workflows/${file}`;
  const { steps } = parseFiles({ [path]: readFileSync(join(FOLDER, file), "utf8") });
  const [script, ...others] = steps.flatMap(({ steps }) => steps).filter((step) => step.run?.includes(text));
  if (script?.run === undefined || others.length > 0)
    throw new Error(`${file} doesn't have exactly one step with ${text}.`);
  const runner = {
    CALLS: join(folder, "calls"),
    GITHUB_OUTPUT: join(folder, "output"),
    GITHUB_STEP_SUMMARY: "/dev/null",
  };
  const ran = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script.run], {
    cwd: folder,
    env: { ...runner, PATH: `${join(folder, "bin")}:${dirname(process.execPath)}:/usr/bin:/bin`, ...env },
    encoding: "utf8",
  });
  return { succeeded: ran.status === 0, said: ran.stdout, calls: lines("calls"), output: lines("output") };
}

function lines(name: string): string[] {
  const file = join(folder, name);
  return existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n") : [];
}

const hash = (name: string) =>
  createHash("sha256")
    .update(readFileSync(join(folder, name)))
    .digest("hex");

describe("a release", () => {
  const built = (when: number) => {
    for (const path of ["server/dist/worker/worker.js", "client-sdk/dist/index.js"]) {
      put(path, `// ${path}`);
      utimesSync(join(folder, path), when, when);
    }
    return run("deploy.yml", "tar --sort").output.at(-1);
  };

  it("is reproducible from the same build", () => {
    const first = built(1_000_000);
    expect(first).toBe(`sha256=${hash("release.tar")}`);
    expect(built(2_000_000)).toBe(first);
  });

  it("unpacks as built, and is rejected with another hash", () => {
    built(1_000_000);
    rmSync(join(folder, "server"), { recursive: true });
    expect(run("stack.yml", "tar -xf", { SHA256: "0".repeat(64) }).succeeded).toBe(false);
    expect(existsSync(join(folder, "server"))).toBe(false);
    expect(run("stack.yml", "tar -xf", { SHA256: hash("release.tar") }).succeeded).toBe(true);
    expect(existsSync(join(folder, "server/dist/worker/worker.js"))).toBe(true);
  });
});

describe("the cleanup of previews", () => {
  const STACKS = ["cf-auth/pr-3", "pr-4", "staging", "cf-auth/pr-50", "apr-6"].map((name) => ({ name }));
  const down = (PULL_REQUEST: string) => {
    program("pulumi", `[ "$2" = ls ] && echo '${JSON.stringify(STACKS, null, 2)}' || true`);
    program("gh", `case "$3" in 3) echo OPEN ;; 4) echo CLOSED ;; *) echo MERGED ;; esac`);
    const { succeeded, calls } = run("preview.yml", "pulumi destroy", { ORGANIZATION: "acme", PULL_REQUEST });
    expect(succeeded).toBe(true);
    return calls.flatMap(
      (call) => /^pulumi (destroy|stack rm).* ?acme\/cf-auth\/(\S+)/.exec(call)?.slice(1).join(" ") ?? [],
    );
  };

  it("destroys stacks whose pull request is closed", () => {
    expect(down("")).toEqual(["destroy pr-4", "stack rm pr-4", "destroy pr-50", "stack rm pr-50"]);
  });

  it("destroys one stack for one closed pull request, and none if it was reopened", () => {
    expect(down("50")).toEqual(["destroy pr-50", "stack rm pr-50"]);
    rmSync(join(folder, "calls"));
    expect(down("3")).toEqual([]);
  });

  it("destroys nothing if GitHub doesn't respond", () => {
    program("pulumi", `[ "$2" = ls ] && echo '${JSON.stringify(STACKS, null, 2)}'`);
    program("gh", "exit 1");
    const { succeeded, calls } = run("preview.yml", "pulumi destroy", { ORGANIZATION: "acme", PULL_REQUEST: "" });
    expect([succeeded, calls.filter((call) => call.includes("destroy"))]).toEqual([false, []]);
  });
});

describe("drift", () => {
  const report = (RESULT: string, list: string) => {
    program("gh", `if [ "$2" = list ]; then ${list}; fi`);
    const { succeeded, calls } = run("drift.yml", "gh issue create", { RESULT, TITLE: "Drifted" });
    return { succeeded, did: calls.map((call) => call.split(" ").slice(1, 4).join(" ")).slice(1) };
  };

  it.each([
    ["opens an issue", "failure", ":", ["issue create --title"]],
    ["comments on the open issue", "failure", "echo 7", ["issue comment 7"]],
    ["closes the issue when the drift is gone", "success", "echo 7", ["issue close 7"]],
    ["does nothing without drift", "success", ":", []],
    ["does nothing if a deployment canceled it", "cancelled", "echo 7", []],
  ])("%s", (_, result, list, did) => {
    expect(report(result, list)).toEqual({ succeeded: true, did });
  });

  const mail = (MAIL: string, aws: string) => {
    program(
      "pulumi",
      `case "$*" in *cf-auth:mail\\ *) echo ${MAIL} ;; *mailDomain*) echo example.com ;; *region*) echo eu-central-1 ;;
      *accountId*) echo 123456789012 ;; *) exit 1 ;; esac`,
    );
    program(
      "curl",
      `[[ "$*" == *"bearer job-token"* && "$*" == *"https://id.test?x=1&audience=sts.amazonaws.com"* ]] && echo '{"value":"a.b.c"}'`,
    );
    program("aws", `echo "$(cat "$AWS_WEB_IDENTITY_TOKEN_FILE") $AWS_REGION $AWS_ROLE_ARN" >> "$CALLS"; ${aws}`);
    const jobToken = {
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: "job-token",
      ACTIONS_ID_TOKEN_REQUEST_URL: "https://id.test?x=1",
    };
    const names = { STACK: "acme/cf-auth/staging", NAME: "staging", ORGANIZATION: "acme" };
    const env = { ...jobToken, ...names, AWS_WEB_IDENTITY_TOKEN_FILE: join(folder, "token") };
    return run("drift.yml", "get-email-identity", env);
  };

  it("asks SES for the mail domain's state, with the read-only role", () => {
    const { succeeded, calls } = mail("ses", "printf 'True\\tSUCCESS\\n'");
    expect(succeeded).toBe(true);
    expect(calls.at(-1)).toBe("a.b.c eu-central-1 arn:aws:iam::123456789012:role/cf-auth-github-staging");
    expect(calls.at(-2)).toContain("aws sesv2 get-email-identity --email-identity example.com");
  });

  it.each([
    ["DKIM failed", "ses", "printf 'True\\tFAILED\\n'", false],
    ["AWS doesn't respond", "ses", "exit 254", false],
    ["Cloudflare sends the email", "cloudflare", "exit 254", true],
  ])("reports the mail domain's state if %s", (_, by, aws, succeeded) => {
    expect(mail(by, aws).succeeded).toBe(succeeded);
  });

  it("opens no second issue if GitHub doesn't respond", () => {
    expect(report("failure", "exit 1")).toEqual({ succeeded: false, did: [] });
  });
});

describe("the client", () => {
  const check = (tag: string, repository = "acme/cf-auth") => {
    const url = "git+https://github.com/acme/cf-auth.git";
    put("client-sdk/package.json", JSON.stringify({ version: "1.2.0", repository: { url } }));
    return run("publish.yml", 'GITHUB_REF_NAME" != ', { GITHUB_REF_NAME: tag, GITHUB_REPOSITORY: repository });
  };

  it("is published if its version matches the tag", () => {
    expect(check("client-v1.2.0").succeeded).toBe(true);
    expect(check("client-v1.2.1")).toMatchObject({
      succeeded: false,
      said: expect.stringContaining("tag client-v1.2.0"),
    });
  });

  it("is published from the repository that it names", () => {
    const moved = check("client-v1.2.0", "acme/moved");
    expect(moved).toMatchObject({ succeeded: false, said: expect.stringContaining("github.com/acme/moved.git") });
  });

  it.each([
    ["client-v1.2.0", "latest"],
    ["client-v2.0.0-beta.1", "next"],
  ])("with the tag %s gets the dist-tag %s", (tag, distTag) => {
    put("cf-auth-client.tgz", "packed");
    program("npm");
    const SHA256 = hash("cf-auth-client.tgz");
    expect(run("publish.yml", "npm publish", { GITHUB_REF_NAME: tag, SHA256 }).calls).toEqual([
      `npm publish ./cf-auth-client.tgz --tag ${distTag}`,
    ]);
  });

  it("is not published if the tarball's hash differs", () => {
    put("cf-auth-client.tgz", "another");
    program("npm");
    const ran = run("publish.yml", "npm publish", { GITHUB_REF_NAME: "client-v1.2.0", SHA256: "0".repeat(64) });
    expect(ran).toMatchObject({ succeeded: false, calls: [] });
  });
});
