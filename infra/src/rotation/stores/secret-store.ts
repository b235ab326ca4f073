import type { KeyringName } from "../names.ts";

export const STORES = ["pulumi", "cloudflare", "local"] as const;
export type StoreName = (typeof STORES)[number];

/** Values of secrets without versions. A rotation keeps the next and the previous value next to the present one. */
export interface ValueStore {
  /** Empty for an unset value. */
  get(name: string): Promise<string>;
  /** Sets values by name, in their order or at once. An empty one unsets it. */
  set(values: Readonly<Record<string, string>>): Promise<void>;
}

/** Where the secrets of a deployment are stored. */
export interface SecretStore {
  readonly kind: StoreName;
  /** The location, for people. */
  readonly location: string;
  /** Time after which every instance of the Worker has a change. */
  readonly rolloutSeconds: number;
  /** Throws if this store isn't the one of the service. */
  check(url: string): Promise<void>;
  /** Ids of versions, newest first. `live` are those that the service has, for a store that can't be read. */
  versions(name: KeyringName, live: readonly string[]): Promise<readonly string[]>;
  /** Adds a version that decrypts and verifies only. Returns its id. */
  add(name: KeyringName, live: readonly string[]): Promise<string>;
  /** Makes a version the newest. */
  promote(name: KeyringName, version: string): Promise<void>;
  remove(name: KeyringName, version: string, live: readonly string[]): Promise<void>;
  /** Undefined for a store that can't be read. */
  readonly values: ValueStore | undefined;
  /** Sets a secret of the deployment; an empty value removes it. */
  put(name: string, value: string): Promise<void>;
  /** Passes the secrets to the Worker, unless a change does so by itself. Returns false if somebody else has to. */
  deploy(): Promise<boolean>;
  /** What that somebody does. */
  readonly deployAction: string;
}
