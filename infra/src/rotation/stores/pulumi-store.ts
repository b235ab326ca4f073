import { spawn } from "node:child_process";
import { join } from "node:path";
import { mergedValues, PROJECT, readEnvironments, secretsEnvironment } from "../../environments/environment.ts";
import { ROOT } from "../../root.ts";
import { EscClient } from "../../secrets/esc-client.ts";
import { isRecord } from "../../value.ts";
import { RotationError } from "../rotation-error.ts";
import { keyringsIn } from "./keyring-text.ts";
import type { SecretStore, ValueStore } from "./secret-store.ts";

const ROLLOUT_SECONDS = 120;

interface PulumiOptions {
  readonly stack: string;
  /** Whether this program runs `pulumi up`, or leaves the deployment to the workflow. */
  readonly runsUp: boolean;
}

/** The secrets of a stack in Pulumi ESC. The next `pulumi up` passes them to the Worker. */
export function pulumiStore({ stack, runsUp }: PulumiOptions, env: NodeJS.ProcessEnv): SecretStore {
  const environments = readEnvironments();
  const account = environments.find(({ name }) => name === "account");
  const organization = `${account?.values.organization}`;
  const path = `${organization}/${PROJECT}/${secretsEnvironment(stack)}`;
  const client = new EscClient(env);
  const values: ValueStore = {
    get: async (name) => await client.find(path, name),
    set: async (changed) => {
      for (const [name, value] of Object.entries(changed)) await client.set(path, name, value);
    },
  };
  const target = `${organization}/${PROJECT}/${stack}`;
  return {
    kind: "pulumi",
    location: path,
    rolloutSeconds: ROLLOUT_SECONDS,
    ...keyringsIn(values, path),
    values,
    put: async (name, value) => await values.set({ [name]: value }),
    check: async (url) => {
      const environment = environments.find(({ name }) => name === stack);
      const config = environment && mergedValues(environment, environments).pulumiConfig;
      const domain = isRecord(config) ? config[`${PROJECT}:domain`] : undefined;
      if (new URL(url).hostname === domain) return;
      throw new RotationError(
        "store_mismatch",
        `The stack ${stack} serves ${domain}, but the service is ${url}.`,
        "Name the stack of this service with --stack, or its service with --url.",
      );
    },
    deploy: async () => {
      if (runsUp) await pulumiUp(target, env);
      return runsUp;
    },
    deployAction: `Run \`pulumi up --stack ${target}\`, or the workflow Deploy. With --up, this command runs it.`,
  };
}

async function pulumiUp(stack: string, env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn("pulumi", ["up", "--stack", stack, "--yes", "--skip-preview", "--non-interactive"], {
    cwd: join(ROOT, "infra"),
    env,
    // Its output is for people; the result of this program is not.
    stdio: ["ignore", 2, 2],
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (code === 0) return;
  throw new RotationError(
    "deploy_failed",
    "`pulumi up` failed. The secret is stored, but the service doesn't have it.",
    "Correct the cause in its output, then repeat the command: it continues.",
  );
}
