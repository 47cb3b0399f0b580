ALTER TABLE `norm_snapshots` ADD `scatter` text;--> statement-breakpoint
ALTER TABLE `norm_versions` ADD `scatter` text;