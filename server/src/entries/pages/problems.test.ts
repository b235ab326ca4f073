import { describe, expect, it } from "vitest";
import { PROCEDURE_ERRORS } from "../../pipeline/procedure-errors.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import { LANGUAGES } from "../../shared/languages.ts";
import { pageTexts } from "../../shared/texts/page-texts.ts";
import { problemOf, RETURNED, returnedError, withProblem } from "./problems.ts";

/** Procedures that the hosted pages call for somebody who reads their problems. */
const CALLED = [
  "auth.login",
  "auth.register",
  "auth.stepUp",
  "auth.emailSignIn.start",
  "auth.passkeys.signIn.finish",
  "auth.passkeys.stepUp.start",
  "auth.passkeys.register.start",
  "auth.passkeys.register.finish",
  "auth.passkeys.rename",
  "auth.passkeys.remove",
  "auth.identities.link",
  "auth.identities.complete",
  "auth.identities.unlink",
  "auth.factors.totp.start",
  "auth.factors.totp.confirm",
  "auth.factors.totp.remove",
  "auth.factors.backupCodes.create",
];

/** Errors that lead to another page, that a page's own call can't have, or that the general text fits. */
const OTHERS = [
  "tenant_suspended",
  "tenant_deleted",
  "graph_contention",
  "factor_required",
  "unauthenticated",
  "cross_site_request",
  "cookie_host_required",
  "return_url_not_registered",
  "refresh_token_invalid",
  "refresh_token_reused",
  "session_ended",
  "busy",
];

describe("a problem on a hosted page", () => {
  it.each(LANGUAGES)("has a text of its own for each error of the procedures that pages call: %s", (language) => {
    const texts = pageTexts(language);
    const codes = new Set([...CALLED.flatMap((path) => PROCEDURE_ERRORS[path] ?? []), ...RETURNED]);
    const missing = [...codes].filter((code) => {
      const isExpected = code === "internal_error" || OTHERS.includes(code);
      return !isExpected && problemOf(new AppError(code), texts) === texts.problems.internal;
    });
    expect(missing).toEqual([]);
  });

  it("comes back from another page by its code, and by no other text", () => {
    const at = (path: string) => returnedError(new URL(path, "http://auth.test"))?.code;
    expect(at(withProblem("/t/acme/sign-in", "identity_taken"))).toBe("identity_taken");
    expect(at(withProblem("/t/acme/sign-in", "<b>call us</b>"))).toBe("internal_error");
    expect(at(withProblem("/t/acme/sign-in", "weak_password"))).toBe("internal_error");
    expect(at("/t/acme/sign-in")).toBeUndefined();
  });
});
