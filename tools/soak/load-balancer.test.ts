import { afterEach, describe, expect, it, vi } from "vitest";
import { LoadBalancer } from "./load-balancer.ts";

afterEach(() => vi.unstubAllGlobals());

/** Requests that end when the test says so, and how many are open. */
function openRequests() {
  const ends: (() => void)[] = [];
  vi.stubGlobal("fetch", async () => {
    await new Promise<void>((resolve) => ends.push(resolve));
    return new Response("done");
  });
  return ends;
}

const settled = async () => await new Promise((resolve) => setTimeout(resolve, 0));

describe("the load balancer", () => {
  it("opens no more requests at a time than it has connections", async () => {
    const ends = openRequests();
    const balancer = new LoadBalancer(2);
    const answers = [1, 2, 3].map(() => balancer.fetch("http://127.0.0.1"));
    await settled();
    expect([ends.length, balancer.maxWaiting]).toEqual([2, 1]);
    ends[0]?.();
    await answers[0];
    await settled();
    expect(ends.length).toBe(3);
    for (const end of ends) end();
    expect(await Promise.all(answers.map(async (answer) => await (await answer).text()))).toEqual(
      Array(3).fill("done"),
    );
  });

  it("waits for open requests before the work, and holds later ones until its end", async () => {
    const ends = openRequests();
    const balancer = new LoadBalancer(2);
    const steps: string[] = [];
    const first = balancer.fetch("http://127.0.0.1");
    await settled();
    const replaced = balancer.hold(async () => {
      steps.push("work");
      await settled();
      expect(ends.length).toBe(1);
      steps.push("worked");
    });
    const second = balancer.fetch("http://127.0.0.1").then(() => steps.push("second"));
    await settled();
    expect(steps).toEqual([]);
    steps.push("first request ends");
    ends[0]?.();
    await Promise.all([first, replaced]);
    await settled();
    ends[1]?.();
    await second;
    expect(steps).toEqual(["first request ends", "work", "worked", "second"]);
  });

  it("goes on after work that fails", async () => {
    const ends = openRequests();
    const balancer = new LoadBalancer(1);
    await expect(balancer.hold(() => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
    const answer = balancer.fetch("http://127.0.0.1");
    await settled();
    ends[0]?.();
    expect((await answer).status).toBe(200);
  });
});
