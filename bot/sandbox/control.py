"""The control API, with which the page observes and controls the sandbox. ROUTES lists all endpoints."""

import inspect
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.sandbox import control_actions as act
from bot.sandbox.api_json import Json
from bot.sandbox.control_input import Asked, read_asked
from bot.sandbox.errors import BotApiError, Impossible
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.snapshot import snapshot

# Uploads may be web pages; this keeps them from running scripts with our origin.
_UNTRUSTED = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'"}
_PAGE = Path(__file__).parent / "page" / "index.html"
Action = Callable[[Sandbox, Asked], Json | Awaitable[Json]]


async def page(_request: Request) -> Response:
    return FileResponse(_PAGE)


async def state(request: Request) -> Response:
    return JSONResponse(snapshot(_sandbox(request)))


async def events(request: Request) -> Response:
    headers = {"Cache-Control": "no-store"}
    return StreamingResponse(_versions(_sandbox(request)), media_type="text/event-stream", headers=headers)


async def file(request: Request) -> Response:
    found = _sandbox(request).world.files.at(request.path_params["path"])
    if found is None:
        return JSONResponse({"error": "there is no such file"}, status_code=404)
    return Response(found.data, media_type=found.mime_type, headers=_UNTRUSTED)


def _endpoint(action: Action) -> Callable[[Request], Awaitable[Response]]:
    async def run(request: Request) -> Response:
        try:
            done = action(_sandbox(request), await _asked(request))
            return JSONResponse(await done if inspect.isawaitable(done) else done)
        except (Impossible, BotApiError) as error:
            return JSONResponse({"error": str(error)}, status_code=400)
        except TimeoutError:
            return JSONResponse({"error": "the bot did not answer"}, status_code=504)

    return run


async def _asked(request: Request) -> Asked:
    asked = await read_asked(request)
    return Asked({**asked.fields, **request.path_params})


async def _versions(sandbox: Sandbox) -> AsyncIterator[str]:
    """Server-sent events: one at once, then one for each change; changes during a send are merged."""
    while True:
        changes = sandbox.world.changes
        version = changes.version
        yield f"data: {json.dumps({'version': version})}\n\n"
        while changes.version == version:
            await changes.next()


def _sandbox(request: Request) -> Sandbox:
    sandbox: Sandbox = request.app.state.sandbox
    return sandbox


def _post(path: str, action: Action) -> Route:
    return Route(f"/sandbox/{path}", _endpoint(action), methods=["POST"])


ROUTES = [
    Route("/sandbox/state", state),
    Route("/sandbox/events", events),
    Route("/sandbox/file/{path:path}", file),
    _post("people", act.add_person),
    _post("send", act.send),
    _post("share-chat", act.share_chat),
    _post("edit", act.edit),
    _post("press", act.press),
    _post("react", act.react),
    _post("block", act.block),
    _post("clock", act.move_clock),
    _post("restart", act.restart),
    _post("faults", act.add_fault),
    Route("/sandbox/faults/{fault_id}", _endpoint(act.remove_fault), methods=["DELETE"]),
    Route("/sandbox/faults", _endpoint(act.remove_faults), methods=["DELETE"]),
    _post("group", act.change_group),
]
