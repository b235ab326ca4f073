import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { expect, it } from "vitest";
import { freePort, isFree } from "./ports.ts";

const RANGE = "/proc/sys/net/ipv4/ip_local_port_range";

it("chooses free ports that no outgoing connection or other listener gets before they are used", async () => {
  const ports = await Promise.all(Array.from({ length: 50 }, freePort));
  const [first = 0] = readFileSync(RANGE, "utf8").split(/\s+/).map(Number);
  for (const port of ports) {
    expect(port).toBeLessThan(first);
    expect(await isFree(port)).toBe(true);
  }
});

it("reports a port with a listener as taken", async () => {
  const port = await freePort();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  expect(await isFree(port)).toBe(false);
  await new Promise((resolve) => server.close(resolve));
  expect(await isFree(port)).toBe(true);
});
