import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { lockState } from "../src/state-lock.ts";

let parent: string;
let state: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "cf-auth-lock-"));
  state = join(parent, "state");
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const lock = () => join(state, "lock");
const message = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return (error as Error).message;
  }
};

it("makes the folder, names the process in it, and leaves nothing of it afterwards", () => {
  const unlock = lockState(state);
  expect(readFileSync(lock(), "utf8")).toBe(`${process.pid}\n`);
  unlock();
  unlock();
  expect(readdirSync(state)).toEqual([]);
});

it("refuses a folder that is in use, with the process, the folder and both ways on", () => {
  const unlock = lockState(state);
  expect(message(() => lockState(state))).toBe(
    `The state folder ${state} is in use by process ${process.pid}. Stop that process, or choose another folder with ` +
      `--state. If process ${process.pid} is not cf-auth, delete ${lock()}.`,
  );
  unlock();
  lockState(state)();
});

it("takes over the lock of a process that was killed", async () => {
  lockState(state)();
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  writeFileSync(lock(), `${child.pid}\n`);
  expect(message(() => lockState(state))).toContain(`in use by process ${child.pid}`);
  child.kill("SIGKILL");
  await once(child, "exit");
  const unlock = lockState(state);
  expect(readFileSync(lock(), "utf8")).toBe(`${process.pid}\n`);
  unlock();
});

it.each(["", "\n", "-1", "0", "1.5", "not a process"])("takes over a lock that names no process: %j", (text) => {
  lockState(state)();
  writeFileSync(lock(), text);
  lockState(state)();
  expect(existsSync(lock())).toBe(false);
});
