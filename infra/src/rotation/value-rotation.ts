import type { RotateOptions } from "./arguments.ts";
import type { RotationDeps } from "./keyring-rotation.ts";
import type { NextStep, Progress, RotationName, Step } from "./names.ts";
import { nothingToUndo, otherStep } from "./rotation-error.ts";
import type { ValueStore } from "./stores/secret-store.ts";

/** A secret without versions, whose values replace each other. The issuer has both for a while. */
export interface ValueRotation {
  readonly rotation: RotationName;
  /** Names of the values that change together. */
  readonly names: readonly string[];
  /** New values by name, checked. Throws before anything changes. */
  readonly read: () => Promise<Readonly<Record<string, string>>>;
  /** Called before values change. Returns a wait until the service has the changed ones. */
  readonly watch: () => Promise<() => Promise<void>>;
  /** What a person does once the previous value is no longer used. */
  readonly afterRetirement: string;
}

const NEXT = "_NEXT";
const PREVIOUS = "_PREVIOUS";

type State = "idle" | "added" | "deployed";

/** The state of a rotation, from the values that the store has. */
export async function valueState(values: ValueStore, names: readonly string[]): Promise<State> {
  const has = async (suffix: string) => {
    const stored = await Promise.all(names.map((name) => values.get(`${name}${suffix}`)));
    return stored.some((value) => value !== "");
  };
  if (await has(NEXT)) return "added";
  return (await has(PREVIOUS)) ? "deployed" : "idle";
}

/** Takes the steps of a rotation of values. Throws `RotationError`. */
export async function rotateValue(
  { rotation, names, read, watch, afterRetirement }: ValueRotation,
  values: ValueStore,
  options: RotateOptions,
  { store, log }: Pick<RotationDeps, "store" | "log">,
): Promise<Progress> {
  const done: Step[] = [];
  for (;;) {
    const state = await valueState(values, names);
    if (state === "idle" && options.undo && done.length === 0) throw nothingToUndo(rotation);
    if (state === "idle" && (done.length > 0 || options.resume || options.undo)) {
      const notes = options.undo ? [] : [afterRetirement];
      return { secret: rotation, done, next: undefined, ...(done.length > 0 && { notes }) };
    }
    const next = nextValueStep(state, options.undo);
    const progress = { secret: rotation, done, next };
    if (options.step !== undefined && done.length > 0) return progress;
    if (options.step !== undefined && options.step !== next.step) throw otherStep(rotation, options.step, next);
    if (options.dryRun || (options.resume && next.step !== "retire")) return progress;
    const arrival = await watch();
    const isChanged = await change(state, { names, read, isUndo: options.undo }, values);
    done.push({ step: next.step, version: next.version });
    log(`${rotation}: ${next.step} ${next.version}`);
    if (!isChanged) continue;
    if (!(await store.deploy())) {
      return { ...progress, next: { step: "deploy", version: "the present value", blockers: [store.deployAction] } };
    }
    await arrival();
  }
}

function nextValueStep(state: State, isUndo: boolean): NextStep {
  const version = { idle: "a new value", added: "the new value", deployed: "the previous value" }[state];
  const forward = { idle: "add", added: "deploy", deployed: "retire" } as const;
  const undone = { idle: "add", added: "retire", deployed: "deploy" } as const;
  return { step: (isUndo ? undone : forward)[state], version, blockers: [] };
}

/** Writes in an order in which the step can be repeated after each. Returns whether the deployment has to get other values. */
async function change(
  state: State,
  { names, read, isUndo }: Pick<ValueRotation, "names" | "read"> & { readonly isUndo: boolean },
  values: ValueStore,
): Promise<boolean> {
  const cleared = (suffix: string) => names.map((name) => [`${name}${suffix}`, ""] as const);
  if (state === "idle") {
    const added = await read();
    await values.set(Object.fromEntries(names.map((name) => [`${name}${NEXT}`, added[name] ?? ""])));
    return false;
  }
  if (!isUndo && state === "deployed") {
    await values.set(Object.fromEntries(cleared(PREVIOUS)));
    return false;
  }
  const moved = isUndo ? await restored(values, names) : await replaced(values, names);
  const obsolete = isUndo ? [...cleared(PREVIOUS), ...cleared(NEXT)] : cleared(NEXT);
  await values.set(Object.fromEntries([...moved, ...obsolete]));
  return moved.length > 0;
}

async function replaced(values: ValueStore, names: readonly string[]): Promise<(readonly [string, string])[]> {
  const pairs = await Promise.all(
    names.map(async (name) => {
      const [present, next] = [await values.get(name), await values.get(`${name}${NEXT}`)];
      // Equal if a run ended here: then the previous value is stored already.
      return present === next
        ? []
        : ([
            [`${name}${PREVIOUS}`, present],
            [name, next],
          ] as const);
    }),
  );
  // All previous values first, so that none is lost.
  return [...pairs.flatMap((pair) => pair.slice(0, 1)), ...pairs.flatMap((pair) => pair.slice(1))];
}

/** The previous values, of a rotation that was at least begun to be deployed. */
async function restored(values: ValueStore, names: readonly string[]): Promise<(readonly [string, string])[]> {
  const stored = await Promise.all(names.map(async (name) => [name, await values.get(`${name}${PREVIOUS}`)] as const));
  return stored.filter(([, value]) => value !== "");
}
