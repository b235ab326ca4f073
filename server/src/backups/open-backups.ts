import { type BackupSource, readBackupConfig } from "../ports/backup-config.ts";
import { type FileStore, openFiles } from "../ports/files.ts";
import { BackupFiles } from "./backup-files.ts";

/** The bindings of backups: a bucket, and optionally a second one for copies. */
export interface BackupBindings extends BackupSource {
  readonly FILES: R2Bucket;
  readonly BACKUP_COPIES?: R2Bucket;
}

/** The files of backups; undefined if no backups are made. */
export function openBackups(env: BackupBindings): BackupFiles | undefined {
  const config = readBackupConfig(env, []);
  return config && new BackupFiles(config.key, bucketsOf(env));
}

function bucketsOf({ FILES, BACKUP_COPIES }: BackupBindings): FileStore[] {
  return [FILES, ...(BACKUP_COPIES === undefined ? [] : [BACKUP_COPIES])].map((bucket) => openFiles(bucket));
}
