import { PROCEDURE_ERRORS } from "@cf-auth/server/procedure-errors";
import { initTRPC } from "@trpc/server";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { readContract } from "./contract.ts";
import { emitAssignable } from "./emit-assignable.ts";
import { emitErrors } from "./emit-errors.ts";
import { emitProcedures } from "./emit-procedures.ts";
import { emitTypes } from "./emit-types.ts";

const contract = readContract();

describe("the walk of the router", () => {
  const declared = { summary: "Does it.", caller: ["secret"], rateLimit: "standard", audit: "none" };
  const t = initTRPC.meta<object>().create();
  const walk = (procedure: Parameters<typeof t.router>[0][string]) => () =>
    readContract(t.router({ thing: procedure }), { thing: ["forbidden"] });

  it("accepts a procedure with a full declaration", () => {
    const procedure = t.procedure
      .meta(declared)
      .input(z.strictObject({}))
      .output(z.object({}))
      .query(() => ({}));
    expect(walk(procedure)().procedures).toMatchObject([
      { path: "thing", ...declared, errors: ["forbidden"], input: null },
    ]);
  });

  it.each(["summary", "caller", "rateLimit", "audit"])("fails on a procedure without %s", (name) => {
    const meta = { ...declared, [name]: undefined };
    const procedure = t.procedure
      .meta(meta)
      .input(z.strictObject({}))
      .output(z.object({}))
      .query(() => ({}));
    expect(walk(procedure)).toThrow("thing does not declare itself.");
  });

  it("fails on a procedure without callers", () => {
    const procedure = t.procedure
      .meta({ ...declared, caller: [] })
      .input(z.strictObject({}))
      .output(z.object({}))
      .query(() => ({}));
    expect(walk(procedure)).toThrow("thing does not declare itself.");
  });

  it("fails on a procedure without a schema of its input or output", () => {
    expect(
      walk(
        t.procedure
          .meta(declared)
          .output(z.object({}))
          .query(() => ({})),
      ),
    ).toThrow("no zod input");
    expect(
      walk(
        t.procedure
          .meta(declared)
          .input(z.strictObject({}))
          .query(() => ({})),
      ),
    ).toThrow("no zod output");
  });

  it("fails on an input that isn't an object", () => {
    const procedure = t.procedure
      .meta(declared)
      .input(z.void())
      .output(z.object({}))
      .query(() => ({}));
    expect(walk(procedure)).toThrow("thing has an input that is not an object.");
  });

  it("fails on a procedure without a list of errors", () => {
    const procedure = t.procedure
      .meta(declared)
      .input(z.strictObject({}))
      .output(z.object({}))
      .query(() => ({}));
    expect(() => readContract(t.router({ other: procedure }), {})).toThrow("other has no entry in");
  });

  it("fails when two schemas have one name", () => {
    const shape = (field: string) => z.object({ [field]: z.string() }).meta({ id: "Same" });
    const procedure = t.procedure
      .meta(declared)
      .input(z.strictObject({ a: shape("x") }))
      .output(z.object({ b: shape("y") }))
      .query(() => ({ b: {} }) as never);
    expect(walk(procedure)).toThrow("Two schemas are called Same.");
  });
});

