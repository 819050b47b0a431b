"""Delivery of updates to the webhook: in order, each retried until it is accepted."""

import contextlib

import httpx

from bot.sandbox.api_json import Json
from bot.sandbox.webhook import Webhook
from bot.sandbox.world import World

_FIRST_PAUSE = 0.1  # seconds, doubled after each failure
_LONGEST_PAUSE = 30.0
_ANSWER_WITHIN = 60.0  # seconds


async def deliver_to_webhook(world: World) -> None:
    """Deliver updates until cancelled."""
    failures = 0
    await _until_due(world)
    async with httpx.AsyncClient(timeout=_ANSWER_WITHIN, trust_env=False) as client:
        while True:
            await _until_due(world)
            webhook = world.webhook
            if webhook is not None:
                failures = 0 if await _post_oldest(client, world, webhook) else failures + 1
                await _pause(world, webhook, failures)


async def _pause(world: World, webhook: Webhook, failures: int) -> None:
    """Exponential backoff, which ends when the webhook is removed."""
    if failures:
        seconds = min(_FIRST_PAUSE * 2 ** (failures - 1), _LONGEST_PAUSE)
        with contextlib.suppress(TimeoutError):
            await world.changes.until(lambda: world.webhook is not webhook, seconds)


async def _until_due(world: World) -> None:
    while world.webhook is None or not len(world.updates):
        await world.changes.next()


async def _post_oldest(client: httpx.AsyncClient, world: World, webhook: Webhook) -> bool:
    """Post one update and confirm it when it is accepted; returns whether it was."""
    [update] = world.updates.first(1)
    world.updates.delivered.append(update)
    problem = await _problem_of_posting(client, webhook, update)
    if problem is None:
        world.updates.confirm(update["update_id"] + 1)
    else:
        webhook.error_date, webhook.error_message = world.clock.unix(), problem
    world.changes.happened()
    return problem is None


async def _problem_of_posting(client: httpx.AsyncClient, webhook: Webhook, update: Json) -> str | None:
    """Telegram's error message for a failed delivery, or None."""
    try:
        response = await client.post(webhook.url, json=update, headers=webhook.headers)
    except httpx.ConnectError:
        return "Connection refused"
    except httpx.TimeoutException:
        return "Read timeout expired"
    except httpx.HTTPError:
        return "Connection reset by peer"
    if response.is_success:
        return None
    return f"Wrong response from the webhook: {response.status_code} {response.reason_phrase}"
