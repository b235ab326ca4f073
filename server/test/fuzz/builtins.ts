/** The built-in objects of an isolate, which prototype pollution would change. */
const SHARED = [
  ...[
    Object,
    Array,
    Function,
    String,
    Number,
    Boolean,
    Symbol,
    BigInt,
    Promise,
    Date,
    RegExp,
    Error,
    Map,
    Set,
    WeakMap,
  ],
  ...[Uint8Array, ArrayBuffer, Request, Response, Headers, URL, URLSearchParams],
].flatMap((builtin): object[] => [builtin, builtin.prototype]);
const OBJECTS = [...SHARED, JSON, Math, Reflect, globalThis];

export type Builtins = ReadonlyMap<object, PropertyDescriptorMap & Record<symbol, PropertyDescriptor>>;

export function builtins(): Builtins {
  return new Map(OBJECTS.map((object) => [object, Object.getOwnPropertyDescriptors(object)]));
}

/** The objects that have changed. They are restored, so that later changes can be distinguished. */
export function changedSince(before: Builtins): string[] {
  return OBJECTS.flatMap((object, i) => {
    const [was, is] = [before.get(object) ?? {}, Object.getOwnPropertyDescriptors(object)];
    const keys = new Set([...Reflect.ownKeys(was), ...Reflect.ownKeys(is)]);
    // The test runner keeps state of its own in globalThis.
    const known = [...keys].filter((key) => object !== globalThis || !(key in was));
    const changed = known.filter((key) => !isSame(Reflect.get(was, key), Reflect.get(is, key)));
    for (const key of changed) {
      const old: unknown = Reflect.get(was, key);
      if (old === undefined) Reflect.deleteProperty(object, key);
      // What stands in the map is a descriptor, whatever the key.
      else Reflect.defineProperty(object, key, old as PropertyDescriptor);
    }
    return changed.map((key) => `${i} ${nameOf(object)}.${String(key)}`);
  });
}

function isSame(a: PropertyDescriptor | undefined, b: PropertyDescriptor | undefined): boolean {
  return Object.is(a?.value, b?.value) && a?.get === b?.get && a?.set === b?.set && a?.writable === b?.writable;
}

function nameOf(object: object): string {
  return typeof object === "function" ? object.name : `${Object.prototype.toString.call(object)}`;
}
