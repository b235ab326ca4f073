import { type AddressInfo, createServer } from "node:net";
import { expect, it } from "vitest";
import { freePort, isFree } from "./ports.ts";

/** The first port of Linux's ephemeral range, by default. */
const EPHEMERAL = 32_768;

it("chooses free ports that no outgoing connection or other listener gets before they are used", async () => {
  const ports = await Promise.all(Array.from({ length: 50 }, freePort));
  for (const port of ports) {
    expect(port).toBeGreaterThan(1023);
    expect(port).toBeLessThan(EPHEMERAL);
  }
});

it("reports a port with a listener as taken", async () => {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
  expect(await isFree(port)).toBe(false);
  await new Promise((resolve) => server.close(resolve));
});
