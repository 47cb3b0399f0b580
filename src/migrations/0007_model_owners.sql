ALTER TABLE `datasets` ADD `owner` text;--> statement-breakpoint
UPDATE `datasets` SET `owner` = 'shop' WHERE `id` IN (SELECT `dataset_id` FROM `session_vocabularies`);--> statement-breakpoint
CREATE TABLE `__new_session_reports` (
	`model_id` integer NOT NULL,
	`version` integer NOT NULL,
	`threshold` real NOT NULL,
	`report` text NOT NULL,
	PRIMARY KEY(`model_id`, `version`),
	FOREIGN KEY (`model_id`,`version`) REFERENCES `trainings`(`model_id`,`version`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
INSERT INTO `__new_session_reports` (`model_id`, `version`, `threshold`, `report`)
	SELECT `model_id`, `version`, `threshold`, `report` FROM `session_reports`
	WHERE EXISTS (SELECT 1 FROM `trainings` WHERE trainings.model_id = session_reports.model_id AND trainings.version = session_reports.version);
--> statement-breakpoint
DROP TABLE `session_reports`;--> statement-breakpoint
ALTER TABLE `__new_session_reports` RENAME TO `session_reports`;
--> statement-breakpoint
CREATE TRIGGER `session_vocabularies_owner` AFTER INSERT ON `session_vocabularies` BEGIN
	UPDATE `datasets` SET `owner` = 'shop' WHERE `id` = NEW.dataset_id AND `owner` IS NULL;
END;
