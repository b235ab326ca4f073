import Argon2, { Argon2Type, Argon2Version } from "@phi-ag/argon2";
import wasm from "@phi-ag/argon2/argon2.wasm";
import { initTRPC, TRPCError } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import SuperJSON from "superjson";
import * as z from "zod";

/**
 * The minimum work of a sign-in and a refresh without the service's code: one password hash, and an otherwise empty procedure
 * that looks up its caller's key and makes one conditional write.
 */
interface Env {
  readonly DB: D1Database;
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

const router = t.router({
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
    if (new URL(request.url).pathname === "/hash") {
      const { password } = await request.json<{ password: string }>();
      return Response.json({ hash: (await hash(password)).toBase64() });
    }
    const createContext = () => ({ env, key: request.headers.get("x-api-key") ?? "" });
    return await fetchRequestHandler({ endpoint: "/trpc", req: request, router, createContext });
  },
} satisfies ExportedHandler<Env>;
