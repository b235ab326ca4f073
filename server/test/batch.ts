import { procedures } from "./inputs.ts";
import { codeIn, send } from "./raw.ts";

/** A fetch function. Defaults to that of the Worker under test. */
type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

/** The input of a procedure that takes none. */
export const NO_INPUT = Symbol("no input");

/** Credentials and IP address of a request. */
export interface From {
  readonly ip?: string;
  readonly key?: string;
  readonly token?: string;
  readonly tenant?: string;
  readonly fetch?: Fetch;
}

export function headersOf({ ip, key, token, tenant }: From): Record<string, string> {
  return {
    "content-type": "application/json",
    ...(ip !== undefined && { "cf-connecting-ip": ip }),
    ...(key !== undefined && { "x-api-key": key }),
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(tenant !== undefined && { "x-tenant-id": tenant }),
  };
}

/** Calls each procedure in one batch with the same input. Returns each result: `ok` or the error's code. */
export async function callAll(from: From, procedures: readonly string[], input: unknown = {}): Promise<string[]> {
  const path = `/trpc/${procedures.join(",")}?batch=1`;
  const body = JSON.stringify(
    Object.fromEntries(procedures.map((_, i) => [i, input === NO_INPUT ? {} : { json: input }])),
  );
  const init = { method: "POST", headers: headersOf(from), body };
  const { fetch } = from;
  // A test's own isolate responds as the Worker does.
  const answer = fetch === undefined ? await send(path, init) : await fetch(`http://auth.test${path}`, init).then(read);
  return (answer.body as object[]).map((one) => `${codeIn([one]) ?? "ok"}`);
}

/** Largest number of calls in a batch. */
const MAX_BATCH = 100;

/** Calls each of these procedures without input, many in a batch. Returns each result by its path, in the order of the router. */
export async function callEach(from: From, isCalled: (path: string) => boolean): Promise<Map<string, string>> {
  const results = new Map<string, string>();
  for (const type of ["query", "mutation"]) {
    const paths = procedures().flatMap((each) => (each.type === type && isCalled(each.path) ? [each.path] : []));
    while (paths.length > 0) {
      const next = paths.splice(0, MAX_BATCH);
      const codes = await callAll(from, next);
      for (const [i, path] of next.entries()) results.set(path, codes[i] ?? "none");
    }
  }
  return results;
}

/** Calls a procedure `count` times in one batch. Returns the number of each result. */
export async function batch(from: From, procedure: string, count: number, input: unknown = {}) {
  const codes = await callAll(from, Array(count).fill(procedure), input);
  return Object.fromEntries([...new Set(codes)].map((code) => [code, codes.filter((one) => one === code).length]));
}

/** Result of one call: `ok` or the error's code. */
export async function resultCodeOf(from: From, procedure: string, input: unknown = {}): Promise<string> {
  const [outcome = ""] = await callAll(from, [procedure], input);
  return outcome;
}

async function read(response: Response): Promise<{ body: unknown }> {
  return { body: await response.json() };
}
