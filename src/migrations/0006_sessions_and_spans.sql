CREATE TABLE `norm_spans` (
	`norm_id` text NOT NULL,
	`version` integer NOT NULL,
	`since` integer NOT NULL,
	`from_ms` integer NOT NULL,
	`as_of_ms` integer NOT NULL,
	`factors` text NOT NULL,
	`summary` text NOT NULL,
	`scatter` text NOT NULL,
	PRIMARY KEY(`norm_id`, `version`, `since`),
	FOREIGN KEY (`norm_id`) REFERENCES `norms`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
ALTER TABLE `sessions` ADD `views` text DEFAULT '' NOT NULL;--> statement-breakpoint
UPDATE `sessions` SET `views` = coalesce((
	SELECT group_concat(view, ';') FROM (
		SELECT level1 || coalesce('/' || level2, '') || coalesce('/' || level3, '') || coalesce('/' || level4, '') AS view
		FROM `session_views` WHERE session_views.sequence = sessions.sequence ORDER BY position)), '');--> statement-breakpoint
DROP TABLE `session_views`;--> statement-breakpoint
CREATE INDEX `norm_events_ends` ON `norm_events` (`norm_id`,`version`,`ended_at_ms`,`created_at_ms`) WHERE kind = 'train' and forgotten_at_version is null;