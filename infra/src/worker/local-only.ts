/** Variables of the Worker for this machine only, with what they would open on a deployed one. */
export const LOCAL_ONLY: Readonly<Record<string, string>> = {
  ALLOW_LOOPBACK: "It allows requests to the network of the Worker itself.",
};

/** Throws if a deployment would set a variable that is for this machine only, whatever its value. */
export function requireNoLocalOnly(...sets: readonly Readonly<Record<string, unknown>>[]): void {
  for (const [name, effect] of Object.entries(LOCAL_ONLY)) {
    if (sets.some((values) => name in values)) {
      throw new Error(`${name} is for a local stack only. ${effect} Remove it from the configuration.`);
    }
  }
}
