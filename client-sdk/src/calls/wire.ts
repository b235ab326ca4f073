/**
 * Documents in superjson's form, as the service reads and writes them. `Date` is the only one of superjson's types in the
 * public contract, so that this is all of it that a client needs.
 */
interface Wire {
  readonly json: unknown;
  readonly meta?: { readonly values?: unknown; readonly v?: number } | undefined;
}

/** Where dates stand, by path. */
type DatePaths = Record<string, readonly ["Date"]>;

export const wire = { serialize, deserialize };

function serialize(value: unknown): Wire {
  const values: DatePaths = {};
  const json = plain(value, [], values);
  return Object.keys(values).length === 0 ? { json } : { json, meta: { values, v: 1 } };
}

/** The value with its dates as text, whose places are noted. What is undefined is as good as left out. */
function plain(value: unknown, path: readonly string[], places: DatePaths): unknown {
  if (value instanceof Date) {
    places[path.map((key) => key.replace(/[\\.]/g, "\\$&")).join(".")] = ["Date"];
    return value.toISOString();
  }
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item, i) => plain(item, [...path, `${i}`], places));
  // Entries, since an assignment would take a key called `__proto__` for the prototype.
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part, [...path, key], places)]));
}

function deserialize({ json, meta }: Wire): unknown {
  const root = { json };
  revive(root, "json", meta?.values);
  return root.json;
}

/** A tree is `[type]`, or an object of trees by path; of an answer that has no dates there is none. */
function revive(holder: Record<string, unknown>, key: string, tree: unknown): void {
  // A path names parts of the document, never what every object has.
  if (!Object.hasOwn(holder, key)) return;
  if (Array.isArray(tree)) {
    holder[key] = tree[0] === "Date" ? new Date(`${holder[key]}`) : tree[0] === "undefined" ? undefined : holder[key];
    return;
  }
  for (const [path, subtree] of Object.entries(Object(tree))) {
    const keys = keysOf(path);
    const last = keys.pop() ?? "";
    let inner = Object(holder[key]);
    for (const step of keys) inner = Object.hasOwn(inner, step) ? Object(inner[step]) : {};
    revive(inner, last, subtree);
  }
}

/** `a.b\.c` is `b.c` in `a`. */
function keysOf(path: string): string[] {
  const parts = `.${path}`.match(/\.(?:\\.|[^.\\])*/g) ?? [];
  return parts.map((part) => part.slice(1).replace(/\\(.)/g, "$1"));
}
