"""A server on this machine that answers as Deepgram's live API does, with faults. Own code after its docs.

It "hears" one word of `says` for each half second of sound; `fault` is what goes wrong with the next turns.
"""

import json
import threading
import time
from http import HTTPStatus
from typing import Any

from websockets.datastructures import Headers
from websockets.http11 import Request, Response
from websockets.sync.server import ServerConnection, serve

SAYS = "I tested, um, the reward model on prompts that nobody had seen.".split()
WORD_S = 0.5
BYTES_A_S = 32_000

ERRORS: dict[str, tuple[int, dict[str, str], dict[str, str]]] = {
    "wrong-key": (401, {}, {"err_code": "INVALID_AUTH", "err_msg": "Invalid credentials."}),
    "no-credit": (
        402,
        {},
        {"err_code": "ASR_PAYMENT_REQUIRED", "err_msg": "Project does not have enough credits."},
    ),
    "limited": (
        429,
        {"retry-after": "7"},
        {"err_code": "TOO_MANY_REQUESTS", "err_msg": "Too many requests."},
    ),
    "broken": (500, {}, {"err_code": "INTERNAL", "err_msg": "Internal Server Error"}),
    "unknown": (400, {}, {"err_code": "Bad Request", "err_msg": "No such model."}),
}


class FakeDeepgram:
    """`asked` has path and headers of each conversation, `heard` its sound."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.fault = ""
        self.asked: list[tuple[str, Headers]] = []
        self.heard: list[bytearray] = []
        self.hung_up = threading.Event()
        self._server = serve(self._talk, host, 0, process_request=self._answer, compression=None)
        self.url = f"http://{host}:{self._server.socket.getsockname()[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()

    def _answer(self, connection: ServerConnection, request: Request) -> Response | None:
        self.asked.append((request.path, request.headers))
        if self.fault not in ERRORS:
            return None
        status, headers, told = ERRORS[self.fault]
        response = connection.respond(HTTPStatus(status), json.dumps(told))
        response.headers.update(headers)
        return response

    def _talk(self, connection: ServerConnection) -> None:
        sound, sure = bytearray(), 0
        self.heard.append(sound)
        for message in connection:
            if isinstance(message, bytes):
                sound += message
                if self.fault == "cut":
                    connection.socket.close()
                    return
                if self.fault == "malformed":
                    connection.send('{"type": "Results", "channel": [')
                connection.send(_results(sure, _said(sound), is_final=False))
                if _said(sound) - sure >= 4:
                    connection.send(_results(sure, _said(sound), is_final=True))
                    sure = _said(sound)
            elif json.loads(message)["type"] == "CloseStream":
                if self.fault == "slow":
                    time.sleep(0.3)
                if self.fault == "never":
                    self.hung_up.wait(10)
                    return
                connection.send(_results(sure, _said(sound), is_final=True))
                connection.send(json.dumps({"type": "Metadata", "duration": len(sound) / BYTES_A_S}))
                return
        self.hung_up.set()


def _said(sound: bytearray) -> int:
    return min(len(SAYS), int(len(sound) / BYTES_A_S / WORD_S))


def _results(first: int, until: int, *, is_final: bool) -> str:
    words: list[dict[str, Any]] = [
        {
            "word": SAYS[n].strip(".,").lower(),
            "punctuated_word": SAYS[n],
            "start": n * WORD_S,
            "end": n * WORD_S + 0.4,
            "confidence": 0.99,
        }
        for n in range(first, until)
    ]
    said = {"transcript": " ".join(SAYS[first:until]), "confidence": 0.99, "words": words}
    told = {"type": "Results", "channel_index": [0, 1], "start": first * WORD_S, "is_final": is_final}
    return json.dumps({**told, "speech_final": False, "channel": {"alternatives": [said]}})
