import { env } from "cloudflare:workers";
import { Buckets } from "@cf-auth/blocklist";

/** What nobody may choose in the tests; the whole list is its own room's matter. */
const LISTED = ["passwordpassword", "iloveyouiloveyou", "trustno1", "welcome2024"];

const buckets = new Buckets();
for (const password of LISTED) buckets.add(password);
await Promise.all(buckets.pairs().map(({ key, value }) => env.PASSWORD_BLOCKLIST.put(key, value)));
