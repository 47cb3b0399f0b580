CREATE TABLE `comparison_pieces` (
	`comparison_id` integer NOT NULL,
	`stage` text NOT NULL,
	`piece` integer NOT NULL,
	`result` text NOT NULL,
	PRIMARY KEY(`comparison_id`, `stage`, `piece`),
	FOREIGN KEY (`comparison_id`) REFERENCES `comparisons`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `comparisons` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`key` text NOT NULL,
	`about` text,
	`problem` text NOT NULL,
	`metric` text NOT NULL,
	`candidates` text NOT NULL,
	`shape` text NOT NULL,
	`folds` text NOT NULL,
	`chunk_count` integer NOT NULL,
	`model_key` text,
	`status` text NOT NULL,
	`stage` text NOT NULL,
	`unit_count` integer NOT NULL,
	`piece_count` integer NOT NULL,
	`warnings` text NOT NULL,
	`fold_warnings` text NOT NULL,
	`result` text,
	`seconds` real NOT NULL,
	`created_at_ms` integer NOT NULL,
	`updated_at_ms` integer NOT NULL,
	`finished_at_ms` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `comparisons_key_unique` ON `comparisons` (`key`);--> statement-breakpoint
CREATE INDEX `comparisons_status` ON `comparisons` (`status`,`updated_at_ms`);