"""Fields of a Message by which Telegram itself says that something happened in a chat.

Source: the descriptions of the fields of https://core.telegram.org/bots/api#message , Bot API 10.1. Most begin with
"Service message: …"; the others here say the same in other words. A test compares this with the specification.
"""

SILENT = frozenset(
    {
        # members and the chat itself
        *("new_chat_members", "left_chat_member", "chat_owner_left", "chat_owner_changed"),
        *("new_chat_title", "new_chat_photo", "delete_chat_photo"),
        *("group_chat_created", "supergroup_chat_created", "channel_chat_created"),
        *("message_auto_delete_timer_changed", "migrate_to_chat_id", "migrate_from_chat_id", "pinned_message"),
        *("boost_added", "chat_background_set", "proximity_alert_triggered"),
        *("direct_message_price_changed", "paid_message_price_changed"),
        # topics
        *("forum_topic_created", "forum_topic_edited", "forum_topic_closed", "forum_topic_reopened"),
        *("general_forum_topic_hidden", "general_forum_topic_unhidden"),
        # calls
        *("video_chat_scheduled", "video_chat_started", "video_chat_ended", "video_chat_participants_invited"),
        # what follows from settings, not from a person's words
        *("connected_website", "write_access_allowed", "managed_bot_created"),
        *("refunded_payment", "suggested_post_paid", "suggested_post_refunded"),
    }
)
"""Nobody said or did anything that a person has to answer."""

ACTS = frozenset(
    {
        *("gift", "unique_gift", "gift_upgrade_sent"),
        *("giveaway_created", "giveaway", "giveaway_winners", "giveaway_completed"),
        *("users_shared", "chat_shared", "web_app_data", "successful_payment", "passport_data"),
        *("checklist_tasks_done", "checklist_tasks_added", "poll_option_added", "poll_option_deleted"),
        *("suggested_post_approved", "suggested_post_approval_failed", "suggested_post_declined"),
    }
)
"""They carry a person's act or words, so they are content although most are called service messages."""
