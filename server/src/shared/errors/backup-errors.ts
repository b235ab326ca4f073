import type { ErrorDefinition } from "./error-definition.ts";

/** Errors about backups and restores. */
export const BACKUP_ERRORS = {
  backups_not_configured: {
    status: 409,
    message: "The deployment makes no backups, because BACKUP_KEY isn't set.",
    action: "Set BACKUP_KEY and deploy; see docs/backups.md.",
  },
  backup_not_found: {
    status: 404,
    message: "The backup doesn't exist.",
    action: "List the tenant's backups with backups.list, and choose one of them or a later time.",
  },
  backup_invalid: {
    status: 409,
    message:
      "A file of the backup is missing, was changed, or is encrypted with another key. Nothing of it was restored.",
    action: "Check that BACKUP_KEY has the version that made the backup, then restore an earlier one with `at`.",
  },
  restore_needs_empty: {
    status: 409,
    message: "Everything can only be restored into an empty database. Nothing was changed.",
    action: "Deploy with a new database and new objects, or restore one tenant with backups.restore.",
  },
  restore_in_progress: {
    status: 409,
    message: "Another restore is under way.",
    action: "Repeat the call that began it until it is done.",
    retryable: true,
  },
  restore_too_large: {
    status: 409,
    message: "The backup has too many users that the tenant has lost.",
    action: "Restore everything into a new deployment; see docs/backups.md.",
  },
} satisfies Record<string, ErrorDefinition>;
