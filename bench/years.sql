-- A desk of many years, made of running numbers. `opened` is when ticket number n came, in seconds since 1970.

WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :customers)
INSERT INTO customer (id, door, address, name, username, spoken, app_language, created_at)
SELECT n, 'telegram', :first_address + n, 'Покупатель ' || n, 'buyer' || n, 'ru', 'ru', moment(:now - :days * 86400)
FROM numbers;

INSERT INTO staffmember (telegram_id, name, is_member, checked_at)
SELECT value, 'Сотрудник ' || value, 1, moment(:now) FROM json_each('[1001, 1002, 1003, 1004, 1005]');

CREATE TEMP TABLE tickets AS
WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :tickets)
SELECT n, (n * 7919) % :customers + 1 AS customer, :now - (:tickets - n) * :days * 86400.0 / :tickets AS opened,
       :tickets - n < :active AS is_active, (:tickets - n) * :days / :tickets < 3 AS is_fresh
FROM numbers;

INSERT INTO ticket (id, customer_id, state, priority, subject, language, suggested, opened_at, in_hours,
    waiting_since, promised_at, reminded, late_told, taken_by, taken_at, replied_at, solved_at, closed_at, is_spam)
SELECT n, customer,
    CASE WHEN is_active THEN CASE n % 3 WHEN 0 THEN 'new' WHEN 1 THEN 'open' ELSE 'pending' END
         WHEN is_fresh THEN 'solved' ELSE 'closed' END,
    CASE n % 50 WHEN 0 THEN 'urgent' WHEN 1 THEN 'high' WHEN 2 THEN 'low' ELSE 'normal' END,
    'Заказ ' || n || ' не пришёл, что делать', 'ru', '["delivery-price"]', moment(opened), n % 2,
    CASE WHEN is_active AND n % 3 < 2 THEN moment(opened) END, moment(CASE WHEN is_active THEN :now + 86400 ELSE opened + 3600 END),
    0, 0, CASE WHEN NOT is_active OR n % 3 > 0 THEN 1001 + n % 5 END, moment(opened + 600), moment(opened + 900),
    CASE WHEN NOT is_active THEN moment(opened + 3000) END,
    CASE WHEN NOT is_active AND NOT is_fresh THEN moment(opened + 3 * 86400) END, n % 200 = 0 AND NOT is_active
FROM tickets;

UPDATE customer SET conversation_state = 'with_person', conversation_since = ticket.opened_at
FROM ticket WHERE ticket.customer_id = customer.id AND ticket.state IN ('new', 'open', 'pending');

INSERT INTO question (id, customer_id, text, language, asked_at, in_hours, decision, entry_id, probability, suggested, ticket_id)
SELECT n, customer, 'Заказ ' || n || ' не пришёл, что делать', 'ru', moment(opened - 60), n % 2, 'hand_off', NULL, 0.2,
    '["delivery-price"]', n
FROM tickets
UNION ALL
SELECT :tickets + n, customer, 'Сколько стоит доставка?', 'ru', moment(opened - 300), n % 2, 'answer', 'delivery-price', 0.99,
    '["delivery-price"]', NULL
FROM tickets WHERE n % 2;

INSERT INTO message (id, customer_id, ticket_id, question_id, author, author_name, kind, text, entities, at, is_internal,
    gathering, is_held, source_chat, source_id)
SELECT (n - 1) * 5 + k.value, customer, CASE WHEN k.value = 2 THEN NULL ELSE n END, NULL,
    CASE k.value WHEN 2 THEN 'bot' WHEN 3 THEN 'staff' WHEN 5 THEN 'staff' ELSE 'customer' END,
    CASE k.value WHEN 2 THEN '' WHEN 3 THEN 'Анна' WHEN 5 THEN 'Анна' ELSE 'Покупатель ' || customer END, 'text',
    'Здравствуйте, заказ ' || n || ' до сих пор не пришёл, подскажите, что с ним', '[]', moment(opened + k.value * 300),
    0, 0, 0,
    CASE k.value WHEN 2 THEN NULL WHEN 3 THEN :staff_chat WHEN 5 THEN :staff_chat ELSE :first_address + customer END,
    CASE k.value WHEN 2 THEN NULL ELSE (n - 1) * 5 + k.value END
