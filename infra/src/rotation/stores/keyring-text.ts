import { parseKeyring, withNewVersion } from "../../secrets/keyring.ts";
import type { KeyringName } from "../names.ts";
import { RotationError } from "../rotation-error.ts";
import type { SecretStore, ValueStore } from "./secret-store.ts";

type Keyrings = Pick<SecretStore, "versions" | "add" | "promote" | "remove">;

/** Keyrings in a store that can be read: lists of versions, newest first. */
export function keyringsIn(values: ValueStore, location: string): Keyrings {
  const read = async (name: KeyringName) => {
    const text = await values.get(name);
    const versions = text === "" ? undefined : parseKeyring(text);
    if (versions !== undefined) return versions;
    throw new RotationError(
      "secret_unset",
      text === "" ? `${name} isn't set in ${location}.` : `${name} in ${location} isn't a list of versions.`,
      "Choose the store of this deployment with --store, and its stack with --stack.",
    );
  };
  const write = async (name: KeyringName, versions: readonly { readonly text: string }[]) =>
    await values.set({ [name]: versions.map(({ text }) => text).join(",") });
  return {
    versions: async (name) => (await read(name)).map(({ id }) => id),
    add: async (name) => {
      const present = await read(name);
      const [added] = parseKeyring(withNewVersion(present)) ?? [];
      if (added === undefined) throw new Error("A new version can't be parsed.");
      // Last: it decrypts, but signs nothing until every instance of the Worker has it.
      await write(name, [...present, added]);
      return added.id;
    },
    promote: async (name, version) => {
      const present = await read(name);
      const is = ({ id }: { readonly id: string }) => id === version;
      await write(name, [...present.filter(is), ...present.filter((one) => !is(one))]);
    },
    remove: async (name, version) => {
      const present = await read(name);
      await write(
        name,
        present.filter(({ id }) => id !== version),
      );
    },
  };
}