describe("the contract", () => {
  it("has all procedures of the first specification", () => {
    const paths = contract.procedures.map((procedure) => procedure.path);
    const named = [
      ["system.health", "platform.bootstrap", "dashboard.overview"],
      ["create", "get", "list"].map((verb) => `tenants.${verb}`),
      ["create", "list", "revoke"].map((verb) => `apiKeys.${verb}`),
      ["register", "login", "refresh", "logout", "me"].map((verb) => `auth.${verb}`),
      ["check", "batchCheck", "listObjects", "explain", "write", "read"].map((verb) => `authz.${verb}`),
      ["model.put", "model.get", "graph.import", "graph.export", "graph.reload", "graph.stats"].map(
        (verb) => `authz.${verb}`,
      ),
    ].flat();
    expect(paths).toEqual(expect.arrayContaining(named));
  });

  it("records every change and every sign-in", () => {
    const unrecorded = contract.procedures.filter(({ type, audit }) => type === "mutation" && audit === "none");
    // It changes nothing but a count, as often as customers call their tenants.
    expect(unrecorded.map(({ path }) => path)).toEqual(["apiKeys.verify"]);
    for (const { path, audit } of contract.procedures) expect(["none", path]).toContain(audit);
  });

  it("records only refusals of a refresh, since the session has its time, and of a passkey's challenge", () => {
    const partly = contract.procedures.filter(({ auditedOutcomes }) => auditedOutcomes === "refused");
    expect(partly.map(({ path }) => path)).toEqual(["auth.passkeys.signIn.start", "auth.refresh"]);
  });

  it("limits attempts at credentials per IP address", () => {
    const limited = contract.procedures.filter(({ rateLimit }) => rateLimit === "credentials").map(({ path }) => path);
    expect(limited).toEqual([
      "apiKeys.reportLeak",
      "auth.account.delete",
      "auth.account.export",
      "auth.email.change",
      "auth.email.confirm",
      "auth.email.confirmCode",
      "auth.email.resend",
      "auth.emailSignIn.complete",
      "auth.emailSignIn.start",
      "auth.exchangeCode",
      "auth.factors.backupCodes.create",
      "auth.factors.email.send",
      "auth.factors.totp.confirm",
      "auth.factors.totp.remove",
      "auth.factors.totp.start",
      "auth.identities.complete",
      "auth.identities.link",
      "auth.identities.unlink",
      "auth.login",
      "auth.passkeys.register.finish",
      "auth.passkeys.register.start",
      "auth.passkeys.remove",
      "auth.passkeys.signIn.finish",
      "auth.passkeys.stepUp.start",
      "auth.password.change",
      "auth.password.forgot",
      "auth.password.reset",
      "auth.providers.start",
      "auth.register",
      "auth.stepUp",
      "backups.restoreAll",
      "platform.bootstrap",
    ]);
  });

  it("allows anonymous callers only sign-in, emailed tokens and public information", () => {
    const open = contract.procedures.filter(({ caller }) => caller.includes("anonymous")).map(({ path }) => path);
    expect(open).toEqual([
      "apiKeys.reportLeak",
      "auth.email.confirm",
      "auth.email.confirmCode",
      "auth.email.resend",
      "auth.emailSignIn.complete",
      "auth.emailSignIn.start",
      "auth.factors.email.send",
      "auth.factors.totp.confirm",
      "auth.factors.totp.start",
      "auth.login",
      "auth.logout",
      "auth.passkeys.register.finish",
      "auth.passkeys.register.start",
      "auth.passkeys.signIn.finish",
      "auth.passkeys.signIn.start",
      "auth.passkeys.stepUp.start",
      "auth.password.forgot",
      "auth.password.reset",
      "auth.providers.list",
      "auth.refresh",
      "auth.register",
      "auth.stepUp",
      "backups.restoreAll",
      "platform.bootstrap",
      "system.health",
    ]);
  });

  it("accepts password hashes when users are created, and never returns one", () => {
    const having = (part: "input" | "output") =>
      contract.procedures.filter((procedure) => /passwordHash/i.test(JSON.stringify(procedure[part])));
    expect(having("input").map(({ path }) => path)).toEqual(["users.create", "users.import"]);
    expect(having("output")).toEqual([]);
  });

  it("refuses unknown fields everywhere", () => {
    const lax = contract.procedures.filter(({ input }) => input !== null && input.additionalProperties !== false);
    expect(lax).toEqual([]);
  });

  it("declares errors for all of its procedures and for no others", () => {
    expect(Object.keys(PROCEDURE_ERRORS).sort()).toEqual(contract.procedures.map(({ path }) => path));
  });

  it("has a status, a message and a next step for every error", () => {
    for (const [code, { status, message, action }] of Object.entries(contract.errors)) {
      expect(code).toMatch(/^[a-z_]+$/);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(`${message} ${action}`).toMatch(/^[A-Z].*\. .*\.$/);
    }
  });

  it("is deterministic", () => {
    expect(JSON.stringify(readContract())).toBe(JSON.stringify(contract));
  });
});

describe("the generated types", () => {
  it("have the schema's doc comment on every field", () => {
    const types = emitTypes(contract);
    expect(types).toContain(
      "  /** Whether to only report what would change. Defaults to `false`. */\n  dryRun?: boolean | undefined;",
    );
    expect(types).toContain("  accessTokenExpiresAt: Date;");
    expect(types).toMatch(/export type Reason = \{\n {2}kind: "self";/);
  });

  it("have nested methods by path, with optional inputs left out", () => {
    const procedures = emitProcedures(contract, "https://docs.test");
    expect(procedures).toContain(
      "import(request: ImportGraphRequest, options?: CallOptions): Promise<ImportGraphResponse>;",
    );
    expect(procedures).toContain("me(options?: CallOptions): Promise<GetMeResponse>;");
    expect(procedures).toContain("list(request?: ListTenantsRequest, options?: CallOptions)");
  });

  it("name no internals of the server", () => {
    const all = [
      emitTypes(contract),
      emitProcedures(contract, "https://docs.test"),
      emitErrors(contract),
      JSON.stringify(contract),
    ].join();
    expect(all).not.toMatch(/secretHash|token_hash|emailKey|private_?key|drizzle|AppRouter/i);
  });

  it("have an assignability test for each procedure", () => {
    for (const { path } of contract.procedures) expect(emitAssignable(contract)).toContain(`"${path}": [true, true],`);
  });
});
