ALTER TABLE `norms` ADD `about` text;--> statement-breakpoint
ALTER TABLE `models` ADD `about` text;