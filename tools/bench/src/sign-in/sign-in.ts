import { createHash, randomUUID } from "node:crypto";
import { createClient } from "@cf-auth/client";
import type { Stack } from "@cf-auth/local/stack";
import { buildFloor, floorUrl } from "../edge/floor.ts";
import { type Load, latencies } from "../measure.ts";
import { type Result, result } from "../result.ts";
import { during, newTenants, withState } from "../server/server.ts";
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
    return await during(state, benchCalls, await buildFloor());
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
  const { signIn, least, refresh, rotate } = await loadsOf(stack, key);
  // Measured separately: a hash takes 30 times as long as a write.
  const [logins, refreshes] = [await latencies([signIn, least], TURNS), await latencies([refresh, rotate], TURNS)];
  const row = (name: string, of: Map<string, number>, [what, floor]: [Load, Load], reach: number) =>
    result({ name, value: of.get(what.name) ?? 0, unit: "ms/call", baseline: of.get(floor.name) ?? 0, reach });
  return [
    row("sign-in over HTTP, by a hash, an object call and a write", logins, [signIn, least], REACH.login),
    row("refresh over HTTP, by one write in an empty procedure", refreshes, [refresh, rotate], REACH.refresh),
  ];
}

interface Session {
  readonly accessToken: string;
  readonly refreshToken: string;
}

async function loadsOf(stack: Stack, key: string): Promise<Record<"signIn" | "least" | "refresh" | "rotate", Load>> {
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
    least: {
      name: "hash, object call and write",
      call: async () => {
        await post(floorUrl(stack, "signIn"), { json: { session: other.id, password: PERSON.password } }, key);
        return 1;
      },
    },
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
        await post(floorUrl(stack, "rotate"), { json: { session: other.id, from: present, to } }, key);
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
