import { parseArgs } from "node:util";
import { ROTATIONS, type RotationName, STEPS, type StepName } from "./names.ts";
import { RotationUsageError } from "./rotation-error.ts";
import { STORES, type StoreName } from "./stores/secret-store.ts";

const STACKS = ["dev", "preview", "staging", "production"] as const;

/** Options of both commands. */
export interface CommonOptions {
  /** Defaults to the one that the URL and the environment imply. */
  readonly store: StoreName | undefined;
  readonly stack: string;
  readonly accountId: string | undefined;
  /** State folder of the local stack. */
  readonly state: string | undefined;
  readonly json: boolean;
  /** Whether `pulumi up` is run where it is needed. */
  readonly up: boolean;
}

export interface StatusOptions extends CommonOptions {
  readonly command: "status";
  /** Whether an overdue secret is a failure. */
  readonly check: boolean;
}

export interface RotateOptions {
  /** Only this step. Defaults to all that are possible now. */
  readonly step: StepName | undefined;
  readonly undo: boolean;
  readonly dryRun: boolean;
  /** Only continue a rotation that was deployed: nothing is added, and no other version becomes the newest. */
  readonly resume: boolean;
  readonly forceReset: boolean;
}

export interface RotateCommand extends CommonOptions, RotateOptions {
  readonly command: "rotate";
  readonly rotation: RotationName;
  /** One tenant's signing keys. Defaults to all tenants'. */
  readonly tenant: string | undefined;
  readonly valueFromStdin: boolean;
}

/** Parses the arguments. Throws `RotationUsageError`. */
export function readRotationArguments(argv: readonly string[]): StatusOptions | RotateCommand {
  const { values, positionals } = parsed(argv);
  const [command, name, ...more] = positionals;
  const common: CommonOptions = {
    store: oneOf("--store", values.store, STORES),
    stack: oneOf("--stack", values.stack, STACKS) ?? "production",
    accountId: values["account-id"],
    state: values.state,
    json: values.json,
    up: values.up,
  };
  if (command === "status" && name === undefined) return { command, ...common, check: values.check };
  const rotation = oneOf("The secret", name, ROTATIONS);
  if (command !== "rotate" || rotation === undefined || more.length > 0) {
    throw new RotationUsageError("Name one secret.", `Choose from ${ROTATIONS.join(", ")}.`);
  }
  const [undo, forceReset, resume] = [values.undo, values["force-reset"], values.resume];
  if (forceReset && rotation !== "pepper") {
    throw new RotationUsageError("--force-reset is for pepper only.", "Leave out --force-reset.");
  }
  if (resume && (undo || forceReset)) {
    throw new RotationUsageError("--resume can't be combined with --undo or --force-reset.", "Leave out one of them.");
  }
  if (values.tenant !== undefined && rotation !== "signing-keys") {
    throw new RotationUsageError("--tenant is for signing-keys only.", "Leave out --tenant.");
  }
  return {
    command,
    rotation,
    ...common,
    step: oneOf("--step", values.step, STEPS),
    undo,
    forceReset,
    resume,
    dryRun: values["dry-run"],
    tenant: values.tenant,
    valueFromStdin: values["value-stdin"],
  };
}

function oneOf<Value extends string>(
  name: string,
  text: string | undefined,
  values: readonly Value[],
): Value | undefined {
  if (text === undefined) return undefined;
  const value = values.find((each) => each === text);
  if (value !== undefined) return value;
  throw new RotationUsageError(`${name} must be one of ${values.join(", ")}.`, "Correct it, and repeat the command.");
}

function parsed(argv: readonly string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean", default: false } as const;
  const options = {
    store: text,
    stack: text,
    "account-id": text,
    state: text,
    tenant: text,
    step: text,
    json: flag,
    up: flag,
    check: flag,
    undo: flag,
    resume: flag,
    "dry-run": flag,
    "force-reset": flag,
    "value-stdin": flag,
  } as const;
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch {
    // The error's message repeats the argument, which may be a secret.
    throw new RotationUsageError("An option is unknown or has no value.", "See `cf-auth ops rotate --help`.");
  }
}
