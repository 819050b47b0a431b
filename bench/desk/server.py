"""The fake Bot API as a process: bots call it over HTTP, the load generator steers it over a second port.

python -m bench.desk.server

It prints both ports as a line of JSON and ends when the load generator hangs up. A command is a line of JSON with the
key "do", and so is the answer to it.
"""

import asyncio
import json

from bench.desk.fake_bot_api import Asked, FakeBotApi, Json
from bench.desk.http_connection import Connection

LINE_LIMIT = 2**26  # bytes; a few thousand questions in one line


async def serve() -> None:
    api, has_ended = FakeBotApi(), asyncio.Event()

    async def steer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async for line in reader:
            writer.write(json.dumps(await _obey(api, json.loads(line))).encode() + b"\n")
        has_ended.set()

    http = await asyncio.get_running_loop().create_server(lambda: Connection(api), "127.0.0.1", 0)
    control = await asyncio.start_server(steer, "127.0.0.1", 0, limit=LINE_LIMIT)
    ports = [server.sockets[0].getsockname()[1] for server in (http, control)]
    print(json.dumps({"http": ports[0], "control": ports[1]}), flush=True)
    await has_ended.wait()


async def _obey(api: FakeBotApi, command: Json) -> Json:
    match command["do"]:
        case "put":
            api.put([Asked(*one) for one in command["asked"]])
        case "until":
            return {"reached": await api.until(command["name"], command["least"], command["seconds"])}
        case "counts":
            return vars(api.counts)
        case "reset":
            api.reset()
        case "delay":
            api.delay = command["seconds"]
    return {}


if __name__ == "__main__":
    asyncio.run(serve())
