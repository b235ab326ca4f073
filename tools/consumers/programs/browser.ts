import {
  type BrowserSession,
  CfAuthError,
  createSession,
  type SessionOptions,
  type SessionSnapshot,
  type SessionStorage,
} from "@cf-auth/client/browser";
import { MINTED } from "./minted.ts";
import { standIn } from "./stand-in.ts";

/** Signs in, gets a token for the tenant's own API and signs out, with all notifications. */
export async function run() {
  const user = { id: "usr_anne", email: "anne@example.com", emailVerified: true, name: null, createdAt: MINTED.at };
  const times = { accessTokenExpiresAt: "2026-01-01T00:05:00Z", refreshTokenExpiresAt: "2026-01-15T00:00:00Z" };
  const { fetch, requested } = standIn({
    "auth.login": { user, accessToken: MINTED.token, refreshToken: "rt_1", ...times },
    "auth.logout": { sessionId: "ses_1" },
  });
  const kept = new Map<string, string>();
  const storage: SessionStorage = {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
  };
  const changes: string[] = [];
  const onChange = (snapshot: SessionSnapshot) => changes.push(snapshot.user?.email ?? snapshot.state);
  const options: SessionOptions = { url: MINTED.url, key: "pk_test_x", apiOrigins: [], storage, onChange, fetch };
  const session: BrowserSession = createSession(options);
  const { state } = await session.ready();
  await session.login({ email: user.email, password: "the seventh violet armchair" });
  const token = await session.accessToken();
  const refused = await session.client.auth.me().catch((error: unknown) => error);
  await session.logout();
  session.dispose();
  const code = refused instanceof CfAuthError ? refused.code : undefined;
  return { state, hasToken: token === MINTED.token, code, changes, requested };
}

export const sees: Awaited<ReturnType<typeof run>> = {
  state: "signed-out",
  hasToken: true,
  code: "forbidden",
  changes: ["signed-out", "anne@example.com", "signed-out"],
  requested: ["auth.login", "auth.me", "auth.logout"],
};
