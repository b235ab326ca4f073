export { Buckets } from "./buckets.ts";
export { commonPasswords } from "./common/passwords.ts";
export { bucketKeys } from "./layout.ts";
