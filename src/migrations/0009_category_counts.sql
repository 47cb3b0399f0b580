CREATE TABLE `category_counts` (
	`unit` text NOT NULL,
	`period` integer NOT NULL,
	`level` integer NOT NULL,
	`gender` text NOT NULL,
	`part` integer NOT NULL,
	`category_count` integer NOT NULL,
	`counts` text NOT NULL,
	PRIMARY KEY(`unit`, `period`, `level`, `gender`, `part`)
);
--> statement-breakpoint
CREATE TABLE `session_blocks` (
	`day` integer NOT NULL,
	`block` integer NOT NULL,
	PRIMARY KEY(`day`, `block`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `session_blocks` (`day`, `block`) SELECT DISTINCT `start_ms` / 86400000, `sequence` / 32 FROM `sessions`;
--> statement-breakpoint
CREATE TRIGGER `session_blocks_insert` AFTER INSERT ON `session_blocks` BEGIN
	DELETE FROM `category_counts` WHERE `unit` = 'month' AND `period` = strftime('%Y', NEW.day * 86400, 'unixepoch') * 12 + strftime('%m', NEW.day * 86400, 'unixepoch') - 1;
	DELETE FROM `category_counts` WHERE `unit` = 'year' AND `period` = CAST(strftime('%Y', NEW.day * 86400, 'unixepoch') AS INTEGER);
END;
--> statement-breakpoint
CREATE TRIGGER `category_counts_delete` AFTER DELETE ON `category_counts` WHEN OLD.unit = 'day' AND OLD.level = 0 BEGIN
	DELETE FROM `category_counts` WHERE `unit` = 'month' AND `period` = strftime('%Y', OLD.period * 86400, 'unixepoch') * 12 + strftime('%m', OLD.period * 86400, 'unixepoch') - 1;
	DELETE FROM `category_counts` WHERE `unit` = 'year' AND `period` = CAST(strftime('%Y', OLD.period * 86400, 'unixepoch') AS INTEGER);
END;
--> statement-breakpoint
CREATE TRIGGER `sessions_counts_insert` AFTER INSERT ON `sessions` BEGIN
	INSERT INTO `session_blocks` (`day`, `block`) VALUES (NEW.start_ms / 86400000, NEW.sequence / 32) ON CONFLICT DO NOTHING;
	DELETE FROM `category_counts` WHERE `unit` = 'day' AND `period` = NEW.start_ms / 86400000;
END;
--> statement-breakpoint
CREATE TRIGGER `sessions_counts_update` AFTER UPDATE ON `sessions`
WHEN OLD.start_ms <> NEW.start_ms OR OLD.gender IS NOT NEW.gender OR OLD.views <> NEW.views BEGIN
	INSERT INTO `session_blocks` (`day`, `block`) VALUES (NEW.start_ms / 86400000, NEW.sequence / 32) ON CONFLICT DO NOTHING;
	DELETE FROM `category_counts` WHERE `unit` = 'day' AND `period` = OLD.start_ms / 86400000;
	DELETE FROM `category_counts` WHERE `unit` = 'day' AND `period` = NEW.start_ms / 86400000;
END;
--> statement-breakpoint
CREATE TRIGGER `sessions_counts_delete` AFTER DELETE ON `sessions` BEGIN
	DELETE FROM `category_counts` WHERE `unit` = 'day' AND `period` = OLD.start_ms / 86400000;
END;