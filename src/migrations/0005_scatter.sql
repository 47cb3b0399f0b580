ALTER TABLE `norm_snapshots` ADD `scatter` text;--> statement-breakpoint
ALTER TABLE `norm_versions` ADD `scatter` text;--> statement-breakpoint
DELETE FROM `norm_snapshots` WHERE `norm_id` IN (SELECT `id` FROM `norms` WHERE json_extract(`specification`, '$.forget') IS NOT NULL);