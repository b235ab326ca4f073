import { readFileSync, watch } from "node:fs";
import { join } from "node:path";
import { SECRETS_FILE, workerSecrets } from "./secrets.ts";

/** Calls back when the Worker's secrets in a state have changed, one call at a time. Returns a function that ends it. */
export function watchSecrets(state: string, onChange: () => Promise<void>): () => void {
  const read = () => JSON.stringify(workerSecrets(JSON.parse(readFileSync(join(state, SECRETS_FILE), "utf8"))));
  let present = read();
  let work = Promise.resolve();
  // The folder: the file itself is replaced.
  const watcher = watch(state, (_, name) => {
    if (name !== SECRETS_FILE) return;
    work = work.then(async () => {
      const next = read();
      if (next === present) return;
      present = next;
      await onChange();
    });
    work = work.catch(console.error);
  });
  return () => watcher.close();
}
