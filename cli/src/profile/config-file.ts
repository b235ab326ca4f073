import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { CliError } from "../cli-error.ts";
import type { Io } from "../io.ts";

/** Credentials of one deployment. A profile has a key or a session. */
export interface Profile {
  readonly url: string;
  /** The tenant of calls that name none. */
  readonly tenant?: string | undefined;
  readonly key?: string | undefined;
  readonly session?: StoredSession | undefined;
}

export interface StoredSession {
  /** The tenant that the user signed in to. */
  readonly tenant: string;
  readonly email: string;
  /** The record that the SDK stores. */
  readonly record: string;
}

type Profiles = Readonly<Record<string, Profile>>;

const OWNER_ONLY = 0o600;
const OTHERS = 0o077;

/** The file of profiles: `cf-auth/config.json` below XDG_CONFIG_HOME, which defaults to `~/.config`. */
export class ConfigFile {
  readonly path: string;

  constructor({ env }: Io) {
    // The XDG Base Directory Specification ignores relative paths.
    const base = env.XDG_CONFIG_HOME?.startsWith("/") ? env.XDG_CONFIG_HOME : join(env.HOME ?? homedir(), ".config");
    this.path = join(base, "cf-auth", "config.json");
  }

  /** @throws `CliError` if others can read the file, or if it isn't one of profiles. */
  profiles(): Profiles {
    this.#requireOwnerOnly();
    let text: string;
    try {
      text = readFileSync(this.path, "utf8");
    } catch (error) {
      if (Object(error).code === "ENOENT") return {};
      throw error;
    }
    return this.#parse(text);
  }

  profile(name: string): Profile | undefined {
    const profiles = this.profiles();
    return Object.hasOwn(profiles, name) ? profiles[name] : undefined;
  }

  /** Writes a profile, or removes it. Other processes see the file before or after the change. */
  write(name: string, profile: Profile | undefined): void {
    const { [name]: _, ...others } = this.profiles();
    const profiles = profile === undefined ? others : { ...others, [name]: profile };
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    const next = `${this.path}.${randomUUID()}`;
    try {
      writeFileSync(next, `${JSON.stringify({ profiles }, null, 2)}\n`, { mode: OWNER_ONLY });
      renameSync(next, this.path);
    } finally {
      rmSync(next, { force: true });
    }
  }

  #requireOwnerOnly(): void {
    const mode = statSync(this.path, { throwIfNoEntry: false })?.mode;
    // Windows has no such modes.
    if (mode === undefined || process.platform === "win32" || (mode & OTHERS) === 0) return;
    throw new CliError(
      "config_readable_by_others",
      `Other users can read ${this.path}, which has credentials (mode ${(mode & 0o777).toString(8)}).`,
      `Run \`chmod 600 ${this.path}\`. If others have read it, rotate its keys.`,
    );
  }

  #parse(text: string): Profiles {
    try {
      const { profiles } = JSON.parse(text);
      if (typeof profiles === "object" && profiles !== null) return profiles;
    } catch {
      // Reported below, like a file of another form.
    }
    throw new CliError(
      "config_invalid",
      `${this.path} isn't a file of profiles.`,
      "Correct the file or delete it, then run `cf-auth login`.",
    );
  }
}
