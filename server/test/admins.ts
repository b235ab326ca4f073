import type { AdminRole, Grant } from "../src/platform/admin-model.ts";
import { clientFor, renewed } from "./client.ts";
import { signInWithFactor } from "./factors.ts";
import { emailTo } from "./mailbox.ts";

const PASSWORD = "a gate is not a fence";

type TestClient = ReturnType<typeof clientFor>;
export type Admin = Awaited<ReturnType<typeof admit>>;

/** The id of the platform's own tenant. */
export async function platformId(root: TestClient): Promise<string> {
  return (await root.tenants.get.query()).id;
}

/** An admin who was invited, has chosen a password by the link, and is signed in; something for tenants, if told. */
export async function admit(
  root: TestClient,
  name: string,
  role: AdminRole | null,
  grants: readonly { readonly tenant: string; readonly grant: Grant }[] = [],
) {
  const email = `${name}@platform.example`;
  const { id } = await root.platform.admins.invite.mutate({ email, name, role });
  for (const grant of grants) await root.platform.admins.grant.mutate({ id, ...grant });
  const { token } = await emailTo(await platformId(root), email, "invitation");
  const anyone = clientFor({ tenant: "platform" });
  await anyone.auth.password.reset.mutate({ token, password: PASSWORD });
  const signIn = async () => await signInWithFactor(anyone, { email, password: PASSWORD });
  const session = await signIn();
  renewed(session.accessToken, async () => (await signIn()).accessToken);
  const at = (tenant?: string) => clientFor({ token: session.accessToken, ...(tenant !== undefined && { tenant }) });
  return { id, email, password: PASSWORD, session, token: session.accessToken, client: at(), at };
}
