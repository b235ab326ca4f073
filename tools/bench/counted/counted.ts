import { DurableObject } from "cloudflare:workers";

/**
 * Counts billed operations of the built Worker by wrapping its bindings, without changing their behavior. `tools/bench/src/costs`
 * wraps the Worker with it and reads the counts at `/counts`.
 */

/** Billed operations, in the units of the price lists. */
export interface Counts {
  requests: number;
  /** Calls of objects' methods, WebSockets and alarms. */
  objectRequests: number;
  objectRowsRead: number;
  /** Setting an alarm counts as a row. */
  objectRowsWritten: number;
  databaseRowsRead: number;
  databaseRowsWritten: number;
  kvReads: number;
  kvWrites: number;
  fileReads: number;
  fileWrites: number;
  /** Logged lines, besides the platform's own line per invocation. */
  logLines: number;
}

/** Cause of an operation: the call, the flush of usage after it, or the roll-up of usage and other alarms. */
export type Part = "call" | "flush" | "rollUp";

export interface Report {
  readonly counts: Readonly<Record<Part, Counts>>;
  /** Size of the database in bytes after its last statement. */
  readonly databaseBytes: number;
}

type Handler = Required<Pick<ExportedHandler<object>, "fetch" | "scheduled">>;
type Cursor = Pick<SqlStorageCursor<Record<string, SqlStorageValue>>, "rowsRead" | "rowsWritten">;
/** D1's metadata of each statement, read below the binding, which omits it from some results. */
interface Answer {
  readonly meta: { readonly rows_read: number; readonly rows_written: number; readonly size_after: number };
}
interface Fetches {
  fetch(input: RequestInfo, init?: RequestInit): Promise<Response>;
}

let counts = nothing();
let databaseBytes = 0;
/** Counts a statement after its last row is read. */
let cursors: { readonly cursor: Cursor; readonly part: Part }[] = [];

function nothing(): Record<Part, Counts> {
  const none = (): Counts => ({
    requests: 0,
    objectRequests: 0,
    objectRowsRead: 0,
    objectRowsWritten: 0,
    databaseRowsRead: 0,
    databaseRowsWritten: 0,
    kvReads: 0,
    kvWrites: 0,
    fileReads: 0,
    fileWrites: 0,
    logLines: 0,
  });
  return { call: none(), flush: none(), rollUp: none() };
}

/** Counts since the last read. */
function report(): Report {
  for (const { cursor, part } of cursors) {
    counts[part].objectRowsRead += cursor.rowsRead;
    counts[part].objectRowsWritten += cursor.rowsWritten;
  }
  const counted = counts;
  counts = nothing();
  cursors = [];
  return { counts: counted, databaseBytes };
}

/** Runs `before` ahead of a method of one object. */
function tap(object: object, method: string, before: () => void): void {
  const own = Reflect.get(object, method) as (...args: unknown[]) => unknown;
  const value = (...args: unknown[]) => {
    before();
    return own.apply(object, args);
  };
  Object.defineProperty(object, method, { value });
}

/** A counting binding of the same database. */
function countedDatabase(database: D1Database, part: () => Part): D1Database {
  // Fields of the binding that its type omits.
  const { fetcher, constructor: Binding } = database as unknown as {
    fetcher: Fetches;
    constructor: new (fetcher: Fetches) => D1Database;
  };
  return new Binding({
    async fetch(input, init) {
      const response = await fetcher.fetch(input, init);
      const text = await response.text();
      for (const { meta } of [JSON.parse(text) as Answer | Answer[]].flat()) {
        counts[part()].databaseRowsRead += meta.rows_read;
        counts[part()].databaseRowsWritten += meta.rows_written;
        databaseBytes = meta.size_after;
      }
      return new Response(text, response);
    },
  });
}

const KV = ["TENANT_CACHE", "JWKS_CACHE", "DASHBOARD_CACHE", "PASSWORD_BLOCKLIST"];
const known = new WeakMap<object, object>();

/** Counting bindings, cached because the Worker caches what it creates from them. */
function countedBindings(env: object): object {
  const made = known.get(env);
  if (made !== undefined) return made;
  const bindings = env as Record<string, object>;
  const of = (names: readonly string[], methods: readonly string[], what: keyof Counts) => {
    for (const name of names)
      for (const method of methods) tap(bindings[name] ?? {}, method, () => counts.call[what]++);
  };
  of(KV, ["get", "getWithMetadata"], "kvReads");
  of(KV, ["put", "delete", "list"], "kvWrites");
  of(["FILES"], ["get", "head"], "fileReads");
  // Deleting is free.
  of(["FILES"], ["put", "list", "createMultipartUpload"], "fileWrites");
  for (const method of ["debug", "log", "info", "warn", "error"]) tap(console, method, () => counts.call.logLines++);
  const counted = { ...env, DB: countedDatabase(bindings.DB as D1Database, () => "call") };
  known.set(env, counted);
  return counted;
}

type ObjectClass = new (ctx: DurableObjectState, env: never) => DurableObject;

/** A class that wraps objects of another class and counts their operations. */
function countedClass(Inner: ObjectClass): ObjectClass {
  class Outer extends DurableObject {
    readonly inner: DurableObject;
    part: Part = "call";

    constructor(ctx: DurableObjectState, env: object) {
      super(ctx, env as never);
      const { sql } = ctx.storage;
      const exec = sql.exec.bind(sql);
      const value = (...args: Parameters<typeof exec>) => {
        const cursor = exec(...args);
        cursors.push({ cursor, part: this.part });
        return cursor;
      };
      Object.defineProperty(sql, "exec", { value });
      // A flush rolls up all usage of a minute, or sets an alarm that does.
      const rollUpPart = () => (this.part === "flush" ? "rollUp" : this.part);
      tap(ctx.storage, "setAlarm", () => counts[rollUpPart()].objectRowsWritten++);
      const DB = countedDatabase((env as { DB: D1Database }).DB, rollUpPart);
      this.inner = new Inner(ctx, { ...countedBindings(env), DB } as never);
    }
  }
  for (const method of Object.getOwnPropertyNames(Inner.prototype)) {
    if (method === "constructor") continue;
    const part = method === "alarm" ? "rollUp" : method === "countUsage" ? "flush" : "call";
    const value = async function (this: Outer, ...args: unknown[]) {
      counts[part].objectRequests++;
      this.part = part;
      try {
        return await (Reflect.get(this.inner, method) as (...args: unknown[]) => unknown).apply(this.inner, args);
      } finally {
        this.part = "call";
      }
    };
    Object.defineProperty(Outer.prototype, method, { value });
  }
  return Outer as ObjectClass;
}

export function countedService(service: { default: Handler; GraphState: ObjectClass; TenantState: ObjectClass }) {
  const handler: Handler = {
    async fetch(request, env, context) {
      if (new URL(request.url).pathname === "/counts") return Response.json(report());
      counts.call.requests++;
      return await service.default.fetch(request, countedBindings(env), context);
    },
    async scheduled(controller, env, context) {
      counts.call.requests++;
      await service.default.scheduled(controller, countedBindings(env), context);
    },
  };
  return {
    handler,
    GraphState: countedClass(service.GraphState),
    TenantState: countedClass(service.TenantState),
  };
}
