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
	`factors` text,
	`tail` text,
	PRIMARY KEY(`norm_id`, `version`),
	FOREIGN KEY (`norm_id`) REFERENCES `norms`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `norm_events_batch` ON `norm_events` (`norm_id`,`batch`) WHERE kind = 'train' and forgotten_at_version is null;--> statement-breakpoint
CREATE TABLE `norm_snapshots` (
	`norm_id` text NOT NULL,
	`version` integer NOT NULL,
	`factors` text NOT NULL,
	PRIMARY KEY(`norm_id`, `version`),
	FOREIGN KEY (`norm_id`) REFERENCES `norms`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `norm_versions` (
	`norm_id` text NOT NULL,
	`version` integer NOT NULL,
	`rows` integer NOT NULL,
	`lambda` real,
	`error` text,
	`error_before` text,
	`cv` text,
	`warnings` text NOT NULL,
	PRIMARY KEY(`norm_id`, `version`),
	FOREIGN KEY (`norm_id`) REFERENCES `norms`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `norms` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`specification` text NOT NULL,
	`forget_count` integer DEFAULT 0 NOT NULL,
	`created_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `norms_name_unique` ON `norms` (`name`);