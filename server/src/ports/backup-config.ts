import { Keyring } from "./encryption.ts";

/** Settings of backups. */
export interface BackupConfig {
  /** Encrypts backups. All versions decrypt. */
  readonly key: Keyring;
  /** Minutes between two backups of a tenant. Defaults to a day. */
  readonly everyMinutes: number;
  /** Days for which backups are kept. Defaults to 30. */
  readonly days: number;
}

export interface BackupSource {
  readonly BACKUP_KEY?: string;
  readonly BACKUP_EVERY_MINUTES?: string;
  readonly BACKUP_DAYS?: string;
}

const DEFAULT_MINUTES = 24 * 60;
const DEFAULT_DAYS = 30;
const MAX_DAYS = 3650;
/** The schedule runs every five minutes. */
const MIN_MINUTES = 5;

/** Reads the settings, and adds invalid ones to `problems`. Undefined without BACKUP_KEY: no backups are made. */
export function readBackupConfig(source: BackupSource, problems: string[]): BackupConfig | undefined {
  const key = source.BACKUP_KEY ? Keyring.parse(source.BACKUP_KEY) : undefined;
  if (source.BACKUP_KEY && key === undefined) {
    problems.push("BACKUP_KEY must be id:base64 pairs, comma-separated, newest first, each of at least 32 bytes.");
  }
  const everyMinutes = wholeNumber(source.BACKUP_EVERY_MINUTES, DEFAULT_MINUTES);
  const days = wholeNumber(source.BACKUP_DAYS, DEFAULT_DAYS);
  if (!(everyMinutes >= MIN_MINUTES && everyMinutes <= DEFAULT_MINUTES)) {
    problems.push(`BACKUP_EVERY_MINUTES must be from ${MIN_MINUTES} to ${DEFAULT_MINUTES}.`);
  }
  if (!(days >= 1 && days <= MAX_DAYS)) problems.push(`BACKUP_DAYS must be from 1 to ${MAX_DAYS}.`);
  return key && { key, everyMinutes, days };
}

function wholeNumber(text: string | undefined, otherwise: number): number {
  if (!text) return otherwise;
  return /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
}
