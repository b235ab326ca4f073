import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { errorOf } from "../../test/client.ts";
import { userOf } from "../../test/people.ts";
import { createWorld, type World } from "../../test/world.ts";
import { openDatabase } from "../ports/database.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { AuthStore } from "./store.ts";
import { rehash } from "./verify-password.ts";

/** Hashes of "correct horse" by other systems. */
const ELSEWHERE = [
  "$2b$10$sJSCeVvL9g8.yDJrtjv8ouXSHzPW4t0/fRYY6wI.0DyYVcSnkWNui",
  "pbkdf2:sha256:100000:AAECAwQFBgcICQoLDA0ODw==:V/LC8HOXSNUWQZsGKohGZjI8WD6krhZVBKgfe1PGKgk=",
  "$pbkdf2-sha256$i=100001$AAECAwQFBgcICQoLDA0ODw$dQLLKYklGNlVHz7rhxWkT/+PevJqWH3ILJRdrsOViX0",
  "$scrypt$ln=14,r=8,p=5$AAECAwQFBgcICQoLDA0ODw$1G5RfCzjKRcC/LgE3RJJUhGgvovUaGPhRY2m55Tfpi4",
  "$argon2id$v=19$m=19456,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$0AuQxA+RjPiJeA19Op7DwrFxnfh9xeTU2T6mFj2wThc",
];
const OURS = /^\$argon2id\$v=19\$m=19456,t=2,p=1,keyid=p1\$/;
const PASSWORD = "correct horse";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

let people = 0;
/** Registers a user and stores this hash for them. */
async function somebodyWith(hash: string) {
  const email = `moved-${++people}@example.com`;
  await world.acme.browser.auth.register.mutate({ email, password: "an unlikely sentence" });
  const user = await userOf(world.acme.client, email);
  await store(user.id, hash);
  const login = (password: string) => world.acme.browser.auth.login.mutate({ email, password });
  return { id: user.id, login };
}

async function store(userId: string, hash: string): Promise<void> {
  await env.DB.prepare("UPDATE accounts SET secret = ? WHERE user_id = ?").bind(hash, userId).run();
}

async function storedOf(userId: string): Promise<string | undefined> {
  const query = env.DB.prepare("SELECT secret FROM accounts WHERE user_id = ?").bind(userId);
  return (await query.first<{ secret: string }>())?.secret;
}

describe("a sign-in with a hash from another system", () => {
  it.each(ELSEWHERE)("replaces the hash by a current one: %s", async (hash) => {
    const { id, login } = await somebodyWith(hash);
    await login(PASSWORD);
    const replaced = await storedOf(id);
    expect(replaced).toMatch(OURS);
    await login(PASSWORD);
    expect(await storedOf(id)).toBe(replaced);
  });

  it("keeps the hash if the password is wrong", async () => {
    const [hash = ""] = ELSEWHERE;
    const { id, login } = await somebodyWith(hash);
    expect(await errorOf(login("correct horsf"))).toMatchObject({ code: "invalid_credentials" });
    expect(await storedOf(id)).toBe(hash);
  });

  it("succeeds for concurrent sign-ins", async () => {
    const { id, login } = await somebodyWith(ELSEWHERE[1] ?? "");
    await Promise.all([login(PASSWORD), login(PASSWORD), login(PASSWORD)]);
    expect(await storedOf(id)).toMatch(OURS);
    await login(PASSWORD);
  });
});

describe("while a hash is being replaced", () => {
  const auth = new AuthStore(openDatabase(env.DB));
  /** Passwords whose hashing runs this event first. */
  const during = (event: () => Promise<string>) =>
    ({ isCurrent: async () => false, hash: event }) as unknown as Parameters<typeof rehash>[0]["passwords"];

  it("a concurrent change of the password wins", async () => {
    const { id } = await somebodyWith("old");
    const passwords = during(async () => {
      await store(id, "changed");
      return "rehashed";
    });
    await rehash({ auth, passwords }, id, PASSWORD, "old");
    expect(await storedOf(id)).toBe("changed");
  });

  it("an isolate that is too busy keeps the old hash", async () => {
    const { id } = await somebodyWith("old");
    const passwords = during(async () => await Promise.reject(new AppError("busy")));
    await rehash({ auth, passwords }, id, PASSWORD, "old");
    expect(await storedOf(id)).toBe("old");
  });
});
