CREATE TABLE `secret_versions` (
	`secret` text NOT NULL,
	`version` text NOT NULL,
	`first_seen_at` integer NOT NULL,
	`newest_since` integer,
	`first_newest_at` integer,
	PRIMARY KEY(`secret`, `version`)
);
