import { expect, it } from "vitest";
import { withStorage } from "../../test/email-queue.ts";
import { Alerts } from "./alerts.ts";
import type { AuditEvent } from "./store.ts";

function log(fails: () => boolean) {
  const written = new Map<string, AuditEvent>();
  return {
    written: () => [...written.values()].map(({ event }) => event),
    append: async (event: AuditEvent) => {
      written.set(event.id, event);
      if (fails()) throw new Error("The response was lost.");
    },
  };
}

it("writes an alert once per reason until it is settled, even if responses are lost", async () => {
  await withStorage(async (sql) => {
    let now = 1000;
    let failing = true;
    const { written, append } = log(() => failing);
    const open = () => new Alerts(sql, () => now, "ten_1", append);
    const alerts = open();
    expect([alerts.raise("auth.accountLocked", "a"), alerts.raise("auth.accountLocked", "a")]).toEqual([true, false]);
    await expect(alerts.run()).rejects.toThrow();
    expect(open().due()).toBe(6000);
    await open().run();
    now = 6000;
    failing = false;
    await open().run();
    expect([open().due(), written()]).toEqual([undefined, ["auth.accountLocked"]]);
    expect(alerts.raise("auth.accountLocked", "a")).toBe(false);
    alerts.settle("a");
    expect(alerts.raise("auth.accountLocked", "a")).toBe(true);
    // An alert that is settled before it is written is still written, and so is the next.
    alerts.settle("a");
    expect(alerts.raise("auth.accountLocked", "a")).toBe(true);
    await alerts.run();
    expect(written()).toHaveLength(3);
  });
});
