BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE closure (
	id INTEGER NOT NULL, 
	starts_at DATETIME NOT NULL, 
	ends_at DATETIME, 
	reason VARCHAR NOT NULL, 
	announced_by VARCHAR NOT NULL, 
	CONSTRAINT pk_closure PRIMARY KEY (id)
);
INSERT INTO "closure" VALUES(1,'2026-11-21 07:00:00.157817','2026-11-21 09:00:00.000000','учения','Анна');
CREATE TABLE customer (
	id INTEGER NOT NULL, 
	door VARCHAR NOT NULL, 
	address VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	username VARCHAR, 
	language VARCHAR, 
	spoken VARCHAR, 
	app_language VARCHAR, 
	created_at DATETIME NOT NULL, 
	unreachable_since DATETIME, 
	banned_at DATETIME, 
	gather_since DATETIME, 
	gather_until DATETIME, 
	choosing_until DATETIME, 
	question_id BIGINT, 
	CONSTRAINT pk_customer PRIMARY KEY (id), 
	CONSTRAINT uq_customer_door_address UNIQUE (door, address)
);
INSERT INTO "customer" VALUES(1,'telegram','5200000001','Мария',NULL,NULL,'ru','ru','2026-11-20 20:40:09.986190',NULL,NULL,NULL,NULL,NULL,1);
CREATE TABLE digest (
	opening_at DATETIME NOT NULL, 
	since DATETIME NOT NULL, 
	shown_at DATETIME NOT NULL, 
	CONSTRAINT pk_digest PRIMARY KEY (opening_at)
);
INSERT INTO "digest" VALUES('2026-11-21 07:00:00.000000','2026-11-20 20:40:09.877535','2026-11-21 07:00:00.005650');
CREATE TABLE event (
	id INTEGER NOT NULL, 
	ticket_id BIGINT NOT NULL, 
	at DATETIME NOT NULL, 
	kind VARCHAR NOT NULL, 
	actor VARCHAR NOT NULL, 
	details JSON NOT NULL, 
	CONSTRAINT pk_event PRIMARY KEY (id), 
	CONSTRAINT fk_event_ticket_id_ticket FOREIGN KEY(ticket_id) REFERENCES ticket (id)
);
INSERT INTO "event" VALUES(1,1,'2026-11-20 20:40:16.137067','opened','Мария','{"promised_at": "2026-11-21T10:30:00+03:00"}');
INSERT INTO "event" VALUES(2,1,'2026-11-20 20:40:22.362449','customer_wrote','Мария','{}');
INSERT INTO "event" VALUES(3,1,'2026-11-21 07:00:00.157817','promise_moved','','{"old": "2026-11-21T07:30:00+00:00", "new": "2026-11-21T12:30:00+03:00"}');
INSERT INTO "event" VALUES(4,1,'2026-11-21 07:00:00.296767','taken','Анна','{}');
INSERT INTO "event" VALUES(5,1,'2026-11-21 07:00:00.474355','replied','Анна','{}');
INSERT INTO "event" VALUES(6,1,'2026-11-21 07:01:00.554347','customer_wrote','Мария','{}');
INSERT INTO "event" VALUES(7,1,'2026-11-21 07:01:00.554347','promised','','{"promised_at": "2026-11-21T12:30:00+03:00"}');
CREATE TABLE inbox (
	update_id BIGINT NOT NULL, 
	lane VARCHAR NOT NULL, 
	payload TEXT NOT NULL, 
	received_at DATETIME NOT NULL, 
	due_at DATETIME NOT NULL, 
	attempts INTEGER NOT NULL, 
	error TEXT, 
	handled_at DATETIME, 
	set_aside_at DATETIME, 
	CONSTRAINT pk_inbox PRIMARY KEY (update_id)
);
INSERT INTO "inbox" VALUES(700000001,'-1002000000001','{"update_id": 700000001, "message": {"message_id": 1, "from": {"id": 5200000002, "is_bot": false, "first_name": "\u0410\u043d\u043d\u0430", "language_code": "ru"}, "chat": {"id": -1002000000001, "type": "supergroup", "title": "\u041d\u043e\u0447\u043d\u0430\u044f \u0441\u043c\u0435\u043d\u0430", "is_forum": true}, "date": 1795207209, "new_chat_members": [{"id": 5200000002, "is_bot": false, "first_name": "\u0410\u043d\u043d\u0430", "language_code": "ru"}]}}','2026-11-20 20:40:09.904778','2026-11-20 20:40:09.904778',0,NULL,'2026-11-20 20:40:10.080851',NULL);
INSERT INTO "inbox" VALUES(700000002,'-1002000000001','{"update_id": 700000002, "message": {"message_id": 2, "from": {"id": 5200000003, "is_bot": false, "first_name": "\u0411\u043e\u0440\u0438\u0441", "language_code": "ru"}, "chat": {"id": -1002000000001, "type": "supergroup", "title": "\u041d\u043e\u0447\u043d\u0430\u044f \u0441\u043c\u0435\u043d\u0430", "is_forum": true}, "date": 1795207209, "new_chat_members": [{"id": 5200000003, "is_bot": false, "first_name": "\u0411\u043e\u0440\u0438\u0441", "language_code": "ru"}]}}','2026-11-20 20:40:09.904778','2026-11-20 20:40:09.904778',0,NULL,'2026-11-20 20:40:10.114110',NULL);
INSERT INTO "inbox" VALUES(700000003,'5200000001','{"update_id": 700000003, "message": {"message_id": 1, "from": {"id": 5200000001, "is_bot": false, "first_name": "\u041c\u0430\u0440\u0438\u044f", "language_code": "ru"}, "chat": {"id": 5200000001, "type": "private", "first_name": "\u041c\u0430\u0440\u0438\u044f"}, "date": 1795207209, "text": "\u0441\u043a\u043e\u043b\u044c\u043a\u043e \u0441\u0442\u043e\u0438\u0442 \u0434\u043e\u0441\u0442\u0430\u0432\u043a\u0430"}}','2026-11-20 20:40:09.904778','2026-11-20 20:40:09.904778',0,NULL,'2026-11-20 20:40:09.986190',NULL);
INSERT INTO "inbox" VALUES(700000004,'5200000001','{"update_id": 700000004, "message": {"message_id": 3, "from": {"id": 5200000001, "is_bot": false, "first_name": "\u041c\u0430\u0440\u0438\u044f", "language_code": "ru"}, "chat": {"id": 5200000001, "type": "private", "first_name": "\u041c\u0430\u0440\u0438\u044f"}, "date": 1795207216, "text": "\u041f\u043e\u0437\u043e\u0432\u0438\u0442\u0435 \u043e\u043f\u0435\u0440\u0430\u0442\u043e\u0440\u0430"}}','2026-11-20 20:40:16.128316','2026-11-20 20:40:16.128316',0,NULL,'2026-11-20 20:40:16.137067',NULL);
INSERT INTO "inbox" VALUES(700000005,'-1002000000001','{"update_id": 700000005, "message": {"message_id": 3, "from": {"id": 1, "is_bot": true, "first_name": "Nightdesk", "username": "nightdesk_sandbox_bot"}, "chat": {"id": -1002000000001, "type": "supergroup", "title": "\u041d\u043e\u0447\u043d\u0430\u044f \u0441\u043c\u0435\u043d\u0430", "is_forum": true}, "date": 1795207216, "message_thread_id": 3, "is_topic_message": true, "forum_topic_created": {"name": "\ud83c\udd95 \u21161 \u041c\u0430\u0440\u0438\u044f \u00b7 \u0441\u043a\u043e\u043b\u044c\u043a\u043e \u0441\u0442\u043e\u0438\u0442 \u0434\u043e\u0441\u0442\u0430\u0432\u043a\u0430 \u041f\u043e\u0437\u043e\u0432\u0438\u0442\u0435 \u043e\u043f\u0435\u0440\u0430\u0442\u043e\u0440\u0430", "icon_color": 7322096}}}','2026-11-20 20:40:16.292161','2026-11-20 20:40:16.292161',0,NULL,'2026-11-20 20:40:16.328758',NULL);
INSERT INTO "inbox" VALUES(700000006,'5200000001','{"update_id": 700000006, "message": {"message_id": 5, "from": {"id": 5200000001, "is_bot": false, "first_name": "\u041c\u0430\u0440\u0438\u044f", "language_code": "ru"}, "chat": {"id": 5200000001, "type": "private", "first_name": "\u041c\u0430\u0440\u0438\u044f"}, "date": 1795207222, "photo": [{"file_id": "SANDBOX-photo-1", "file_unique_id": "Uph1", "file_size": 916, "width": 96, "height": 96}], "caption": "\u0432\u043e\u0442 \u0442\u0430\u043a"}}','2026-11-20 20:40:22.349152','2026-11-20 20:40:22.349152',0,NULL,'2026-11-20 20:40:22.362449',NULL);
INSERT INTO "inbox" VALUES(700000007,'-1002000000001','{"update_id": 700000007, "message": {"message_id": 7, "from": {"id": 5200000002, "is_bot": false, "first_name": "\u0410\u043d\u043d\u0430", "language_code": "ru"}, "chat": {"id": -1002000000001, "type": "supergroup", "title": "\u041d\u043e\u0447\u043d\u0430\u044f \u0441\u043c\u0435\u043d\u0430", "is_forum": true}, "date": 1795244400, "text": "/away \u0434\u043e 12:00 \u0443\u0447\u0435\u043d\u0438\u044f", "entities": [{"type": "bot_command", "offset": 0, "length": 5}]}}','2026-11-21 07:00:00.112519','2026-11-21 07:00:00.112519',0,NULL,'2026-11-21 07:00:00.157817',NULL);
INSERT INTO "inbox" VALUES(700000008,'-1002000000001','{"update_id": 700000008, "callback_query": {"id": "4000000000000000", "from": {"id": 5200000002, "is_bot": false, "first_name": "\u0410\u043d\u043d\u0430", "language_code": "ru"}, "message": {"message_id": 4, "from": {"id": 1, "is_bot": true, "first_name": "Nightdesk", "username": "nightdesk_sandbox_bot"}, "chat": {"id": -1002000000001, "type": "supergroup", "title": "\u041d\u043e\u0447\u043d\u0430\u044f \u0441\u043c\u0435\u043d\u0430", "is_forum": true}, "date": 1795207216, "message_thread_id": 3, "is_topic_message": true, "reply_to_message": {"message_id": 3, "from": {"id": 1, "is_bot": true, "first_name": "Nightdesk", "username": "nightdesk_sandbox_bot"}, "chat": {"id": -1002000000001, "type": "supergroup", "title": "\u041d\u043e\u0447\u043d\u0430\u044f \u0441\u043c\u0435\u043d\u0430", "is_forum": true}, "date": 1795207216, "message_thread_id": 3, "is_topic_message": true, "forum_topic_created": {"name": "\ud83c\udd95 \u21161 \u041c\u0430\u0440\u0438\u044f \u00b7 \u0441\u043a\u043e\u043b\u044c\u043a\u043e \u0441\u0442\u043e\u0438\u0442 \u0434\u043e\u0441\u0442\u0430\u0432\u043a\u0430 \u041f\u043e\u0437\u043e\u0432\u0438\u0442\u0435 \u043e\u043f\u0435\u0440\u0430\u0442\u043e\u0440\u0430", "icon_color": 7322096}}, "link_preview_options": {"is_disabled": true}, "text": "\u21161 \u00b7 \ud83c\udd95 \u043d\u043e\u0432\u0430\u044f\n\ud83d\udc64 \u041c\u0430\u0440\u0438\u044f\n\u23f0 \u041e\u0431\u0435\u0449\u0430\u043b\u0438 \u043e\u0442\u0432\u0435\u0442\u0438\u0442\u044c 21 \u043d\u043e\u044f\u0431\u0440\u044f \u0434\u043e 12:30\n\n\u0441\u043a\u043e\u043b\u044c\u043a\u043e \u0441\u0442\u043e\u0438\u0442 \u0434\u043e\u0441\u0442\u0430\u0432\u043a\u0430\n\ud83e\udd16 \u043e\u0442\u0432\u0435\u0442\u0438\u043b: \u00ab\u0421\u043a\u043e\u043b\u044c\u043a\u043e \u0441\u0442\u043e\u0438\u0442 \u0434\u043e\u0441\u0442\u0430\u0432\u043a\u0430?\u00bb\n\u041f\u043e\u0437\u043e\u0432\u0438\u0442\u0435 \u043e\u043f\u0435\u0440\u0430\u0442\u043e\u0440\u0430\n\ud83d\udcce \u0444\u043e\u0442\u043e\nFAQ \u043f\u0440\u0435\u0434\u043b\u043e\u0436\u0438\u043b \u0431\u044b: \u0421\u043a\u043e\u043b\u044c\u043a\u043e \u0441\u0442\u043e\u0438\u0442 \u0434\u043e\u0441\u0442\u0430\u0432\u043a\u0430?", "entities": [{"length": 2, "offset": 0, "type": "bold"}, {"length": 18, "offset": 42, "type": "bold"}, {"length": 22, "offset": 62, "type": "blockquote"}, {"length": 18, "offset": 123, "type": "blockquote"}], "reply_markup": {"inline_keyboard": [[{"callback_data": "take:1", "text": "\ud83d\ude4b \u0412\u0437\u044f\u0442\u044c"}, {"callback_data": "pending:1", "text": "\u23f3 \u0416\u0434\u0451\u043c \u043a\u043b\u0438\u0435\u043d\u0442\u0430"}, {"callback_data": "solve:1", "text": "\u2705 \u0420\u0435\u0448\u0435\u043d\u043e"}], [{"callback_data": "spam:1", "text": "\ud83d\udeab \u0421\u043f\u0430\u043c"}, {"callback_data": "priority:1:normal", "text": "\u041f\u0440\u0438\u043e\u0440\u0438\u0442\u0435\u0442: \u041e\u0431\u044b\u0447\u043d\u044b\u0439"}]]}, "edit_date": 1795244400}, "chat_instance": "1002000000001", "data": "take:1"}}','2026-11-21 07:00:00.277485','2026-11-21 07:00:00.277485',0,NULL,'2026-11-21 07:00:00.296767',NULL);
INSERT INTO "inbox" VALUES(700000009,'-1002000000001','{"update_id": 700000009, "message": {"message_id": 9, "from": {"id": 1, "is_bot": true, "first_name": "Nightdesk", "username": "nightdesk_sandbox_bot"}, "chat": {"id": -1002000000001, "type": "supergroup", "title": "\u041d\u043e\u0447\u043d\u0430\u044f \u0441\u043c\u0435\u043d\u0430", "is_forum": true}, "date": 1795244400, "message_thread_id": 3, "is_topic_message": true, "reply_to_message": {"message_id": 3, "from": {"id": 1, "is_bot": true, "first_name": "Nightdesk", "username": "nightdesk_sandbox_bot"}, "chat": {"id": -1002000000001, "type": "supergroup", "title": "\u041d\u043e\u0447\u043d\u0430\u044f \u0441\u043c\u0435\u043d\u0430", "is_forum": true}, "date": 1795207216, "message_thread_id": 3, "is_topic_message": true, "forum_topic_created": {"name": "\ud83c\udd95 \u21161 \u041c\u0430\u0440\u0438\u044f \u00b7 \u0441\u043a\u043e\u043b\u044c\u043a\u043e \u0441\u0442\u043e\u0438\u0442 \u0434\u043e\u0441\u0442\u0430\u0432\u043a\u0430 \u041f\u043e\u0437\u043e\u0432\u0438\u0442\u0435 \u043e\u043f\u0435\u0440\u0430\u0442\u043e\u0440\u0430", "icon_color": 7322096}}, "forum_topic_edited": {"name": "\ud83d\ude4b \u21161 \u041c\u0430\u0440\u0438\u044f \u00b7 \u0441\u043a\u043e\u043b\u044c\u043a\u043e \u0441\u0442\u043e\u0438\u0442 \u0434\u043e\u0441\u0442\u0430\u0432\u043a\u0430 \u041f\u043e\u0437\u043e\u0432\u0438\u0442\u0435 \u043e\u043f\u0435\u0440\u0430\u0442\u043e\u0440\u0430"}}}','2026-11-21 07:00:00.404121','2026-11-21 07:00:00.404121',0,NULL,'2026-11-21 07:00:00.449801',NULL);
INSERT INTO "inbox" VALUES(700000010,'-1002000000001','{"update_id": 700000010, "message": {"message_id": 10, "from": {"id": 5200000002, "is_bot": false, "first_name": "\u0410\u043d\u043d\u0430", "language_code": "ru"}, "chat": {"id": -1002000000001, "type": "supergroup", "title": "\u041d\u043e\u0447\u043d\u0430\u044f \u0441\u043c\u0435\u043d\u0430", "is_forum": true}, "date": 1795244400, "message_thread_id": 3, "is_topic_message": true, "reply_to_message": {"message_id": 3, "from": {"id": 1, "is_bot": true, "first_name": "Nightdesk", "username": "nightdesk_sandbox_bot"}, "chat": {"id": -1002000000001, "type": "supergroup", "title": "\u041d\u043e\u0447\u043d\u0430\u044f \u0441\u043c\u0435\u043d\u0430", "is_forum": true}, "date": 1795207216, "message_thread_id": 3, "is_topic_message": true, "forum_topic_created": {"name": "\ud83c\udd95 \u21161 \u041c\u0430\u0440\u0438\u044f \u00b7 \u0441\u043a\u043e\u043b\u044c\u043a\u043e \u0441\u0442\u043e\u0438\u0442 \u0434\u043e\u0441\u0442\u0430\u0432\u043a\u0430 \u041f\u043e\u0437\u043e\u0432\u0438\u0442\u0435 \u043e\u043f\u0435\u0440\u0430\u0442\u043e\u0440\u0430", "icon_color": 7322096}}, "text": "\u0423\u0436\u0435 \u0435\u0434\u0435\u0442"}}','2026-11-21 07:00:00.461066','2026-11-21 07:00:00.461066',0,NULL,'2026-11-21 07:00:00.474355',NULL);
INSERT INTO "inbox" VALUES(700000011,'5200000001','{"update_id": 700000011, "message": {"message_id": 9, "from": {"id": 5200000001, "is_bot": false, "first_name": "\u041c\u0430\u0440\u0438\u044f", "language_code": "ru"}, "chat": {"id": 5200000001, "type": "private", "first_name": "\u041c\u0430\u0440\u0438\u044f"}, "date": 1795244460, "text": "\u0441\u043f\u0430\u0441\u0438\u0431\u043e, \u0430 \u043a\u043e\u0433\u0434\u0430?"}}','2026-11-21 07:01:00.546254','2026-11-21 07:01:00.546254',0,NULL,'2026-11-21 07:01:00.554347',NULL);
CREATE TABLE memo (
	"key" VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	CONSTRAINT pk_memo PRIMARY KEY ("key")
);
INSERT INTO "memo" VALUES('watching_since','2026-11-20T20:40:09.877535+00:00');
CREATE TABLE message (
	id INTEGER NOT NULL, 
	customer_id BIGINT NOT NULL, 
	ticket_id BIGINT, 
	question_id BIGINT, 
	author VARCHAR NOT NULL, 
	author_name VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	text TEXT NOT NULL, 
	entities JSON NOT NULL, 
	attachment JSON, 
	album VARCHAR, 
	at DATETIME NOT NULL, 
	edited_at DATETIME, 
	is_internal BOOLEAN NOT NULL, 
	gathering BOOLEAN NOT NULL, 
	source_chat BIGINT, 
	source_id BIGINT, 
	CONSTRAINT pk_message PRIMARY KEY (id), 
	CONSTRAINT fk_message_customer_id_customer FOREIGN KEY(customer_id) REFERENCES customer (id), 
	CONSTRAINT fk_message_question_id_question FOREIGN KEY(question_id) REFERENCES question (id), 
	CONSTRAINT fk_message_ticket_id_ticket FOREIGN KEY(ticket_id) REFERENCES ticket (id)
);
INSERT INTO "message" VALUES(1,1,1,NULL,'customer','Мария','text','сколько стоит доставка','[]',NULL,NULL,'2026-11-20 20:40:09.986190',NULL,0,0,5200000001,1);
INSERT INTO "message" VALUES(2,1,1,1,'bot','','answer','Сколько стоит доставка?','[]',NULL,NULL,'2026-11-20 20:40:09.986190',NULL,0,0,NULL,NULL);
INSERT INTO "message" VALUES(3,1,1,NULL,'customer','Мария','text','Позовите оператора','[]',NULL,NULL,'2026-11-20 20:40:16.137067',NULL,0,0,5200000001,3);
INSERT INTO "message" VALUES(4,1,1,NULL,'customer','Мария','photo','вот так','[]','{"kind": "photo", "file_id": "SANDBOX-photo-1"}',NULL,'2026-11-20 20:40:22.362449',NULL,0,0,5200000001,5);
INSERT INTO "message" VALUES(5,1,1,NULL,'staff','Анна','text','Уже едет','[]',NULL,NULL,'2026-11-21 07:00:00.474355',NULL,0,0,-1002000000001,10);
INSERT INTO "message" VALUES(6,1,1,NULL,'customer','Мария','text','спасибо, а когда?','[]',NULL,NULL,'2026-11-21 07:01:00.554347',NULL,0,0,5200000001,9);
CREATE TABLE outbox (
	id INTEGER NOT NULL, 
	lane VARCHAR NOT NULL, 
	action VARCHAR NOT NULL, 
	customer_id BIGINT, 
	ticket_id BIGINT, 
	message_id BIGINT, 
	content JSON NOT NULL, 
	silent BOOLEAN NOT NULL, 
	merge_key VARCHAR, 
	created_at DATETIME NOT NULL, 
	due_at DATETIME NOT NULL, 
	expires_at DATETIME, 
	attempts INTEGER NOT NULL, 
	error TEXT, 
	claimed_at DATETIME, 
	doubted_since DATETIME, 
	sent_at DATETIME, 
	failed_at DATETIME, 
	CONSTRAINT pk_outbox PRIMARY KEY (id), 
	CONSTRAINT fk_outbox_customer_id_customer FOREIGN KEY(customer_id) REFERENCES customer (id), 
	CONSTRAINT fk_outbox_message_id_message FOREIGN KEY(message_id) REFERENCES message (id), 
	CONSTRAINT fk_outbox_ticket_id_ticket FOREIGN KEY(ticket_id) REFERENCES ticket (id)
);
INSERT INTO "outbox" VALUES(1,'customer:1','say',1,NULL,NULL,'{"text": "\u041f\u043e \u0433\u043e\u0440\u043e\u0434\u0443 \u2014 300 \u20bd, \u043e\u0442 5 000 \u20bd \u0431\u0435\u0441\u043f\u043b\u0430\u0442\u043d\u043e.", "entities": [{"type": "bold", "offset": 12, "length": 5}], "buttons": [[{"label": "\ud83d\udc4d \u041f\u043e\u043c\u043e\u0433\u043b\u043e", "action": "helped:1"}, {"label": "\ud83d\udc4e \u041f\u043e\u0437\u0432\u0430\u0442\u044c \u0447\u0435\u043b\u043e\u0432\u0435\u043a\u0430", "action": "not_helped:1"}]], "attachment": null, "shows": null, "role": "answer"}',1,NULL,'2026-11-20 20:40:09.986190','2026-11-20 20:40:09.986190',NULL,0,NULL,'2026-11-20 20:40:10.083151',NULL,'2026-11-20 20:40:10.096958',NULL);
INSERT INTO "outbox" VALUES(2,'customer:1','say',1,1,NULL,'{"text": "\u041c\u044b \u0437\u0430\u043a\u0440\u044b\u0442\u044b, \u043e\u0442\u043a\u0440\u043e\u0435\u043c\u0441\u044f \u0437\u0430\u0432\u0442\u0440\u0430 \u0432 10:00 (\u041c\u0421\u041a). \u0417\u0430\u044f\u0432\u043a\u0430 \u21161 \u043f\u0440\u0438\u043d\u044f\u0442\u0430, \u043e\u0442\u0432\u0435\u0442\u0438\u043c \u0434\u043e 10:30.\n\u041c\u043e\u0436\u043d\u043e \u0434\u043e\u043f\u0438\u0441\u0430\u0442\u044c \u043f\u043e\u0434\u0440\u043e\u0431\u043d\u043e\u0441\u0442\u0438 \u0438\u043b\u0438 \u043f\u0440\u0438\u0441\u043b\u0430\u0442\u044c \u0444\u043e\u0442\u043e: \u0432\u0441\u0451 \u043f\u043e\u043f\u0430\u0434\u0451\u0442 \u0432 \u0437\u0430\u044f\u0432\u043a\u0443.", "entities": [{"type": "bold", "offset": 51, "length": 2}, {"type": "bold", "offset": 71, "length": 8}], "buttons": [], "attachment": null, "shows": null, "role": "accepted"}',1,NULL,'2026-11-20 20:40:16.137067','2026-11-20 20:40:16.137067',NULL,0,NULL,'2026-11-20 20:40:16.196471',NULL,'2026-11-20 20:40:16.280319',NULL);
INSERT INTO "outbox" VALUES(3,'ticket:1','card',NULL,1,NULL,'{}',1,'card:1','2026-11-20 20:40:16.137067','2026-11-20 20:40:16.137067',NULL,0,NULL,'2026-11-20 20:40:16.196471',NULL,'2026-11-20 20:40:16.314845',NULL);
INSERT INTO "outbox" VALUES(4,'ticket:1','say',NULL,1,4,'{"text": "\u041c\u0430\u0440\u0438\u044f:\n\u0432\u043e\u0442 \u0442\u0430\u043a", "entities": [{"type": "bold", "offset": 0, "length": 6}], "buttons": [], "attachment": {"kind": "photo", "file_id": "SANDBOX-photo-1"}, "shows": null, "role": "customer_message"}',1,NULL,'2026-11-20 20:40:22.362449','2026-11-20 20:40:22.362449',NULL,0,NULL,'2026-11-20 20:40:22.381816',NULL,'2026-11-20 20:40:22.442092',NULL);
INSERT INTO "outbox" VALUES(5,'staff','say',NULL,NULL,NULL,'{"text": "\u2600\ufe0f \u0414\u043e\u0431\u0440\u043e\u0435 \u0443\u0442\u0440\u043e\n\u041f\u0438\u0441\u0430\u043b\u0438: 1 \u043a\u043b\u0438\u0435\u043d\u0442. \u0411\u0435\u0437 \u0447\u0435\u043b\u043e\u0432\u0435\u043a\u0430 \u043f\u043e\u043c\u043e\u0433\u043b\u0438: 0. \u041d\u043e\u0432\u044b\u0445 \u0437\u0430\u044f\u0432\u043e\u043a: 1.\n\n\u0416\u0434\u0443\u0442 \u043e\u0442\u0432\u0435\u0442\u0430: 1\n\u21161 \u041c\u0430\u0440\u0438\u044f, \u0436\u0434\u0451\u0442 10 \u0447 19 \u043c\u0438\u043d, \u043e\u0431\u0435\u0449\u0430\u043b\u0438 \u0434\u043e 10:30\n\u0441\u043a\u043e\u043b\u044c\u043a\u043e \u0441\u0442\u043e\u0438\u0442 \u0434\u043e\u0441\u0442\u0430\u0432\u043a\u0430 \u041f\u043e\u0437\u043e\u0432\u0438\u0442\u0435 \u043e\u043f\u0435\u0440\u0430\u0442\u043e\u0440\u0430\n\n\u0427\u0430\u0449\u0435 \u0432\u0441\u0435\u0433\u043e \u0441\u043f\u0440\u0430\u0448\u0438\u0432\u0430\u043b\u0438\n\u2022 \u0421\u043a\u043e\u043b\u044c\u043a\u043e \u0441\u0442\u043e\u0438\u0442 \u0434\u043e\u0441\u0442\u0430\u0432\u043a\u0430? \u2014 1", "entities": [{"type": "bold", "offset": 3, "length": 11}, {"type": "bold", "offset": 76, "length": 14}, {"type": "bold", "offset": 91, "length": 2}, {"type": "bold", "offset": 127, "length": 8}, {"type": "bold", "offset": 179, "length": 21}], "buttons": [[{"label": "\u21161", "action": "show:1"}, {"label": "\ud83d\ude4b \u0412\u0437\u044f\u0442\u044c", "action": "take:1"}, {"label": "\u2705 \u0420\u0435\u0448\u0435\u043d\u043e", "action": "solve:1"}]], "attachment": null, "shows": null, "role": "digest"}',0,NULL,'2026-11-21 07:00:00.005650','2026-11-21 07:00:00.005650',NULL,0,NULL,'2026-11-21 07:00:00.065631',NULL,'2026-11-21 07:00:00.083243',NULL);
INSERT INTO "outbox" VALUES(6,'customer:1','say',1,1,NULL,'{"text": "\u0417\u0430\u044f\u0432\u043a\u0430 \u21161: \u043d\u0435 \u0443\u0441\u043f\u0435\u0432\u0430\u0435\u043c \u0434\u043e 10:30, \u043e\u0442\u0432\u0435\u0442\u0438\u043c \u0434\u043e 12:30. \u0418\u0437\u0432\u0438\u043d\u0438\u0442\u0435, \u0447\u0442\u043e \u0437\u0430\u0441\u0442\u0430\u0432\u043b\u044f\u0435\u043c \u0436\u0434\u0430\u0442\u044c.", "entities": [{"type": "bold", "offset": 41, "length": 8}], "buttons": [], "attachment": null, "shows": null, "role": "late"}',1,NULL,'2026-11-21 07:00:00.157817','2026-11-21 07:00:00.157817',NULL,0,NULL,'2026-11-21 07:00:00.189467',NULL,'2026-11-21 07:00:00.229245',NULL);
INSERT INTO "outbox" VALUES(7,'ticket:1','card',NULL,1,NULL,'{}',1,'card:1','2026-11-21 07:00:00.157817','2026-11-21 07:00:00.157817',NULL,0,NULL,'2026-11-21 07:00:00.189467',NULL,'2026-11-21 07:00:00.263289',NULL);
INSERT INTO "outbox" VALUES(8,'staff','say',NULL,NULL,NULL,'{"text": "\u0417\u0430\u043a\u0440\u044b\u0442\u044b \u0434\u043e 12:00: \u0443\u0447\u0435\u043d\u0438\u044f. \u041a\u043b\u0438\u0435\u043d\u0442\u044b \u0443\u0432\u0438\u0434\u044f\u0442 \u044d\u0442\u043e \u0432\u043c\u0435\u0441\u0442\u043e \u043e\u0431\u044b\u0447\u043d\u044b\u0445 \u0447\u0430\u0441\u043e\u0432, \u0430 \u043a\u043e\u043c\u0443 \u043e\u0431\u0435\u0449\u0430\u043b\u0438 \u0440\u0430\u043d\u044c\u0448\u0435, \u043f\u043e\u043b\u0443\u0447\u0430\u0442 \u043d\u043e\u0432\u043e\u0435 \u0432\u0440\u0435\u043c\u044f. \u041e\u0442\u043a\u0440\u044b\u0442\u044c\u0441\u044f: /away off", "entities": [], "buttons": [], "attachment": null, "shows": null, "role": "reply", "reply_to": 7, "topic_id": null}',0,NULL,'2026-11-21 07:00:00.157817','2026-11-21 07:00:00.157817',NULL,0,NULL,'2026-11-21 07:00:00.189467',NULL,'2026-11-21 07:00:00.257558',NULL);
INSERT INTO "outbox" VALUES(9,'customer:1','say',1,1,NULL,'{"text": "\u0417\u0430\u044f\u0432\u043a\u043e\u0439 \u21161 \u0437\u0430\u043d\u0438\u043c\u0430\u0435\u0442\u0441\u044f \u0410\u043d\u043d\u0430, \u043e\u0442\u0432\u0435\u0442\u0438\u043c \u0434\u043e 12:30.", "entities": [{"type": "bold", "offset": 36, "length": 8}], "buttons": [], "attachment": null, "shows": null, "role": "taken"}',1,NULL,'2026-11-21 07:00:00.296767','2026-11-21 07:00:00.296767',NULL,0,NULL,'2026-11-21 07:00:00.335924',NULL,'2026-11-21 07:00:00.382990',NULL);
INSERT INTO "outbox" VALUES(10,'ticket:1','card',NULL,1,NULL,'{}',1,'card:1','2026-11-21 07:00:00.296767','2026-11-21 07:00:00.296767',NULL,0,NULL,'2026-11-21 07:00:00.335924',NULL,'2026-11-21 07:00:00.418458',NULL);
INSERT INTO "outbox" VALUES(11,'press:4000000000000000','answer_press',NULL,NULL,NULL,'{"press_id": "4000000000000000", "text": "\u0417\u0430\u044f\u0432\u043a\u0430 \u0432\u0430\u0448\u0430", "is_alert": false}',1,NULL,'2026-11-21 07:00:00.296767','2026-11-21 07:00:00.296767','2026-11-21 07:01:00.296767',0,NULL,'2026-11-21 07:00:00.335924',NULL,'2026-11-21 07:00:00.393797',NULL);
INSERT INTO "outbox" VALUES(12,'ticket:1','card',NULL,1,NULL,'{}',1,'card:1','2026-11-21 07:00:00.474355','2026-11-21 07:00:00.474355',NULL,0,NULL,'2026-11-21 07:00:00.488394',NULL,'2026-11-21 07:00:00.518562',NULL);
INSERT INTO "outbox" VALUES(13,'customer:1','say',1,1,5,'{"text": "\u0410\u043d\u043d\u0430 \u00b7 \u21161\n\u0423\u0436\u0435 \u0435\u0434\u0435\u0442", "entities": [{"type": "bold", "offset": 0, "length": 4}], "buttons": [], "attachment": null, "shows": null, "role": "staff_message"}',1,NULL,'2026-11-21 07:00:00.474355','2026-11-21 07:00:00.474355',NULL,0,NULL,'2026-11-21 07:00:00.488394',NULL,'2026-11-21 07:00:00.504550',NULL);
INSERT INTO "outbox" VALUES(14,'ticket:1','mark_delivered',NULL,1,NULL,'{"chat_id": -1002000000001, "telegram_id": 10}',1,NULL,'2026-11-21 07:00:00.504550','2026-11-21 07:00:00.504550',NULL,0,NULL,'2026-11-21 07:00:00.524254',NULL,'2026-11-21 07:00:00.538561',NULL);
INSERT INTO "outbox" VALUES(15,'ticket:1','say',NULL,1,6,'{"text": "\u041c\u0430\u0440\u0438\u044f:\n\u0441\u043f\u0430\u0441\u0438\u0431\u043e, \u0430 \u043a\u043e\u0433\u0434\u0430?", "entities": [{"type": "bold", "offset": 0, "length": 6}], "buttons": [], "attachment": null, "shows": null, "role": "customer_message"}',1,NULL,'2026-11-21 07:01:00.554347','2026-11-21 07:01:00.554347',NULL,0,NULL,'2026-11-21 07:01:00.577662',NULL,'2026-11-21 07:01:00.588722',NULL);
INSERT INTO "outbox" VALUES(16,'ticket:1','card',NULL,1,NULL,'{}',1,'card:1','2026-11-21 07:01:00.554347','2026-11-21 07:01:00.554347',NULL,0,NULL,'2026-11-21 07:01:00.595399',NULL,'2026-11-21 07:01:00.607780',NULL);
CREATE TABLE posting (
	id INTEGER NOT NULL, 
	chat_id BIGINT NOT NULL, 
	telegram_id BIGINT NOT NULL, 
	role VARCHAR NOT NULL, 
	ticket_id BIGINT, 
	message_id BIGINT, 
	outbox_id BIGINT, 
	posted_at DATETIME NOT NULL, 
	CONSTRAINT pk_posting PRIMARY KEY (id), 
	CONSTRAINT fk_posting_message_id_message FOREIGN KEY(message_id) REFERENCES message (id), 
	CONSTRAINT fk_posting_ticket_id_ticket FOREIGN KEY(ticket_id) REFERENCES ticket (id), 
	CONSTRAINT uq_posting_chat_id_telegram_id UNIQUE (chat_id, telegram_id)
);
INSERT INTO "posting" VALUES(1,5200000001,2,'answer',NULL,NULL,1,'2026-11-20 20:40:10.095714');
INSERT INTO "posting" VALUES(2,5200000001,4,'accepted',1,NULL,2,'2026-11-20 20:40:16.201399');
INSERT INTO "posting" VALUES(3,-1002000000001,4,'card',1,NULL,NULL,'2026-11-20 20:40:16.302628');
INSERT INTO "posting" VALUES(4,-1002000000001,5,'customer_message',1,4,4,'2026-11-20 20:40:22.436797');
INSERT INTO "posting" VALUES(5,-1002000000001,6,'digest',NULL,NULL,5,'2026-11-21 07:00:00.082977');
INSERT INTO "posting" VALUES(6,5200000001,6,'late',1,NULL,6,'2026-11-21 07:00:00.220586');
INSERT INTO "posting" VALUES(7,-1002000000001,8,'reply',NULL,NULL,8,'2026-11-21 07:00:00.244316');
INSERT INTO "posting" VALUES(8,5200000001,7,'taken',1,NULL,9,'2026-11-21 07:00:00.382703');
INSERT INTO "posting" VALUES(9,5200000001,8,'staff_message',1,5,13,'2026-11-21 07:00:00.500562');
INSERT INTO "posting" VALUES(10,-1002000000001,11,'customer_message',1,6,15,'2026-11-21 07:01:00.588545');
CREATE TABLE question (
	id INTEGER NOT NULL, 
	customer_id BIGINT NOT NULL, 
	text TEXT NOT NULL, 
	language VARCHAR NOT NULL, 
	asked_at DATETIME NOT NULL, 
	in_hours BOOLEAN NOT NULL, 
	decision VARCHAR NOT NULL, 
	entry_id VARCHAR, 
	probability FLOAT, 
	suggested JSON NOT NULL, 
	helped BOOLEAN, 
	ticket_id BIGINT, 
	CONSTRAINT pk_question PRIMARY KEY (id), 
	CONSTRAINT fk_question_customer_id_customer FOREIGN KEY(customer_id) REFERENCES customer (id), 
	CONSTRAINT fk_question_ticket_id_ticket FOREIGN KEY(ticket_id) REFERENCES ticket (id)
);
INSERT INTO "question" VALUES(1,1,'сколько стоит доставка','ru','2026-11-20 20:40:09.986190',0,'answer','delivery-price',1.0,'["delivery-price"]',NULL,1);
CREATE TABLE staffmember (
	telegram_id BIGINT NOT NULL, 
	name VARCHAR NOT NULL, 
	is_member BOOLEAN NOT NULL, 
	checked_at DATETIME NOT NULL, 
	CONSTRAINT pk_staffmember PRIMARY KEY (telegram_id)
);
INSERT INTO "staffmember" VALUES(5200000002,'Анна',1,'2026-11-21 07:00:00.145543');
INSERT INTO "staffmember" VALUES(5200000003,'Борис',1,'2026-11-20 20:40:10.108314');
INSERT INTO "staffmember" VALUES(1,'Nightdesk',1,'2026-11-21 07:00:00.430213');
CREATE TABLE staffthread (
	ticket_id BIGINT NOT NULL, 
	chat_id BIGINT NOT NULL, 
	topic_id BIGINT, 
	name VARCHAR NOT NULL, 
	is_closed BOOLEAN NOT NULL, 
	CONSTRAINT pk_staffthread PRIMARY KEY (ticket_id)
);
INSERT INTO "staffthread" VALUES(1,-1002000000001,3,'🙋 №1 Мария · сколько стоит доставка Позовите оператора',0);
CREATE TABLE ticket (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	customer_id BIGINT NOT NULL, 
	state VARCHAR NOT NULL, 
	priority VARCHAR NOT NULL, 
	subject TEXT NOT NULL, 
	language VARCHAR NOT NULL, 
	suggested JSON NOT NULL, 
	opened_at DATETIME NOT NULL, 
	in_hours BOOLEAN NOT NULL, 
	waiting_since DATETIME, 
	promised_at DATETIME, 
	reminded INTEGER NOT NULL, 
	late_told BOOLEAN NOT NULL, 
	taken_by BIGINT, 
	taken_at DATETIME, 
	replied_at DATETIME, 
	solved_at DATETIME, 
	closed_at DATETIME, 
	is_spam BOOLEAN NOT NULL, 
	CONSTRAINT fk_ticket_customer_id_customer FOREIGN KEY(customer_id) REFERENCES customer (id), 
	CONSTRAINT fk_ticket_taken_by_staffmember FOREIGN KEY(taken_by) REFERENCES staffmember (telegram_id)
);
INSERT INTO "ticket" VALUES(1,1,'open','normal','сколько стоит доставка
Позовите оператора','ru','["delivery-price"]','2026-11-20 20:40:16.137067',0,'2026-11-21 07:01:00.554347','2026-11-21 09:30:00.000000',0,0,5200000002,'2026-11-21 07:00:00.296767','2026-11-21 07:00:00.474355',NULL,NULL,0);
CREATE INDEX ix_customer_choosing_until ON customer (choosing_until);
CREATE INDEX ix_customer_gather_until ON customer (gather_until);
CREATE INDEX ix_inbox_received_at ON inbox (received_at);
CREATE INDEX ix_inbox_waiting ON inbox (lane, update_id) WHERE handled_at IS NULL AND set_aside_at IS NULL;
CREATE INDEX ix_staffthread_topic_id ON staffthread (topic_id);
CREATE INDEX ix_ticket_customer_id ON ticket (customer_id);
CREATE INDEX ix_ticket_opened_at ON ticket (opened_at);
CREATE INDEX ix_ticket_queue ON ticket (state, promised_at);
CREATE INDEX ix_ticket_waiting_since ON ticket (waiting_since);
CREATE UNIQUE INDEX uq_ticket_one_active_a_customer ON ticket (customer_id) WHERE state IN ('new', 'open', 'pending');
CREATE INDEX ix_event_ticket_id ON event (ticket_id);
CREATE INDEX ix_question_asked_at ON question (asked_at);
CREATE INDEX ix_question_customer_id ON question (customer_id);
CREATE INDEX ix_question_ticket_id ON question (ticket_id);
CREATE INDEX ix_message_customer_id ON message (customer_id);
CREATE INDEX ix_message_source ON message (source_chat, source_id);
CREATE INDEX ix_message_ticket_id ON message (ticket_id);
CREATE INDEX ix_outbox_merge_key ON outbox (merge_key);
CREATE INDEX ix_outbox_waiting ON outbox (lane, id) WHERE sent_at IS NULL AND failed_at IS NULL;
CREATE INDEX ix_posting_message_id ON posting (message_id);
CREATE INDEX ix_posting_outbox_id ON posting (outbox_id);
CREATE INDEX ix_posting_ticket_id ON posting (ticket_id);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('ticket',1);
COMMIT;
