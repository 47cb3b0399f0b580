CREATE TABLE `session_reports` (
	`model_id` integer NOT NULL,
	`version` integer NOT NULL,
	`threshold` real NOT NULL,
	`report` text NOT NULL,
	PRIMARY KEY(`model_id`, `version`),
	FOREIGN KEY (`model_id`) REFERENCES `models`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `session_views` (
	`sequence` integer NOT NULL,
	`position` integer NOT NULL,
	`level1` text NOT NULL,
	`level2` text,
	`level3` text,
	`level4` text,
	PRIMARY KEY(`sequence`, `position`),
	FOREIGN KEY (`sequence`) REFERENCES `sessions`(`sequence`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `session_vocabularies` (
	`dataset_id` text PRIMARY KEY NOT NULL,
	`vocabulary` text NOT NULL,
	`medians` text NOT NULL,
	FOREIGN KEY (`dataset_id`) REFERENCES `datasets`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `sessions` (
	`sequence` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`session_id` text NOT NULL,
	`start` text NOT NULL,
	`end` text NOT NULL,
	`start_ms` integer NOT NULL,
	`duration_ms` integer NOT NULL,
	`gender` text,
	`visitor` text,
	`view_count` integer NOT NULL,
	`arrived_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_session_id_unique` ON `sessions` (`session_id`);--> statement-breakpoint
CREATE INDEX `sessions_labelled` ON `sessions` (`sequence`) WHERE gender is not null;