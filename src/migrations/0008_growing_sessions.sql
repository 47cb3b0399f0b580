CREATE TABLE `session_deliveries` (
	`session_id` text NOT NULL,
	`delivery` text NOT NULL,
	`content` text,
	`delivered_at_ms` integer NOT NULL,
	PRIMARY KEY(`session_id`, `delivery`)
);
--> statement-breakpoint
ALTER TABLE `sessions` ADD `offset_ms` integer;--> statement-breakpoint
CREATE INDEX `sessions_of_visitor` ON `sessions` (`visitor`,`sequence`) WHERE visitor is not null;--> statement-breakpoint
CREATE TRIGGER `sessions_deliveries` AFTER DELETE ON `sessions` BEGIN
	DELETE FROM `session_deliveries` WHERE `session_id` = OLD.session_id;
END;
--> statement-breakpoint
CREATE VIEW `session_growth` AS
	SELECT `session_id`, '' AS `delivery`, '' AS `content`, `start`, `start_ms`, `offset_ms`, `end`, `duration_ms`, `gender`, `visitor`,
		`views`, `view_count`, `arrived_at_ms` AS `now_ms`
	FROM `sessions`;
--> statement-breakpoint
CREATE TRIGGER `session_growth_insert` INSTEAD OF INSERT ON `session_growth` BEGIN
	INSERT INTO `session_deliveries` (`session_id`, `delivery`, `content`, `delivered_at_ms`)
		SELECT NEW.session_id, NEW.delivery, NEW.content, NEW.now_ms WHERE NEW.delivery <> '' ON CONFLICT DO NOTHING;
	INSERT INTO `sessions` (`session_id`, `start`, `start_ms`, `offset_ms`, `end`, `duration_ms`, `gender`, `visitor`, `views`, `view_count`, `arrived_at_ms`)
		SELECT NEW.session_id, coalesce(NEW.start, ''), coalesce(NEW.start_ms, 0), NEW.offset_ms, coalesce(NEW.end, ''),
			coalesce(NEW.duration_ms, 0), NEW.gender, NEW.visitor, NEW.views, NEW.view_count, NEW.now_ms
		WHERE changes() = 1 OR NEW.delivery = ''
		ON CONFLICT (`session_id`) DO UPDATE SET
			`views` = sessions.views || ';' || NEW.views,
			`view_count` = sessions.view_count + NEW.view_count;
END;
