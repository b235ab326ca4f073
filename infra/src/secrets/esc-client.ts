import { spawn } from "node:child_process";

/** Why Pulumi's command could not do what it was asked for; with nothing in it of the secret that it was given. */
export class EscError extends Error {}

interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Pulumi ESC by way of `pulumi env`, which deploying needs anyway. Values go to it through a pipe, so that no list of
 * processes shows them; `env` has PULUMI_ACCESS_TOKEN, and the PATH on which `pulumi` is found.
 */
export class EscClient {
  readonly #env: NodeJS.ProcessEnv;

  constructor(env: NodeJS.ProcessEnv) {
    this.#env = env;
  }

  /** The value that lies in `environment` (`organization/project/name`), decrypted; empty where it was never set. */
  async get(environment: string, name: string): Promise<string> {
    const args = ["env", "get", environment, name, "--value", "string", "--show-secrets"];
    const ran = await this.#run(args, "");
    // What it prints is the secret as far as it got, so that it is not repeated.
    if (ran.code !== 0) throw new EscError(`${name} of ${environment} could not be read: ${lastLine(ran.stderr)}`);
    return ran.stdout.replace(/\r?\n$/, "");
  }

  /** Sets a secret. Encrypted by Pulumi Cloud on arrival, it leaves it again for those only who may open the environment. */
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
    // A command that ends before it has read all says itself what is wrong.
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
