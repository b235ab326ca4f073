import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { RotationError } from "../rotation-error.ts";
import { keyringsIn } from "./keyring-text.ts";
import type { SecretStore, ValueStore } from "./secret-store.ts";

/** The secrets of the local stack, in its state folder. The running stack takes a change over by itself. */
export function localStore(state: string): SecretStore {
  const file = join(state, "secrets.json");
  const read = (): Record<string, string> => {
    if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8"));
    throw new RotationError(
      "store_missing",
      `${state} isn't the state folder of a local stack.`,
      "Name the folder of `npm start` with --state. Another deployment has --store pulumi or --store cloudflare.",
    );
  };
  const values: ValueStore = {
    get: async (name) => read()[name] ?? "",
    set: async (changed) => {
      // Renamed, so that nobody reads half of it.
      const next = `${file}.next`;
      writeFileSync(next, `${JSON.stringify({ ...read(), ...changed }, null, 2)}\n`, { mode: 0o600 });
      renameSync(next, file);
    },
  };
  return {
    kind: "local",
    location: file,
    rolloutSeconds: 0,
    ...keyringsIn(values, file),
    values,
    put: async (name, value) => await values.set({ [name]: value }),
    check: async (url) => {
      read();
      const serving = join(state, "url");
      const present = existsSync(serving) ? readFileSync(serving, "utf8").trim() : undefined;
      if (present === url) return;
      throw new RotationError(
        "store_mismatch",
        `${state} is the state of ${present === undefined ? "a stack that doesn't run" : present}, but the service is ${url}.`,
        "Start the stack, or name the state folder of this service with --state.",
      );
    },
    deploy: async () => true,
    deployAction: "Start the local stack.",
  };
}
