CREATE TABLE `norm_rows` (
	`norm_id` text NOT NULL,
	`version` integer NOT NULL,
	`part` integer NOT NULL,
	`from_ms` integer NOT NULL,
	`to_ms` integer NOT NULL,
	`rows` integer NOT NULL,
	`bytes` integer NOT NULL,
	`key` text,
	`data` text,
	PRIMARY KEY(`norm_id`, `version`, `part`),
	FOREIGN KEY (`norm_id`) REFERENCES `norms`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `norm_rows_ends` ON `norm_rows` (`norm_id`,`to_ms`,`from_ms`);