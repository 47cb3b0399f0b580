CREATE TABLE `norm_selections` (
	`norm_id` text NOT NULL,
	`version` integer NOT NULL,
	`chosen` text NOT NULL,
	`selection` text NOT NULL,
	PRIMARY KEY(`norm_id`, `version`),
	FOREIGN KEY (`norm_id`) REFERENCES `norms`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
ALTER TABLE `norm_events` ADD `ended_at_ms` integer;--> statement-breakpoint
ALTER TABLE `norm_events` ADD `summary` text;--> statement-breakpoint
ALTER TABLE `norm_snapshots` ADD `as_of_ms` integer;--> statement-breakpoint
ALTER TABLE `norm_snapshots` ADD `summary` text;--> statement-breakpoint
ALTER TABLE `norm_versions` ADD `residual_products` real;--> statement-breakpoint
ALTER TABLE `norm_versions` ADD `residual_squares` real;--> statement-breakpoint
ALTER TABLE `norm_versions` ADD `residual_last` real;--> statement-breakpoint
ALTER TABLE `norm_versions` ADD `drift` text;--> statement-breakpoint
ALTER TABLE `norm_versions` ADD `setting` text;--> statement-breakpoint
ALTER TABLE `norms` ADD `inferred` text;--> statement-breakpoint
UPDATE `norms` SET `inferred` = '{"timed":false,"stepMs":null,"isLocalGrid":false,"phaseMs":0,"interval":null,"knots":{}}'
	WHERE id IN (SELECT norm_id FROM `norm_events` WHERE kind = 'train' AND forgotten_at_version IS NULL);
