/** A Durable Object whose tenant can be purged. */
export interface Purgeable {
  /** Deletes everything in storage. Call `restart` afterwards, which discards the memory. */
  clear(): Promise<void>;
  /** Aborts the object, so that the next call starts it again. The call itself fails. */
  restart(): Promise<void>;
}

/** Deletes everything that an object stores. Safe to repeat. */
export async function purgeObject(object: Purgeable): Promise<void> {
  await object.clear();
  await object.restart().catch(() => undefined);
}
