import * as fc from "fast-check";

/** Ids and credentials of the test's world. It is created for each run, so requests refer to them by name. */
const NAMES = [
  ...[
    "password",
    "wrong",
    "challenge",
    "accessToken",
    "refreshToken",
    "adminToken",
    "secretKey",
    "publishableKey",
    "platformKey",
  ],
  ...["email", "user", "session", "key", "tenant", "store", "slug"],
] as const;
export type Known = Record<(typeof NAMES)[number], string>;

/** Those of them that nobody else may learn. */
export const SECRET: readonly (keyof Known)[] = NAMES.slice(0, 8);

/** Survives JSON and percent-encoding. */
const MARK = /~~(\w+)~~/g;

export function known(...names: (keyof Known)[]): fc.Arbitrary<string> {
  return fc.constantFrom(...names.map((name) => `~~${name}~~`));
}

/** The text with what it names in it. */
export function filled(text: string, world: Known): string {
  return text.replace(MARK, (mark, name: string) => (Object.hasOwn(world, name) ? world[name as keyof Known] : mark));
}
