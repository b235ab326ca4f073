import { wire } from "../calls/wire.ts";
import { parseRecord } from "./parse-record.ts";
import { EMPTY_RECORD, type SessionRecord } from "./session-record.ts";

/** Storage that outlives a page, such as `localStorage` or an app's secure storage. */
export interface SessionStorage {
  getItem(name: string): string | null | Promise<string | null>;
  setItem(name: string, value: string): void | Promise<void>;
}

/** The storage entry that all tabs of an origin share. If the storage throws, the tabs continue in memory. */
export class SessionStore {
  readonly #storage: SessionStorage;
  readonly #name: string;

  constructor(storage: SessionStorage, name: string) {
    this.#storage = storage;
    this.#name = name;
  }

  async read(): Promise<SessionRecord> {
    try {
      const text = await this.#storage.getItem(this.#name);
      return parseRecord(wire.deserialize(Object(JSON.parse(text ?? "{}")))) ?? EMPTY_RECORD;
    } catch {
      return EMPTY_RECORD;
    }
  }

  async write(record: SessionRecord): Promise<void> {
    try {
      await this.#storage.setItem(this.#name, JSON.stringify(wire.serialize(record)));
    } catch {}
  }
}
