"""All kinds of messages that the desk sends, each with its template, its priority, and whether its loss is reported.

To add one: a row here, and the macro of its template in `bot/wording/ru` and `bot/wording/en`.
"""

from enum import IntEnum, StrEnum


class SendPriority(IntEnum):
    """The order of sending when rate limits hold messages back. Rows of one lane stay in order regardless of it."""

    IMMEDIATE = 0  # responses to button presses, "typing": useless when late
    ALARM = 1  # the staff must know at once: the desk is unwell, somebody can't be reached, a ticket is urgent
    ANSWER = 2  # a customer asked and waits for it
    CUSTOMER = 3  # tells a customer what happened to the request
    STAFF = 4
    CARD = 5  # of a new ticket
    NOTICE = 6  # sent without a request


class Notification(StrEnum):
    """A kind of message. `template` is "" where the text comes from the FAQ or from a person.

    `loss_is_told`: the staff are told when a message of this kind about a ticket can't be delivered.
    """

    template: str
    priority: SendPriority
    loss_is_told: bool

    def __new__(cls, value: str, template: str, priority: SendPriority, loss_is_told: bool = True) -> "Notification":
        kind = str.__new__(cls, value)
        kind._value_ = value
        kind.template, kind.priority, kind.loss_is_told = template, priority, loss_is_told
        return kind

    # To a customer
    ANSWER = "answer", "", SendPriority.ANSWER
    SMALL_TALK = "small_talk", "", SendPriority.ANSWER
    SUGGEST = "suggest", "customer.suggest", SendPriority.ANSWER
    PREVIEW = "preview", "customer.preview", SendPriority.ANSWER
    NOT_IT = "not_it", "customer.not_it", SendPriority.ANSWER
    ALREADY_ANSWERED = "already_answered", "customer.already_answered", SendPriority.ANSWER
    WELCOME = "welcome", "customer.welcome", SendPriority.ANSWER
    LISTENING = "listening", "customer.listening", SendPriority.ANSWER
    HELLO = "hello", "customer.hello", SendPriority.ANSWER
    FOREIGN_HELLO = "foreign_hello", "", SendPriority.ANSWER
    GOODBYE = "goodbye", "customer.goodbye", SendPriority.ANSWER
    ROBOT = "robot", "customer.robot", SendPriority.ANSWER
    HOURS = "hours", "customer.hours", SendPriority.ANSWER
    ADDRESS = "address", "customer.address", SendPriority.ANSWER
    PHONE = "phone", "customer.phone", SendPriority.ANSWER
    WITHDRAWN = "withdrawn", "customer.withdrawn", SendPriority.ANSWER
    ALREADY_CLOSED = "already_closed", "customer.already_closed", SendPriority.ANSWER
    ADD_HERE = "add_here", "customer.add_here", SendPriority.ANSWER
    NO_WORDS = "no_words", "customer.no_words", SendPriority.ANSWER
    START = "start", "customer.start", SendPriority.ANSWER
    START_BY_LINK = "start_by_link", "customer.start_by_link", SendPriority.ANSWER
    START_WITHOUT_ENTRY = "start_without_entry", "customer.start_without_entry", SendPriority.ANSWER
    HELP = "help", "customer.help", SendPriority.ANSWER
    UNKNOWN_COMMAND = "unknown_command", "customer.unknown_command", SendPriority.ANSWER
    MENU = "menu", "customer.menu", SendPriority.ANSWER
    MY_REQUESTS = "my", "customer.my", SendPriority.ANSWER
    LANGUAGE = "language", "customer.which_language", SendPriority.ANSWER
    PRIVACY = "privacy", "customer.privacy", SendPriority.ANSWER
    FORGET_ME = "forget_me", "customer.forget_me", SendPriority.ANSWER
    ACCEPTED = "accepted", "customer.accepted", SendPriority.CUSTOMER
    ADDED = "added", "customer.added", SendPriority.CUSTOMER
    JOINED = "joined", "customer.joined", SendPriority.CUSTOMER, False  # what they wrote is in the ticket all the same
    ALREADY_OPEN = "already_open", "customer.already_open", SendPriority.CUSTOMER
    STATUS = "status", "customer.status", SendPriority.CUSTOMER
    LINK_ADDED = "link_added", "customer.link_added", SendPriority.CUSTOMER
    UNREAD = "unread", "customer.unread", SendPriority.CUSTOMER
    TOO_MUCH = "too_much", "customer.too_much", SendPriority.CUSTOMER
    TAKEN = "taken", "customer.taken", SendPriority.CUSTOMER
    PENDING = "pending", "customer.pending", SendPriority.CUSTOMER
    SOLVED = "solved", "customer.solved", SendPriority.CUSTOMER
    REOPENED = "reopened", "customer.reopened", SendPriority.CUSTOMER
    LATE = "late", "customer.late", SendPriority.NOTICE
    TIME_PROMISED = "time_promised", "customer.time_promised", SendPriority.NOTICE
    EMERGENCY = "emergency", "customer.emergency", SendPriority.ANSWER
    WHAT_TO_DO = "what_to_do", "customer.what_to_do", SendPriority.ANSWER
    STILL_CALLING = "still_calling", "customer.still_calling", SendPriority.CUSTOMER
    ALARM_ACCEPTED = "alarm_accepted", "customer.alarm_accepted", SendPriority.ANSWER
    STAFF_MESSAGE = "staff_message", "customer.colleague_says", SendPriority.ANSWER
    STAFF_MESSAGE_MORE = "staff_message_more", "", SendPriority.ANSWER
    FILE_NOT_PASSED = "file_not_passed", "customer.send_file_again", SendPriority.CUSTOMER

    # To the staff, about a ticket
    CUSTOMER_MESSAGE = "customer_message", "staff.customer_says", SendPriority.STAFF
    BOT_ANSWERED = "bot_answered", "staff.bot_answered", SendPriority.STAFF
    BOT_SUGGESTS = "bot_suggests", "staff.bot_suggests", SendPriority.STAFF
    CUSTOMER_EDITED = "edited", "staff.customer_edited", SendPriority.STAFF
    CUSTOMER_CALLS = "customer_calls", "staff.customer_calls", SendPriority.STAFF
    LINK_OPENED = "link_opened", "staff.link_opened", SendPriority.STAFF
    CUSTOMER_UNREAD = "customer_unread", "staff.unread", SendPriority.STAFF
    CLOSED_BY_CUSTOMER = "closed_by_customer", "staff.closed_by_customer", SendPriority.STAFF
    REOPENED_BY_CUSTOMER = "reopened_by_customer", "staff.reopened_by_customer", SendPriority.STAFF
    TOPIC_CLOSED = "topic_closed", "staff.topic_closed", SendPriority.STAFF
    TOPIC_REOPENED = "topic_reopened", "staff.topic_reopened", SendPriority.STAFF
    CUSTOMER_FORGOTTEN = "forgotten", "staff.forgotten", SendPriority.STAFF
    HELD = "held", "staff.held", SendPriority.STAFF
    NOT_DELIVERED = (
        "not_delivered",
        "staff.not_delivered",
        SendPriority.ALARM,
        False,
    )  # reporting its loss would repeat for ever
    GIVEN_UP = "given_up", "staff.given_up", SendPriority.ALARM, False  # for the same reason
    FILE_NOT_DELIVERED = "file_not_delivered", "staff.file_not_delivered", SendPriority.STAFF
    REPLY_SENT_IN_WORDS = "reply_sent_in_words", "staff.reply_sent_in_words", SendPriority.STAFF
    REPLY_STAYS_SENT = "reply_stays_sent", "staff.reply_stays_sent", SendPriority.STAFF
    KEPT_INSIDE = "kept_inside", "staff.kept_inside", SendPriority.STAFF
    NOTE_STAYS_INTERNAL = "note_stays_internal", "staff.note_stays_internal", SendPriority.STAFF
    FAQ_PREVIEW = "faq_preview", "actions.faq_preview", SendPriority.STAFF
    WHEN_TO_SEND = "when_to_send", "actions.when_to_send", SendPriority.STAFF
    GIVEN = "given", "actions.given", SendPriority.STAFF
    WOKEN = "woken", "actions.woken", SendPriority.STAFF
    REMINDER = "reminder", "staff.reminder", SendPriority.NOTICE
    PROMISE_MISSED = "promise_missed", "staff.promise_missed", SendPriority.NOTICE

    # To a colleague on call, in private
    CALL = "call", "staff.call", SendPriority.ALARM
    CALL_ENDED = "call_ended", "staff.call_ended", SendPriority.STAFF

    # To all the staff
    ALARM = "alarm", "staff.alarm", SendPriority.ALARM
    ALARM_UNANSWERED = "alarm_unanswered", "staff.alarm_unanswered", SendPriority.ALARM
    ALARM_TAKEN = "alarm_taken", "staff.alarm_taken", SendPriority.ALARM
    CALL_LOST = "call_lost", "staff.call_lost", SendPriority.ALARM
    DIGEST = "digest", "digest.digest", SendPriority.STAFF
    NEW_TICKETS = "new_tickets", "staff.new_tickets", SendPriority.ALARM
    MORE_POSTS = "more_posts", "staff.more_posts", SendPriority.NOTICE
    CARD = "card", "staff.card", SendPriority.STAFF, False  # the next message posts a new card
    SHOWN_CARD = "shown", "staff.card", SendPriority.STAFF
    COMMAND_REPLY = "reply", "", SendPriority.STAFF
    FAQ_BROKEN = "faq_broken", "staff.faq_broken", SendPriority.NOTICE
    WEEKLY_NOTE = "weekly_note", "advice.week", SendPriority.NOTICE
    PILOT_NOTE = "pilot_note", "pilot.note", SendPriority.NOTICE
    PILOT_CHANGED = "pilot_changed", "pilot.changed", SendPriority.NOTICE
    MORE_CAREFUL = "more_careful", "staff.more_careful", SendPriority.NOTICE
    FAQ_CHANGED = "faq_changed", "staff.faq_changed", SendPriority.NOTICE
    ANSWER_REFUSED = "answer_refused", "staff.answer_refused", SendPriority.NOTICE
    BACKUP_FAILED = "backup_failed", "staff.backup_failed", SendPriority.ALARM
    BACKUP_WORKS = "backup_works", "staff.backup_works", SendPriority.ALARM
    DATABASE_WORKS = "database_works", "staff.database_works", SendPriority.ALARM
    UNWELL = "unwell", "health.unwell", SendPriority.ALARM
    WELL_AGAIN = "well_again", "health.well_again", SendPriority.ALARM
    WAS_AWAY = "was_away", "health.was_away", SendPriority.ALARM
