/**
 * Whether an object of Axiom has everything that is desired. Fields that Axiom adds, such as times and defaults, don't
 * matter. Lists have to be equal in length.
 */
export function contains(actual: unknown, desired: unknown): boolean {
  if (Array.isArray(desired)) {
    if (!Array.isArray(actual) || actual.length !== desired.length) return false;
    return desired.every((item, i) => contains(actual[i], item));
  }
  if (typeof desired === "object" && desired !== null) {
    return Object.entries(desired).every(([name, value]) => contains(fieldOf(actual, name), value));
  }
  return actual === desired;
}

/** The names of the fields, at the top, that differ. */
export function differences(actual: unknown, desired: object): string[] {
  return Object.entries(desired).flatMap(([name, value]) => (contains(fieldOf(actual, name), value) ? [] : [name]));
}

function fieldOf(object: unknown, name: string): unknown {
  if (typeof object !== "object" || object === null || !Object.hasOwn(object, name)) return undefined;
  // Checked above.
  return (object as Readonly<Record<string, unknown>>)[name];
}
