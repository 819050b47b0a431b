"""`python -m bot.sandbox --port 8081 --token 1:TEST`: a local Telegram for any bot."""

import argparse
import asyncio
import contextlib

from bot.sandbox.sandbox import Sandbox


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description="A Telegram Bot API server on loopback.")
    parser.add_argument("--port", type=int, default=8081, help="port on 127.0.0.1, 0 for a free one (8081)")
    parser.add_argument("--token", default="1:TEST", help="the bot's token: a number, a colon, anything (1:TEST)")
    parser.add_argument("--no-topics", action="store_true", help="the staff group has no forum topics")
    parser.add_argument("--limits", action="store_true", help="apply Telegram's flood limits")
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(parser.parse_args()))


async def _serve(asked: argparse.Namespace) -> None:
    sandbox = Sandbox(token=asked.token, forum=not asked.no_topics, limits=asked.limits)
    sandbox.manager("Анна")
    sandbox.customer("Мария")
    async with sandbox.serve(asked.port) as address:
        print(f"{address}/  Bot API and page; token {asked.token}, staff group {sandbox.staff_group.id}", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    main()
