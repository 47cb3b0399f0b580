CREATE TABLE `norm_selections` (
	`norm_id` text NOT NULL,
	`version` integer NOT NULL,
	`chosen` text NOT NULL,
	`selection` text NOT NULL,
	PRIMARY KEY(`norm_id`, `version`),
	FOREIGN KEY (`norm_id`) REFERENCES `norms`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
ALTER TABLE `norm_versions` ADD `residual_products` real;--> statement-breakpoint
ALTER TABLE `norm_versions` ADD `residual_squares` real;--> statement-breakpoint
ALTER TABLE `norm_versions` ADD `drift` text;--> statement-breakpoint
ALTER TABLE `norm_versions` ADD `setting` text;--> statement-breakpoint
ALTER TABLE `norms` ADD `inferred` text;--> statement-breakpoint
UPDATE `norms` SET `inferred` = '{"timed":false,"stepMs":null,"isLocalGrid":false,"phaseMs":0,"interval":null,"knots":{}}'
	WHERE id IN (SELECT norm_id FROM `norm_events` WHERE kind = 'train' AND forgotten_at_version IS NULL);--> statement-breakpoint
DROP INDEX `norm_events_batch`;--> statement-breakpoint
ALTER TABLE `norm_events` RENAME TO `norm_events_before`;--> statement-breakpoint
CREATE TABLE `norm_events` (
	`norm_id` text NOT NULL,
	`version` integer NOT NULL,
	`kind` text NOT NULL,
	`batch` text,
	`content_hash` text,
	`rows_received` integer DEFAULT 0 NOT NULL,
	`rows_used` integer DEFAULT 0 NOT NULL,
	`forgotten_at_version` integer,
	`created_at_ms` integer NOT NULL,
	`ended_at_ms` integer,
	`summary` text,
	`factors` text,
	`tail` text,
	PRIMARY KEY(`norm_id`, `version`),
	FOREIGN KEY (`norm_id`) REFERENCES `norms`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
INSERT INTO `norm_events` SELECT norm_id, version, kind, batch, content_hash, rows_received, rows_used, forgotten_at_version,
	created_at_ms, created_at_ms, null, factors, tail FROM `norm_events_before`;--> statement-breakpoint
DROP TABLE `norm_events_before`;--> statement-breakpoint
CREATE UNIQUE INDEX `norm_events_batch` ON `norm_events` (`norm_id`,`batch`) WHERE kind = 'train' and forgotten_at_version is null;--> statement-breakpoint
DROP TABLE `norm_snapshots`;--> statement-breakpoint
CREATE TABLE `norm_snapshots` (
	`norm_id` text NOT NULL,
	`version` integer NOT NULL,
	`as_of_ms` integer,
	`summary` text,
	`factors` text NOT NULL,
	PRIMARY KEY(`norm_id`, `version`),
	FOREIGN KEY (`norm_id`) REFERENCES `norms`(`id`) ON UPDATE no action ON DELETE cascade
);
