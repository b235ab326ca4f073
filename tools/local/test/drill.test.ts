import { expect, it } from "vitest";
import { drill, hasPassed } from "../src/drill/drill.ts";
import { signInAdmin, startTestStack } from "./test-stack.ts";

it("a drill restores a deployment into a fresh stack, row for row, and finds a missing backup and a wrong key", async () => {
  const stack = await startTestStack();
  try {
    const admin = await signInAdmin(stack.url, stack.tenant);
    const lines: string[] = [];
    const run = async (key = stack.secrets.BACKUP_KEY) => await drill(admin, key, (line) => lines.push(line));
    const before = await run();
    expect(before.tenants.every(({ backupAt }) => backupAt === null)).toBe(true);
    expect(hasPassed(before)).toBe(false);
    // The schedule begins the backups, and the objects make them.
    await stack.runSchedule();
    for (const { tenant } of before.tenants) {
      await expect.poll(async () => (await admin.backups.list({ tenant })).items.length).toBe(1);
    }
    const after = await run();
    expect(hasPassed(after)).toBe(true);
    expect(after.tenants.map(({ tenant }) => tenant)).toEqual(before.tenants.map(({ tenant }) => tenant));
    expect(after.tenants.every(({ rowCount }) => rowCount > 5)).toBe(true);
    expect(lines.at(-1)).toBe(`Restored ${after.tenants.length} of ${after.tenants.length} tenants.`);
    const otherKey = `b9:${Buffer.alloc(48, 9).toString("base64")}`;
    await expect(run(otherKey)).rejects.toMatchObject({ code: "backup_invalid" });
  } finally {
    await stack.stop();
  }
});
