import { rmSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { copySeededState } from "../local/test/test-stack.ts";
import { soak } from "./soak.ts";

let state: string;
beforeEach(() => {
  state = copySeededState();
});
afterEach(() => rmSync(state, { recursive: true, force: true }));

describe("a soak with a fixed number of operations", () => {
  it("loses nothing and answers every call, through an import, a deployment and a rotation", async () => {
    const { problems, operations, responses, refused } = await soak({ state, length: { operations: 200 } });
    expect(problems).toEqual([]);
    expect(operations).toEqual({
      "check, fast": 104,
      "check, exact": 52,
      refresh: 20,
      "tuple write": 19,
      "sign-in": 5,
    });
    expect(refused).toBe(0);
    expect(responses).toBeGreaterThan(200);
  });

  it.runIf(process.env.LONG_TESTS === "1")(
    "finds lost sessions, lost audit events, and the alert that they fire",
    async () => {
      const { problems } = await soak({
        state,
        length: { operations: 40 },
        damage: async ({ database }, { server }) => {
          // Adds the hashes of all events to the chain.
          await server.audit.verify();
          const tenant = "(SELECT id FROM tenants WHERE slug = 'soak')";
          await database.batch([
            database.prepare(`DELETE FROM sessions WHERE tenant_id = ${tenant}`),
            database.prepare(`DELETE FROM audit_events WHERE tenant_id = ${tenant} AND event = 'authz.write'`),
          ]);
        },
      });
      expect(problems).toEqual([
        expect.stringMatching(/^The audit log has 0 authz\.write, and clients had [1-9]/),
        expect.stringMatching(/^The audit chain is broken at \d+: removed\.$/),
        expect.stringMatching(/^Users and sessions: .*The refresh token was not issued/),
        "1 calls of auth.refresh were refused.",
        expect.stringMatching(/^The Worker has logged: .*A tenant's audit chain is broken\./),
        "The alert audit-chain-broken fired.",
      ]);
    },
  );
});
