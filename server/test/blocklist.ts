import { env } from "cloudflare:workers";
import { Buckets } from "@cf-auth/blocklist";

/** The common passwords of the tests; the package blocklist has the whole list. */
const LISTED = ["passwordpassword", "iloveyouiloveyou", "trustno1", "welcome2024"];

const buckets = new Buckets();
for (const password of LISTED) buckets.add(password);
const values = new Map(buckets.pairs().map(({ key, value }) => [key, value]));
const written = new Map<string, Promise<void>>();

// Writing all 256 buckets takes half a second for each test file, which reads some of them: each is written before it is
// read for the first time. Other namespaces have no keys of two hexadecimal digits.
const prototype = Object.getPrototypeOf(env.PASSWORD_BLOCKLIST);
prototype.getUnlisted ??= prototype.get;
prototype.get = async function (this: KVNamespace, key: string, ...rest: unknown[]) {
  const value = values.get(key);
  if (value !== undefined && !written.has(key)) written.set(key, env.PASSWORD_BLOCKLIST.put(key, value));
  await written.get(key);
  return await prototype.getUnlisted.call(this, key, ...rest);
};
