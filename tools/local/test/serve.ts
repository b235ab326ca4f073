import { startStack } from "../src/stack.ts";

/** Runs the stack on a migrated state folder until it is killed; its first line of output is its URL. */
const { url } = await startStack({ state: process.argv[2] ?? "", port: 0 });
console.log(url);
