import { CfAuthError } from "@cf-auth/client";
import Cloudflare from "cloudflare";
import { readEnvironments } from "../environments/environment.ts";
import { EscClient, EscError } from "../secrets/esc-client.ts";
import { readSecret } from "../secrets/input.ts";
import { MissingPermission } from "../without-pulumi/cloudflare-account.ts";
import { type RotateCommand, readRotationArguments } from "./arguments.ts";
import { rotateBootstrap } from "./bootstrap-rotation.ts";
import { checkTokenRights } from "./check-token-rights.ts";
import { chooseStore } from "./choose-store.ts";
import { type RotationDeps, rotateKeyring } from "./keyring-rotation.ts";
import { rotateMail } from "./mail-rotation.ts";
import type { Progress } from "./names.ts";
import { RotationError, RotationUsageError } from "./rotation-error.ts";
import { Service } from "./service.ts";
import { rotateSigningKeys } from "./signing-keys-rotation.ts";
import { statusOf } from "./status.ts";
import { progressText, statusText } from "./text.ts";
import { rotateToken } from "./token-rotation.ts";

/** Exit codes, besides 0, 1 for a failure and 2 for wrong usage. `cf-auth ops` handles them. */
export const WAITING = 75;
export const VALUE_NEEDED = 76;

const TIMEOUT_SECONDS = { local: 60, cloudflare: 120, pulumi: 300 } as const;

/** Runs the command, and returns its exit code. */
export async function main(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const isJson = argv.includes("--json");
  try {
    const options = readRotationArguments(argv);
    const service = new Service(env);
    const now = () => new Date();
    const log = (text: string) => void process.stderr.write(`${text}\n`);
    if (options.command === "rotate" && options.rotation === "signing-keys") {
      return report(await rotateSigningKeys(options, { service, now, log, tenant: options.tenant }), options);
    }
    const store = chooseStore(options, service.url, env);
    await store.check(service.url);
    const deps = { service, store, now, log, timeoutSeconds: TIMEOUT_SECONDS[store.kind] };
    if (options.command === "rotate") return report(await rotate(options, deps, env), options);
    const lines = await statusOf(deps);
    process.stdout.write(isJson ? `${JSON.stringify({ secrets: lines })}\n` : statusText(lines));
    return options.check && lines.some(({ isOverdue }) => isOverdue) ? 1 : 0;
  } catch (error) {
    return fail(error, isJson);
  }
}

async function rotate(options: RotateCommand, deps: RotationDeps, env: NodeJS.ProcessEnv): Promise<Progress> {
  const { rotation, stack } = options;
  const readValue = async () => {
    const value = options.valueFromStdin ? await readSecret(process.stdin) : undefined;
    if (value) return value;
    throw new RotationError("value_missing", "A new value is needed.", "Pipe it to --value-stdin.");
  };
  if (rotation === "bootstrap") return await rotateBootstrap(options, deps);
  if (rotation === "mail") {
    const account = readEnvironments().find(({ name }) => name === "account")?.values.organization;
    const mailer = `${account}/cf-auth/mailer-${stack}`;
    const rotateInEsc = async () => await new EscClient(env).rotate(mailer);
    return await rotateMail(options, {
      ...deps,
      readValue,
      rotateInEsc: deps.store.kind === "pulumi" ? rotateInEsc : undefined,
    });
  }
  if (rotation === "api-token") {
    const accountId = options.accountId ?? env.CLOUDFLARE_ACCOUNT_ID;
    const checkRights = async (token: string) => await checkTokenRights(accountId, token);
    return await rotateToken(options, { ...deps, readValue, checkRights });
  }
  if (rotation === "signing-keys") throw new Error("Signing keys are in no store.");
  return await rotateKeyring(rotation, options, deps);
}

function report(progress: Progress, { json, dryRun }: RotateCommand): number {
  process.stdout.write(json ? `${JSON.stringify(progress)}\n` : progressText(progress, dryRun));
  return !dryRun && progress.next !== undefined && progress.next.blockers.length > 0 ? WAITING : 0;
}

function fail(error: unknown, isJson: boolean): number {
  const facts = factsOf(error);
  if (facts === undefined) throw error;
  const { code, message, action } = facts;
  process.stderr.write(isJson ? `${JSON.stringify({ error: facts })}\n` : `error: ${message} (${code})\n  ${action}\n`);
  if (code === "value_missing") return VALUE_NEEDED;
  return error instanceof RotationUsageError ? 2 : 1;
}

function factsOf(error: unknown): { code: string; message: string; action: string } | undefined {
  if (error instanceof RotationError || error instanceof CfAuthError) {
    const { code, message, action } = error;
    return { code, message, action };
  }
  if (error instanceof EscError) {
    return {
      code: "esc_failed",
      message: error.message,
      action: "Correct the cause, then repeat the command: it continues.",
    };
  }
  if (error instanceof MissingPermission) {
    const action = `Add ${error.permission} to the token in Cloudflare's dashboard, then repeat the command.`;
    return { code: "token_rights", message: error.message, action };
  }
  if (error instanceof Cloudflare.APIError) {
    const message = `Cloudflare's API failed with status ${error.status ?? "unknown"}.`;
    const action = "Check CLOUDFLARE_API_TOKEN and Cloudflare's status page, then repeat the command: it continues.";
    return { code: "cloudflare_failed", message, action };
  }
  return undefined;
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2), process.env);
