import { describe, expect, it } from "vitest";
import { pause } from "../ports/time.ts";
import { HashQueue, MAX_HASHES } from "./hash-queue.ts";

const BUSY = { code: "busy", details: { retryAfterSeconds: 1 } };

/** A queue with a clock that the test moves. */
function queueAt(time: { ms: number }): HashQueue {
  return new HashQueue({ now: () => new Date(time.ms) }, pause);
}

describe("the hash queue", () => {
  it("accepts as many requests as it has slots, and refuses the rest immediately", async () => {
    const queue = queueAt({ ms: 0 });
    const results = await Promise.allSettled(
      Array.from({ length: MAX_HASHES + 3 }, (_, i) => queue.run(async () => i)),
    );
    const taken = results.filter((result) => result.status === "fulfilled").map((result) => result.value);
    expect(taken).toEqual(Array.from({ length: MAX_HASHES }, (_, i) => i));
    for (const result of results.slice(MAX_HASHES)) expect(result).toMatchObject({ status: "rejected", reason: BUSY });
  });

  it("frees a slot when its work ends or fails", async () => {
    const queue = queueAt({ ms: 0 });
    const fail = () => queue.run(async () => await Promise.reject(new Error("no")));
    await Promise.allSettled(Array.from({ length: MAX_HASHES }, fail));
    expect(await queue.run(async () => "yes")).toBe("yes");
  });

  it("frees the slot of a cancelled request after 30 seconds", async () => {
    const time = { ms: 0 };
    const queue = queueAt(time);
    for (let i = 0; i < MAX_HASHES; i++) void queue.run(() => new Promise(() => undefined));
    await expect(queue.run(async () => "yes")).rejects.toMatchObject(BUSY);
    time.ms = 30_001;
    expect(await queue.run(async () => "yes")).toBe("yes");
  });
});