FROM tickets, json_each('[1, 2, 3, 4, 5]') AS k;

WITH RECURSIVE more(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM more WHERE k < :long_history)
INSERT INTO message (customer_id, ticket_id, author, author_name, kind, text, entities, at, is_internal, gathering, is_held)
SELECT customer, n, 'customer', 'Покупатель', 'text', 'И ещё вот что: ' || k, '[]', moment(opened + 1800 + k), 0, 0, 0
FROM tickets, more WHERE n = :tickets;

INSERT INTO event (ticket_id, at, kind, actor, details)
SELECT n, moment(opened + k.key * 900), k.value, CASE WHEN k.key THEN 'Анна' ELSE 'Покупатель' END, '{}'
FROM tickets, json_each('["opened", "taken", "replied", "solved", "closed"]') AS k
WHERE k.key < CASE WHEN is_active THEN 3 WHEN is_fresh THEN 4 ELSE 5 END;

INSERT INTO staffthread (ticket_id, chat_id, topic_id, name, is_closed)
SELECT n, :staff_chat, :first_posted + n * 5, '№' || n || ' Покупатель', NOT is_active AND NOT is_fresh FROM tickets;

INSERT INTO posting (chat_id, telegram_id, role, ticket_id, message_id, outbox_id, posted_at)
SELECT CASE WHEN k.value < 4 THEN :staff_chat ELSE :first_address + customer END,
    :first_posted + n * 5 + k.value, CASE k.value WHEN 1 THEN 'card' WHEN 4 THEN 'accepted' WHEN 5 THEN 'staff_message' ELSE 'customer_message' END,
    n, CASE k.value WHEN 2 THEN (n - 1) * 5 + 1 WHEN 3 THEN (n - 1) * 5 + 4 WHEN 5 THEN (n - 1) * 5 + 3 END,
    n * 8 + k.value, moment(opened + k.value * 300)
FROM tickets, json_each('[1, 2, 3, 4, 5]') AS k;

INSERT INTO outbox (id, lane, action, customer_id, ticket_id, message_id, content, silent, merge_key, created_at, due_at, attempts, sent_at)
SELECT n * 8 + k.value, CASE WHEN k.value < 4 THEN 'ticket:' || n ELSE 'customer:' || customer END,
    CASE WHEN k.value < 2 THEN 'card' ELSE 'say' END, CASE WHEN k.value > 3 THEN customer END, n, NULL,
    '{"role": "staff_message"}', 0, CASE WHEN k.value < 2 THEN 'card:' || n END, moment(opened + k.value * 300),
    moment(opened + k.value * 300), 0, moment(opened + k.value * 300 + 1)
FROM tickets, json_each('[0, 1, 2, 3, 4, 5, 6, 7]') AS k WHERE (:tickets - n) * :days / :tickets < 30;

INSERT INTO inbox (update_id, lane, payload, received_at, due_at, attempts, handled_at)
SELECT 1000 + n * 5 + k.value, CASE WHEN k.value < 3 THEN :first_address + customer ELSE :staff_chat END,
    '{"update_id": 1, "message": {"message_id": ' || (n * 5 + k.value) || '}}', moment(opened + k.value * 300),
    moment(opened + k.value * 300), 0, moment(opened + k.value * 300 + 1)
FROM tickets, json_each('[1, 2, 3, 4, 5]') AS k WHERE is_fresh;

INSERT INTO digest (opening_at, since, shown_at)
SELECT moment(:now - n * 86400), moment(:now - n * 86400 - 57600), moment(:now - n * 86400) FROM tickets WHERE n <= :days;
