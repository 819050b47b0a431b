"""The Bot API over HTTP: `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

from collections.abc import Mapping

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.sandbox.api_json import Json
from bot.sandbox.calls import Call
from bot.sandbox.connections import hang_up, unless_gone, until_gone
from bot.sandbox.faults import Fault
from bot.sandbox.files import MOST_UPLOAD_BYTES, Upload
from bot.sandbox.sandbox import Sandbox

_MOST_FIELD_BYTES = 1024 * 1024


async def call_method(request: Request) -> Response:
    sandbox: Sandbox = request.app.state.sandbox
    if request.path_params["token"] != sandbox.token:
        return _refused(401, "Unauthorized")
    given = await _given(request)
    if given is None:
        return _refused(400, "Bad Request: can't parse request JSON object")
    return await _answer(request, sandbox, request.path_params["method"], given)


async def download(request: Request) -> Response:
    sandbox: Sandbox = request.app.state.sandbox
    if request.path_params["token"] != sandbox.token:
        return _refused(401, "Unauthorized")
    file = sandbox.world.files.at(request.path_params["path"])
    return _refused(404, "Not Found") if file is None else Response(file.data, media_type=file.mime_type)


async def _answer(request: Request, sandbox: Sandbox, method: str, given: Json) -> Response:
    """Execute the call. An active fault can suppress the execution, the response, or both."""
    fault = sandbox.faults.strike(method, given)
    kind = fault.kind if fault else None
    if kind == "drop":
        return await hang_up(request)
    if kind == "redeliver":
        sandbox.world.updates.forget_confirmation()
        given = {name: value for name, value in given.items() if name != "offset"}
    if kind == "hang":
        return await until_gone(request)
    call = await unless_gone(request, sandbox.carry_out(method, given, fault))
    return await until_gone(request) if call is None or kind == "timeout" else _response(call, fault)


def _response(call: Call, fault: Fault | None) -> Response:
    if fault is not None and fault.kind == "502":
        return Response("<html><h1>502 Bad Gateway</h1></html>", status_code=502, media_type="text/html")
    return JSONResponse(call.response, status_code=call.status)


def _refused(code: int, description: str) -> Response:
    return JSONResponse({"ok": False, "error_code": code, "description": description}, status_code=code)


async def _given(request: Request) -> Json | None:
    """The parameters of query and body; None when a JSON body is not an object."""
    query: Json = dict(request.query_params)
    if request.headers.get("content-type", "").startswith("application/json"):
        body = await _json(request)
        return None if body is None else query | body
    async with request.form(max_part_size=_MOST_FIELD_BYTES) as form:
        return query | {name: await _value(value) for name, value in form.items()}


async def _json(request: Request) -> Json | None:
    try:
        body = await request.json()
    except ValueError:
        return None
    return dict(body) if isinstance(body, Mapping) else None


async def _value(value: str | UploadFile) -> str | Upload:
    if isinstance(value, str):
        return value
    return Upload(value.filename or "file", await value.read(MOST_UPLOAD_BYTES + 1))
