import { createHash, randomUUID } from "node:crypto";
import { createClient } from "@cf-auth/client";
import type { Stack } from "@cf-auth/local/stack";
import { type Load, latencies } from "../measure.ts";
import { type Result, result } from "../result.ts";
import { during, newTenants, withState } from "../server/server.ts";
import { buildFloor, FLOOR, Floor } from "./floor.ts";
import { post } from "./post.ts";
import { benchVerify } from "./verify.ts";

const PERSON = { email: "anne@example.com", password: "a sentence that is measured" };
/** Targets, as multiples of the floor. */
const REACH = { login: 1.15, refresh: 2 };
/** Many short rounds, because shared machines are slow for seconds at a time. */
const TURNS = { rounds: 15, milliseconds: 500 };

/**
 * Sign-in and refresh over HTTP on workerd, without any proxy before it, each in turn with what it cannot do without
 * (`tools/bench/floor`), in the same process and on the same database; and the verification of an access token in this process.
 */
export async function benchSignIn(): Promise<Result[]> {
  const overHttp = await withState(async (state) => {
    await buildFloor();
    return await during(state, benchCalls, FLOOR);
  });
  return [...overHttp, ...(await benchVerify())];
}

async function benchCalls(stack: Stack): Promise<Result[]> {
  const [secretKey = ""] = await newTenants(stack, ["bench"]);
  const { key } = await createClient({ url: stack.url, key: secretKey }).apiKeys.create({
    kind: "publishable",
    name: "bench",
  });
  await createClient({ url: stack.url, key }).auth.register(PERSON);
  const { signIn, hash, refresh, rotate } = await loadsOf(stack, key);
  // Measured separately: a hash takes 30 times as long as a write.
  const [logins, refreshes] = [await latencies([signIn, hash], TURNS), await latencies([refresh, rotate], TURNS)];
  const row = (name: string, of: Map<string, number>, [what, floor]: [Load, Load], reach: number) =>
    result({ name, value: of.get(what.name) ?? 0, unit: "ms/call", baseline: of.get(floor.name) ?? 0, reach });
  return [
    row("sign-in over HTTP, by one password hash", logins, [signIn, hash], REACH.login),
    row("refresh over HTTP, by one write in an empty procedure", refreshes, [refresh, rotate], REACH.refresh),
  ];
}

interface Session {
  readonly accessToken: string;
  readonly refreshToken: string;
}

async function loadsOf(stack: Stack, key: string): Promise<Record<"signIn" | "hash" | "refresh" | "rotate", Load>> {
  const floor = new Floor(stack);
  const call = async (procedure: string, json: object) => {
    // The responses of these procedures.
    const answer = (await post(`${stack.url}/trpc/${procedure}`, { json }, key)) as {
      result: { data: { json: Session } };
    };
    return answer.result.data.json;
  };
  const signIn = async () => await call("auth.login", PERSON);
  let { refreshToken } = await signIn();
  const other = rowOf(await signIn());
  let present = other.tokenHash;
  return {
    signIn: { name: "sign-in", call: async () => (await signIn()) && 1 },
    hash: { name: "one hash", call: async () => (await floor.hash(PERSON.password)) ?? 1 },
    refresh: {
      name: "refresh",
      call: async () => {
        ({ refreshToken } = await call("auth.refresh", { refreshToken }));
        return 1;
      },
    },
    rotate: {
      name: "one write",
      call: async () => {
        const to = sha256(randomUUID());
        await floor.rotate(key, { session: other.id, from: present, to });
        present = to;
        return 1;
      },
    },
  };
}

/** The row that a session has: docs/sign-in.md says how its token and its claims are made of it. */
function rowOf({ accessToken, refreshToken }: Session): { id: string; tokenHash: string } {
  const [, claims = ""] = accessToken.split(".");
  const { sid } = JSON.parse(Buffer.from(claims, "base64url").toString());
  return { id: sid, tokenHash: sha256(refreshToken) };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
