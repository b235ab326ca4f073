/**
 * Documents in superjson's format. `Date` is the only superjson type in the public contract, so this is all that a client needs.
 */
interface Wire {
  readonly json: unknown;
  readonly meta?: { readonly values?: unknown; readonly v?: number } | undefined;
}

/** The paths of dates. */
type DatePaths = Record<string, readonly ["Date"]>;

export const wire = { serialize, deserialize };

function serialize(value: unknown): Wire {
  const values: DatePaths = {};
  const json = plain(value, [], values);
  return Object.keys(values).length === 0 ? { json } : { json, meta: { values, v: 1 } };
}

/** The value with its dates as text, whose paths are recorded. Undefined fields are dropped. */
function plain(value: unknown, path: readonly string[], dates: DatePaths): unknown {
  if (value instanceof Date) {
    dates[path.map((key) => key.replace(/[\\.]/g, "\\$&")).join(".")] = ["Date"];
    return value.toISOString();
  }
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item, i) => plain(item, [...path, `${i}`], dates));
  // Entries, since an assignment would take a key called `__proto__` for the prototype.
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part, [...path, key], dates)]));
}

function deserialize({ json, meta }: Wire): unknown {
  const root = { json };
  restore(root, "json", meta?.values);
  return root.json;
}

/** A tree is `[type]`, or an object of trees by path. A response without dates has none. */
function restore(parent: Record<string, unknown>, key: string, tree: unknown): void {
  // A path names own properties only, never inherited ones.
  if (!Object.hasOwn(parent, key)) return;
  if (Array.isArray(tree)) {
    parent[key] = tree[0] === "Date" ? new Date(`${parent[key]}`) : tree[0] === "undefined" ? undefined : parent[key];
    return;
  }
  for (const [path, subtree] of Object.entries(Object(tree))) {
    const keys = keysOf(path);
    const last = keys.pop() ?? "";
    let inner = Object(parent[key]);
    for (const step of keys) inner = Object.hasOwn(inner, step) ? Object(inner[step]) : {};
    restore(inner, last, subtree);
  }
}

/** `a.b\.c` is the key `b.c` in `a`. */
function keysOf(path: string): string[] {
  const parts = `.${path}`.match(/\.(?:\\.|[^.\\])*/g) ?? [];
  return parts.map((part) => part.slice(1).replace(/\\(.)/g, "$1"));
}
