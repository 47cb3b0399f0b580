ALTER TABLE `norm_events` ADD `last_row` text;--> statement-breakpoint
ALTER TABLE `norm_versions` DROP COLUMN `residual_products`;--> statement-breakpoint
ALTER TABLE `norm_versions` DROP COLUMN `residual_squares`;--> statement-breakpoint
ALTER TABLE `norm_versions` DROP COLUMN `residual_last`;