import { DurableObject } from "cloudflare:workers";
import Argon2, { Argon2Type, Argon2Version } from "@phi-ag/argon2";
import wasm from "@phi-ag/argon2/argon2.wasm";
import { initTRPC, TRPCError } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import SuperJSON from "superjson";
import * as z from "zod";

/**
 * The least that a Worker of these libraries costs, without the service's code: tRPC, superjson and zod. Every call makes one
 * rate-limit call. The procedures do nothing else, or call one object, or do what a sign-in or a refresh can't do without.
 */
interface Env {
  readonly DB: D1Database;
  readonly OBJECT: DurableObjectNamespace<FloorObject>;
  readonly LIMIT: RateLimit;
}

/** An object with an empty method. */
export class FloorObject extends DurableObject {
  async ping(): Promise<boolean> {
    return true;
  }
}

/** The same parameters as in `server/src/passwords/hashes/hashers.ts`. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1, hashLength: 32 };
const SALT = new Uint8Array(16).fill(7);
let hasher: Argon2 | undefined;

async function hash(password: string): Promise<Uint8Array> {
  hasher ??= new Argon2(await WebAssembly.instantiate(wasm));
  const variant = { type: Argon2Type.Argon2id, version: Argon2Version.Version13 };
  return hasher.hash(password, { ...COST, ...variant, salt: SALT }).hash;
}

const t = initTRPC.context<{ env: Env; key: string }>().create({ transformer: SuperJSON, isDev: false });

const question = z.strictObject({ subject: z.string(), relation: z.string(), object: z.string() });
const answer = z.object({ allowed: z.boolean() });

const router = t.router({
  empty: t.procedure
    .input(question)
    .output(answer)
    .query(() => ({ allowed: true })),

  object: t.procedure
    .input(question)
    .output(answer)
    .query(async ({ ctx: { env } }) => ({ allowed: await env.OBJECT.getByName("floor").ping() })),

  signIn: t.procedure
    .input(z.strictObject({ session: z.string(), password: z.string() }))
    .output(z.object({ hash: z.string() }))
    .mutation(async ({ ctx: { env }, input: { session, password } }) => {
      await env.OBJECT.getByName("floor").ping();
      const hashed = (await hash(password)).toBase64();
      const write = env.DB.prepare("UPDATE sessions SET last_used_at = ? WHERE id = ? RETURNING id");
      if ((await write.bind(Date.now(), session).first()) === null) throw new TRPCError({ code: "NOT_FOUND" });
      return { hash: hashed };
    }),

  rotate: t.procedure
    .input(z.strictObject({ session: z.string(), from: z.string(), to: z.string() }))
    .output(z.object({ session: z.string() }))
    .mutation(async ({ ctx: { env, key }, input: { session, from, to } }) => {
      const statement = env.DB.prepare(
        "SELECT * FROM api_keys JOIN tenants ON tenants.id = api_keys.tenant_id WHERE api_keys.hash = ?",
      );
      const found = await statement.bind(await sha256(key)).first<{ revoked_at: number | null }>();
      if (found === null || found.revoked_at !== null) throw new TRPCError({ code: "UNAUTHORIZED" });
      const now = Date.now();
      const rotation = env.DB.prepare(
        `UPDATE sessions SET token_hash = ?, previous_hash = ?, rotated_at = ?, last_used_at = ?
         WHERE id = ? AND token_hash = ? AND ended_at IS NULL AND expires_at > ? RETURNING id`,
      );
      const changed = await rotation.bind(to, from, now, now, session, from, now).first<{ id: string }>();
      if (changed === null) throw new TRPCError({ code: "CONFLICT" });
      return { session: changed.id };
    }),
});

async function sha256(text: string): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))).toHex();
}

export default {
  async fetch(request, env) {
    const key = request.headers.get("x-api-key") ?? "";
    const createContext = async () => {
      const { success } = await env.LIMIT.limit({ key });
      if (!success) throw new TRPCError({ code: "TOO_MANY_REQUESTS" });
      return { env, key };
    };
    const options = { endpoint: "/trpc", req: request, router, createContext, allowMethodOverride: true };
    return await fetchRequestHandler(options);
  },
} satisfies ExportedHandler<Env>;
