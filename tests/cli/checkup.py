"""The doctor's findings at a desk beside a sandbox."""

from bot.commands import doctor
from bot.config import load_config
from bot.sandbox import MovableClock, Sandbox
from tests.cli.premises import Premises


async def seen(
    premises: Premises, sandbox: Sandbox, clock: MovableClock | None = None, **config: object
) -> dict[str, str]:
    """What the doctor finds, "status outcome" by check."""
    async with sandbox.serve() as address:
        premises.configure(**{"api_url": address, "chat_id": sandbox.staff_group.id, **config})
        findings = await doctor.examine(load_config(premises.config), clock or MovableClock())
    return {one.check: f"{one.status} {one.outcome}" for one in findings}
