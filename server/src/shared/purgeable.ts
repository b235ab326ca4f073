/** An object whose tenant may be removed. */
export interface Clearable {
  /** Forgets all it has stored. To be followed by `restart`, since what is in memory is not forgotten. */
  clear(): Promise<void>;
  /** Has the runtime start the object anew at the next call; this one fails. */
  restart(): Promise<void>;
}

/** Has an object forget everything. Safe to repeat. */
export async function clearObject(object: Clearable): Promise<void> {
  await object.clear();
  await object.restart().catch(() => undefined);
}
