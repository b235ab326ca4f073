import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { clientFor, type Identity } from "./client.ts";
import { codeIn, send } from "./raw.ts";

export const newKey = (): string => crypto.randomUUID();

/** A client that sends this idempotency key with every call. */
export function idempotentClient(key: string, { headers, ...identity }: Identity, make = clientFor) {
  return make({ ...identity, headers: { ...headers, "idempotency-key": key } });
}

/** Sends a call over HTTP, and returns its response with its code and Idempotency-Replayed. */
export async function post(path: string, input: unknown, headers: Record<string, string>, host?: string) {
  const json = { "content-type": "application/json", ...headers };
  const init = { method: "POST", headers: json, body: JSON.stringify({ json: input }) };
  const answer = await send(`/trpc/${path}`, init, host);
  const replayed = answer.headers.get("idempotency-replayed");
  return { ...answer, code: codeIn(answer.body) ?? "ok", replayed };
}

/** The stored records of an object's idempotent calls. */
export async function storedCalls(objectName: string) {
  return await runInDurableObject(env.TENANT_STATE.getByName(objectName), (_, { storage }) =>
    storage.sql.exec<Record<string, string | number | null>>("SELECT * FROM calls ORDER BY begun_at").toArray(),
  );
}

/** Makes the object's records older by `seconds`. */
export async function ageCalls(objectName: string, seconds: number): Promise<void> {
  await runInDurableObject(env.TENANT_STATE.getByName(objectName), (_, { storage }) => {
    storage.sql.exec("UPDATE calls SET begun_at = begun_at - ?", seconds * 1000);
  });
}

/** Waits until `count` calls of the object have ended. */
export async function untilEnded(objectName: string, count: number): Promise<void> {
  while ((await storedCalls(objectName)).filter(({ ended }) => ended !== null).length < count) await scheduler.wait(5);
}
