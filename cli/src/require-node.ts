import { EXIT } from "./cli-error.ts";

const [MIN_MAJOR, MIN_MINOR] = [22, 12];

/** Ends the process on a Node that lacks what commands need, such as WebSocket. */
export function requireNode(version: string): void {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > MIN_MAJOR || (major === MIN_MAJOR && minor >= MIN_MINOR)) return;
  process.stderr.write(`error: cf-auth needs Node ${MIN_MAJOR}.${MIN_MINOR} or later, and this is ${version}.\n`);
  process.exit(EXIT.usage);
}
