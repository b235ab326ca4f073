import { spawn } from "node:child_process";

/** A failure of the `pulumi` command. Its message never contains the secret. */
export class EscError extends Error {}

interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Pulumi ESC through the `pulumi env` command, which deploying requires anyway. Values are passed through a pipe, since
 * process lists show arguments. `env` must contain PULUMI_ACCESS_TOKEN and a PATH to `pulumi`.
 */
export class EscClient {
  readonly #env: NodeJS.ProcessEnv;

  constructor(env: NodeJS.ProcessEnv) {
    this.#env = env;
  }

  /** Returns the decrypted value in `environment` (`organization/project/name`); empty if it was never set. */
  async get(environment: string, name: string): Promise<string> {
    const args = ["env", "get", environment, name, "--value", "string", "--show-secrets"];
    const ran = await this.#run(args, "");
    // Not repeated in the error, because stdout may contain part of the secret.
    if (ran.code !== 0) throw new EscError(`${name} of ${environment} could not be read: ${lastLine(ran.stderr)}`);
    return ran.stdout.replace(/\r?\n$/, "");
  }

  /** The same for a name that the environment may lack, which is empty. */
  async find(environment: string, name: string): Promise<string> {
    const ran = await this.#run(["env", "get", environment, "--value", "json", "--show-secrets"], "");
    if (ran.code !== 0) throw new EscError(`${environment} could not be read: ${lastLine(ran.stderr)}`);
    return textIn(ran.stdout, name) ?? "";
  }

  /** Has ESC rotate the secrets of an environment. */
  async rotate(environment: string): Promise<void> {
    const ran = await this.#run(["env", "rotate", environment], "");
    if (ran.code !== 0) throw new EscError(`${environment} could not be rotated: ${lastLine(ran.stderr)}`);
  }

  /** Sets a secret. Pulumi Cloud encrypts it on arrival, and returns it only to those who can open the environment. */
  async set(environment: string, name: string, value: string): Promise<void> {
    const args = ["env", "set", environment, name, "--secret", "--string", "--file", "-"];
    const ran = await this.#run(args, value);
    if (ran.code === 0) return;
    const reason = lastLine(ran.stderr).replaceAll(value, "[secret]");
    throw new EscError(`${name} of ${environment} could not be set: ${reason}`);
  }

  async #run(args: readonly string[], input: string): Promise<Ran> {
    const child = spawn("pulumi", args, { env: { ...this.#env, PULUMI_SKIP_UPDATE_CHECK: "true" } });
    const output = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream].setEncoding("utf8").on("data", (text: string) => {
        output[stream] += text;
      });
    }
    // A command that exits before reading its input reports the reason itself.
    child.stdin.on("error", () => {});
    child.stdin.end(input);
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on("error", () => reject(new EscError("`pulumi` was not found: install the Pulumi CLI.")));
      child.on("close", resolve);
    });
    return { code, ...output };
  }
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}

function textIn(json: string, name: string): string | undefined {
  try {
    const value: unknown = Object(JSON.parse(json))[name];
    return typeof value === "string" ? value : undefined;
  } catch {
    // The error's message could repeat a secret.
    throw new EscError("`pulumi env get` printed no JSON.");
  }
}
