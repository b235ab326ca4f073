import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle } from "@cf-auth/local/build";
import type { Stack } from "@cf-auth/local/stack";
import { post } from "./post.ts";

const BENCH = fileURLToPath(new URL("../../", import.meta.url));
/** Folder of the built floor. */
export const FLOOR = join(BENCH, "dist/floor");

export async function buildFloor(): Promise<void> {
  await bundle(join(BENCH, "floor/wrangler.jsonc"), FLOOR);
}

/** The minimum work of a sign-in, in the Worker `tools/bench/floor` next to ours. */
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

  /** An otherwise empty procedure with one conditional write: replaces the session's token if it is still current. */
  async rotate(key: string, change: { session: string; from: string; to: string }): Promise<void> {
    await post(`${this.url}/trpc/rotate`, { json: change }, key);
  }
}
