CREATE TABLE `datasets` (
	`id` text PRIMARY KEY NOT NULL,
	`model_id` integer NOT NULL,
	`row_count` integer NOT NULL,
	`columns` text NOT NULL,
	`classes` text,
	`class_counts` text,
	`missing_count` integer NOT NULL,
	`fold_count` integer NOT NULL,
	`folds_by` text NOT NULL,
	`folds_lacking` text,
	`group_count` integer NOT NULL,
	`chunk_count` integer NOT NULL,
	`created_at_ms` integer NOT NULL,
	FOREIGN KEY (`model_id`) REFERENCES `models`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `metrics` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`model_id` integer NOT NULL,
	`problem` text NOT NULL,
	`model_name` text NOT NULL,
	`h_tune` integer NOT NULL,
	`metric` text NOT NULL,
	`metric_value` real,
	FOREIGN KEY (`model_id`) REFERENCES `models`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `metrics_model_id_unique` ON `metrics` (`model_id`);--> statement-breakpoint
CREATE TABLE `models` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`key` text NOT NULL,
	`active_version` integer,
	`created_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `models_key_unique` ON `models` (`key`);--> statement-breakpoint
CREATE TABLE `task_pieces` (
	`task_id` text NOT NULL,
	`stage` text NOT NULL,
	`piece` integer NOT NULL,
	`result` text NOT NULL,
	PRIMARY KEY(`task_id`, `stage`, `piece`),
	FOREIGN KEY (`task_id`) REFERENCES `tasks`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `tasks` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`model_id` integer NOT NULL,
	`version` integer NOT NULL,
	`status` text NOT NULL,
	`stage` text NOT NULL,
	`unit_count` integer NOT NULL,
	`piece_count` integer NOT NULL,
	`failure` text,
	`created_at_ms` integer NOT NULL,
	`updated_at_ms` integer NOT NULL,
	FOREIGN KEY (`model_id`) REFERENCES `models`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `tasks_status` ON `tasks` (`status`,`updated_at_ms`);--> statement-breakpoint
CREATE INDEX `tasks_model` ON `tasks` (`model_id`);--> statement-breakpoint
CREATE TABLE `trainings` (
	`model_id` integer NOT NULL,
	`version` integer NOT NULL,
	`problem` text NOT NULL,
	`name` text NOT NULL,
	`h_tune` integer NOT NULL,
	`given` text NOT NULL,
	`params` text,
	`dataset_id` text,
	`status` text NOT NULL,
	`warnings` text NOT NULL,
	`score` text,
	`grid` text,
	`importance` text,
	`seconds` real NOT NULL,
	`bytes` integer DEFAULT 0 NOT NULL,
	`failure` text,
	`created_at_ms` integer NOT NULL,
	`finished_at_ms` integer,
	PRIMARY KEY(`model_id`, `version`),
	FOREIGN KEY (`model_id`) REFERENCES `models`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`dataset_id`) REFERENCES `datasets`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `trainings_dataset` ON `trainings` (`dataset_id`);