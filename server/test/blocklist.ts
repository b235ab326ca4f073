import { env } from "cloudflare:workers";
import { Buckets } from "@cf-auth/blocklist";

/** The common passwords of the tests; the package blocklist has the whole list. */
const LISTED = ["passwordpassword", "iloveyouiloveyou", "trustno1", "welcome2024"];

const buckets = new Buckets();
for (const password of LISTED) buckets.add(password);
await Promise.all(buckets.pairs().map(({ key, value }) => env.PASSWORD_BLOCKLIST.put(key, value)));
