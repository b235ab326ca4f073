import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle } from "@cf-auth/local/build";
import type { Stack } from "@cf-auth/local/stack";
import { post } from "./post.ts";

const BENCH = fileURLToPath(new URL("../../", import.meta.url));
/** Where the built floor lies. */
export const FLOOR = join(BENCH, "dist/floor");

export async function buildFloor(): Promise<void> {
  await bundle(join(BENCH, "floor/wrangler.jsonc"), FLOOR);
}

/** What sign-in cannot do without, asked of the Worker in `bench/floor` beside ours. */
export class Floor {
  private readonly url: string;

  constructor({ besideUrl }: Pick<Stack, "besideUrl">) {
    if (besideUrl === undefined) throw new Error("There is no floor beside the Worker.");
    this.url = besideUrl;
  }

  /** One argon2id hash at the deployment's cost. */
  async hash(password: string): Promise<void> {
    await post(`${this.url}/hash`, { password });
  }

  /** An otherwise empty procedure with one conditional write: the session's token becomes another if it is still that. */
  async rotate(key: string, change: { session: string; from: string; to: string }): Promise<void> {
    await post(`${this.url}/trpc/rotate`, { json: change }, key);
  }
}
