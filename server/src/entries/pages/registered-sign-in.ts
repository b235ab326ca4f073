import { registrationHashOf } from "../../accounts/first-proof.ts";
import { sufficesToSignIn } from "../../factors/second-factor.ts";
import { clientOf } from "../../pipeline/context.ts";
import { emailKey } from "../../shared/email.ts";
import { factorsAt } from "../../shared/factors.ts";
import type { UserRow } from "../../shared/rows.ts";
import { completeSignIn } from "../../sign-in/complete-sign-in.ts";
import { issueSession } from "../../sign-in/issue-session.ts";
import { finishSignIn, modeOf } from "./finish-sign-in.ts";
import { runPageCall } from "./page-call.ts";
import type { PageVisit } from "./page-visit.ts";

/** The user with an email whom this visit registered, as long as the email isn't verified. */
export async function registeredHere({ app, tenant, flow }: PageVisit, email: string): Promise<UserRow | undefined> {
  const hash = await registrationHashOf(flow.data.registrationToken ?? "");
  const user = hash === null ? undefined : (await app.auth.findForLogin(tenant.id, emailKey(email)))?.user;
  return user?.registrationHash === hash ? user : undefined;
}

/**
 * Signs in a user whom this visit registered, and who has just entered the code that was emailed to them. Undefined where that
 * doesn't suffice to sign in.
 */
export async function signInRegistered(visit: PageVisit, { id }: UserRow): Promise<Response | undefined> {
  const mode = modeOf(visit);
  const call = { path: "auth.register.signIn", summary: "Signs in a user who has just verified their email." };
  const signedIn = await runPageCall(visit.context, call, async (context) => {
    const { app, tenant, entry } = context;
    const user = await app.auth.findUser(id);
    const factors = factorsAt(["email"], app.clock.now());
    if (user === undefined || !(await sufficesToSignIn(app, tenant, user, factors))) return undefined;
    entry.isSignIn = true;
    return await issueSession(context, mode, () => {
      return completeSignIn(app, tenant, clientOf(context, mode), { user, factors, entry });
    });
  });
  return signedIn && (await finishSignIn(visit, signedIn));
}
