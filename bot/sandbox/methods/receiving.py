"""getUpdates and the webhook methods."""

import re

from bot.sandbox.api_json import Json
from bot.sandbox.errors import bad_request, conflict
from bot.sandbox.params import Params
from bot.sandbox.updates import KINDS, MOST_AT_ONCE
from bot.sandbox.webhook import Webhook, checked_url
from bot.sandbox.world import World

_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")


async def get_updates(world: World, params: Params) -> list[Json]:
    if world.webhook is not None:
        raise conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
        )
    world.updates.allow(_allowed(params))
    waiting = len(world.updates)
    world.updates.confirm(params.integer("offset"))
    if len(world.updates) != waiting:
        world.changes.happened()
    limit = params.integer("limit", default=MOST_AT_ONCE)
    return await world.polling.poll(world.updates, world.changes, limit, params.integer("timeout"))


def set_webhook(world: World, params: Params) -> bool:
    """An empty url removes the webhook."""
    if "url" not in params:
        raise bad_request('parameter "url" is required')
    if not params.text("url"):
        return delete_webhook(world, params)
    secret = params.text("secret_token")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    _drop_if_asked(world, params)
    world.updates.allow(_allowed(params))
    world.webhook = Webhook(checked_url(params.text("url")), secret, params.integer("max_connections", default=40))
    world.polling.end(world.changes)
    return True


def delete_webhook(world: World, params: Params) -> bool:
    _drop_if_asked(world, params)
    world.webhook = None
    world.changes.happened()
    return True


def get_webhook_info(world: World, _params: Params) -> Json:
    if world.webhook is None:
        return {"url": "", "has_custom_certificate": False, "pending_update_count": len(world.updates)}
    return world.webhook.info(len(world.updates), world.updates.allowed)


def _allowed(params: Params) -> list[str] | None:
    if "allowed_updates" not in params:
        return None
    kinds = [str(kind) for kind in params.array("allowed_updates")]
    for kind in kinds:
        if kind not in KINDS:  # Telegram ignores unknown kinds; a typo would lose updates unnoticed
            raise bad_request(f'unknown update type "{kind}" in allowed_updates')
    return kinds


def _drop_if_asked(world: World, params: Params) -> None:
    if params.flag("drop_pending_updates"):
        world.updates.drop()
