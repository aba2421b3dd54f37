"""A server on this machine that answers as OpenAI, Anthropic, Google and model servers here do, with faults.

Own code after the public descriptions of these APIs. The model's name says how it is to answer.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SAID = json.dumps({"points": [{"heading": "claim", "text": "It was tested.", "material": 0, "quote": ""}]})

Events = Iterator[str]


def pieces(text: str, size: int = 11) -> list[str]:
    return [text[at : at + size] for at in range(0, len(text), size)]


def chat_events(says: str, *, thinks: str = "") -> Events:
    for piece in pieces(thinks):
        yield _data({"choices": [{"delta": {"reasoning_content": piece}}]})
    for piece in pieces(says):
        yield _data({"choices": [{"index": 0, "delta": {"content": piece}, "finish_reason": None}]})
    yield _data({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
    yield _data({"choices": [], "usage": {"prompt_tokens": 21, "completion_tokens": 9, "total_tokens": 30}})
    yield "data: [DONE]\n\n"


def anthropic_events(says: str, *, thinks: str = "") -> Events:
    usage = {"input_tokens": 21, "output_tokens": 1}
    message = {"id": "m", "type": "message", "role": "assistant", "content": [], "model": "x", "usage": usage}
    yield _named("message_start", {"message": {**message, "stop_reason": None, "stop_sequence": None}})
    at = 0
    if thinks:
        block = {"type": "thinking", "thinking": "", "signature": ""}
        yield _named("content_block_start", {"index": 0, "content_block": block})
        yield _named(
            "content_block_delta", {"index": 0, "delta": {"type": "thinking_delta", "thinking": thinks}}
        )
        yield _named("content_block_stop", {"index": 0})
        at = 1
    if says:
        yield _named("content_block_start", {"index": at, "content_block": {"type": "text", "text": ""}})
        for piece in pieces(says):
            yield _named("content_block_delta", {"index": at, "delta": {"type": "text_delta", "text": piece}})
        yield _named("content_block_stop", {"index": at})
    ended = {"stop_reason": "end_turn", "stop_sequence": None}
    yield _named("message_delta", {"delta": ended, "usage": {"output_tokens": 9}})
    yield _named("message_stop", {})


def google_events(says: str, *, thinks: str = "") -> Events:
    def part(text: str, **more: Any) -> str:
        content = {"role": "model", "parts": [{"text": text, **more}]}
        return _data({"candidates": [{"content": content, "index": 0}], "modelVersion": "x"})

    for piece in pieces(thinks):
        yield part(piece, thought=True)
    for piece in pieces(says):
        yield part(piece)
    count = {"promptTokenCount": 21, "candidatesTokenCount": 9, "totalTokenCount": 30}
    ended = {"content": {"role": "model", "parts": [{"text": ""}]}, "finishReason": "STOP", "index": 0}
    yield _data({"candidates": [ended], "usageMetadata": count, "modelVersion": "x"})


def _data(plain: Any) -> str:
    return f"data: {json.dumps(plain)}\n\n"


def _named(kind: str, plain: dict[str, Any]) -> str:
    return f"event: {kind}\n{_data({'type': kind, **plain})}"


ERRORS: dict[str, tuple[int, dict[str, str], str]] = {
    "wrong-key": (401, {}, "Incorrect API key provided"),
    "no-credit": (429, {}, "You exceeded your current quota, please check your plan and billing details"),
    "limited": (429, {"retry-after": "7"}, "Rate limit reached"),
    "too-long": (400, {}, "This model's maximum context length is 8192 tokens"),
    "broken": (500, {}, "Internal error"),
    "unknown": (404, {}, "The model does not exist"),
    "flagged": (400, {}, "Request was rejected by our content policy"),
}

MODELS = {
    "object": "list",
    "data": [{"id": "gemma4:e4b"}, {"id": "nomic-embed"}, {"id": "a", "max_model_len": 99}],
}


class FakeApis:
    """`asked` has the path and the JSON of each request; `says` is what a model without a fault writes,
    `says_as` what those of some names do.
    """

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.says = SAID
        self.says_as: dict[str, str] = {}
        self.asked: list[tuple[str, Any]] = []
        self.hung_up = threading.Event()
        fake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, format: str, *args: object) -> None:
                """Says nothing."""

            def do_GET(self) -> None:
                fake.asked.append((self.path, None))
                self._whole(200, {}, json.dumps(MODELS))

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                fake.asked.append((self.path, body))
                model = str(body.get("model") or self.path.rpartition("/")[2].partition(":")[0])
                if model in ERRORS:
                    status, headers, told = ERRORS[model]
                    self._whole(status, headers, json.dumps({"error": {"message": told, "type": "error"}}))
                elif model == "no-schemas" and "response_format" in body:
                    self._whole(
                        400, {}, json.dumps({"error": {"message": "response_format is not supported"}})
                    )
                else:
                    self._stream(model, _api_of(self.path))

            def _stream(self, model: str, events: Callable[..., Events]) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                try:
                    for number, event in enumerate(self._events(model, events)):
                        if model == "cut" and number == 4:
                            self.close_connection = True
                            return
                        if model == "slow":
                            time.sleep(0.05)
                        self._chunk(event)
                    self._chunk("")
                except OSError:
                    fake.hung_up.set()
                    self.close_connection = True

            def _events(self, model: str, events: Callable[..., Events]) -> Events:
                match model:
                    case "malformed":
                        return iter(["data: {not json\n\n"])
                    case "page":
                        return iter(["<!doctype html><p>Welcome</p>"])
                    case "wrong-shape":
                        return events('{"answer": 42}')
                    case "thinker":
                        return events("", thinks="Let me think about it for a while.")
                    case "inline-thinker":
                        return events(f"<think>Let me see.</think>{SAID}")
                    case "huge":
                        return events('{"points": [' + " " * 300_000)
                    case "slow":
                        return events(fake.says * 40)
                    case _:
                        return events(fake.says_as.get(model, fake.says))

            def _chunk(self, text: str) -> None:
                raw = text.encode()
                self.wfile.write(b"%x\r\n%s\r\n" % (len(raw), raw))
                self.wfile.flush()

            def _whole(self, status: int, headers: dict[str, str], text: str) -> None:
                raw = text.encode()
                self.send_response(status)
                for name, value in {**headers, "Content-Type": "application/json"}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: object, client_address: object) -> None:
                """A client that went away is no news."""

        self._server = Quiet((host, 0), Handler)
        self.url = f"http://{host}:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def _api_of(path: str) -> Callable[..., Events]:
    if path.endswith("/messages"):
        return anthropic_events
    return google_events if "streamGenerateContent" in path else chat_events
