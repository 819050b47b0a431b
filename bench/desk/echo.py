"""A bare echo bot, as python-telegram-bot's own example has it: it keeps nothing.

python -m bench.desk.echo ADDRESS [--concurrent]
"""

import argparse

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from bench.desk.fake_bot_api import TOKEN


async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    if update.message and update.message.text:
        await update.message.reply_text(update.message.text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("--concurrent", action="store_true", help="handle updates at the same time")
    given = parser.parse_args()
    building = Application.builder().token(TOKEN).base_url(f"{given.address}/bot")
    application = building.concurrent_updates(given.concurrent).build()
    application.add_handler(MessageHandler(filters.TEXT & ~filters.COMMAND, echo))
    application.run_polling(allowed_updates=Update.ALL_TYPES)


if __name__ == "__main__":
    main()
