import { env } from "cloudflare:workers";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { signInWithFactor } from "../../test/factors.ts";
import { isolate, StandingClock } from "../../test/moved.ts";
import { ADMIN, createWorld } from "../../test/world.ts";
import { recordSecretVersions } from "./record-secret-versions.ts";

const DAY = 24 * 60 * 60;
const JWT = env.JWT_SECRET;
const secret = (id: string) => `${id}:${new Uint8Array(32).fill(id.charCodeAt(1)).toBase64()}`;
const SES = {
  EMAIL_PROVIDER: "ses",
  EMAIL_FROM: "auth@example.com",
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "AKIA-OF-THE-TESTS",
  AWS_SECRET_ACCESS_KEY: "unused",
};

type Settings = Readonly<Record<string, string | undefined>>;

let clock: StandingClock;
beforeAll(async () => {
  await createWorld();
});
beforeEach(async () => {
  clock = new StandingClock();
  await env.DB.exec("DELETE FROM secret_versions");
});
afterEach(() => {
  vi.restoreAllMocks();
});

const at = (settings: Settings = {}) => isolate(clock, {}, settings as Partial<Env>);

/** What a deployment with these settings has recorded of a secret. */
async function recorded(name: string, settings: Settings = {}) {
  await recordSecretVersions(at(settings).app);
  return (await at(settings).app.secretRecords.list()).filter((record) => record.secret === name);
}

/** Secrets that the job warns of, with their age in days. */
async function warned(settings: Settings): Promise<[string, number][]> {
  const lines: string[] = [];
  vi.spyOn(console, "warn").mockImplementation((line) => void lines.push(`${line}`));
  await recordSecretVersions(at(settings).app);
  vi.restoreAllMocks();
  const records = lines.map((line) => JSON.parse(line)).filter(({ message }) => message.includes("overdue"));
  return records.map(({ id, counts }) => [id, counts.ageDays]);
}

describe("recorded versions of secrets", () => {
  it("have the time when they were first seen, and since when they are the newest", async () => {
    const start = clock.now();
    await recorded("jwtSecret");
    clock.advance(60);
    const [v3, v2] = await recorded("jwtSecret", { JWT_SECRET: `${JWT.split(",")[0]},${secret("v3")}` }).then((all) => [
      all.find(({ version }) => version === "v3"),
      all.find(({ version }) => version === "v2"),
    ]);
    expect(v2).toMatchObject({ firstSeenAt: start, newestSince: start, firstNewestAt: start });
    expect(v3).toMatchObject({ firstSeenAt: clock.now(), newestSince: null, firstNewestAt: null });
    const promoted = clock.now();
    const after = await recorded("jwtSecret", { JWT_SECRET: `${secret("v3")},${JWT.split(",")[0]}` });
    expect(after.find(({ version }) => version === "v3")).toMatchObject({ newestSince: promoted });
    expect(after.find(({ version }) => version === "v2")).toMatchObject({ newestSince: null, firstNewestAt: start });
  });

  it("remember that they were the newest after they are put back", async () => {
    await recorded("passwordPepper", { PASSWORD_PEPPER: `${secret("p2")},${env.PASSWORD_PEPPER}` });
    const back = await recorded("passwordPepper", { PASSWORD_PEPPER: `${env.PASSWORD_PEPPER},${secret("p2")}` });
    const added = back.find(({ version }) => version === "p2");
    expect([added?.newestSince, added?.firstNewestAt]).toEqual([null, expect.any(Date)]);
  });

  it("are removed when the deployment no longer has them", async () => {
    await recorded("jwtSecret", { JWT_SECRET: `${JWT},${secret("v3")}` });
    const versions = (await recorded("jwtSecret")).map(({ version }) => version);
    expect(versions.sort()).toEqual(["v1", "v2"]);
    expect(await recorded("bootstrapSecret", { BOOTSTRAP_SECRET: undefined })).toEqual([]);
  });

  it("never contain a secret, and keep the age of a mailer's key when JWT_SECRET rotates", async () => {
    const [before] = await recorded("mailKey", SES);
    expect(JSON.stringify(await at(SES).app.secretRecords.list())).not.toContain(SES.AWS_ACCESS_KEY_ID);
    clock.advance(DAY);
    const [after] = await recorded("mailKey", { ...SES, JWT_SECRET: `${secret("v3")},${JWT}` });
    expect(after?.version).not.toBe(before?.version);
    expect(after?.firstSeenAt).toEqual(before?.firstSeenAt);
    const [other] = await recorded("mailKey", { ...SES, AWS_ACCESS_KEY_ID: "AKIA-ANOTHER" });
    expect(other?.firstSeenAt).toEqual(clock.now());
  });

  it("are written only when they change", async () => {
    const { app } = at();
    await recordSecretVersions(app);
    const replace = vi.spyOn(app.secretRecords, "replace");
    await recordSecretVersions(app);
    expect(replace).not.toHaveBeenCalled();
  });
});

describe("a secret that is overdue", () => {
  it("is warned of in every run: after 365 days, 90 for the mailer's key, 1 for the bootstrap secret of a platform", async () => {
    expect(await warned(SES)).toEqual([]);
    clock.advance(DAY);
    expect(await warned(SES)).toEqual([["bootstrapSecret", 1]]);
    clock.advance(89 * DAY);
    expect(await warned({ ...SES, BOOTSTRAP_SECRET: undefined })).toEqual([["mailKey", 90]]);
    clock.advance(275 * DAY);
    const all = await warned({ ...SES, BOOTSTRAP_SECRET: undefined });
    expect(all).toEqual([
      ["jwtSecret", 365],
      ["passwordPepper", 365],
      ["mailKey", 365],
    ]);
    expect(await warned({ JWT_SECRET: `${secret("v3")},${JWT}`, BOOTSTRAP_SECRET: undefined })).toEqual([
      ["passwordPepper", 365],
    ]);
  });

  it("is a metric, and has its date in dashboard.secrets", async () => {
    await recordSecretVersions(at().app);
    clock.advance(2 * DAY);
    const { clientFor, fetch } = at();
    const { accessToken } = await signInWithFactor(clientFor({ tenant: "platform" }), ADMIN);
    const { versions } = await clientFor({ token: accessToken }).dashboard.secrets.query();
    const due = versions.find((one) => one.secret === "bootstrapSecret")?.rotateBy;
    expect(due?.getTime()).toBe(clock.now().getTime() - DAY * 1000);
    const response = await fetch("http://auth.test/metrics", { headers: { authorization: `Bearer ${accessToken}` } });
    const text = await response.text();
    expect(text).toContain("cf_auth_secrets_overdue 1\n");
    expect(text).toContain(`cf_auth_secret_age_seconds{secret="jwtSecret"} ${2 * DAY}\n`);
  });
});
