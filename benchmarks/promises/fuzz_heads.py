"""P17, the guard's own parsers: heads, answers, addresses, policies, heads of ledgers, redaction."""

import random
import time
from functools import partial

from promises.outcome import Outcome


def heads(seconds: float, seed: int) -> Outcome:
    """Bytes that nobody would send."""
    from extrabrain.core.errors import Problem
    from extrabrain.guard.broker.head import Malformed, parse_answer
    from extrabrain.guard.ledger import head_from
    from extrabrain.guard.policy import origin
    from extrabrain.guard.redact.find import find

    rng = random.Random(seed)
    good = b"POST /v1 HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\nx-extrabrain-purpose: weights\r\n\r\n"
    parts = [
        b"\r\n",
        b"\r\n\r\n",
        b":",
        b" ",
        b"\0",
        b"HTTP/1.1 200 OK",
        b"99999999999",
        b"\xff",
        b"[::",
        b"@",
        b"%",
    ]
    found = Outcome("P17", "heads and addresses")
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        data = bytearray(good)
        for _ in range(rng.randrange(1, 12)):
            at = rng.randrange(len(data) + 1)
            data[at : at + rng.randrange(4)] = rng.choice(parts)
        raw = bytes(data)
        text = raw.decode("latin-1")
        for name, parse in (
            ("request", partial(_whole, raw)),
            ("answer", partial(parse_answer, raw)),
            ("origin", partial(origin, text)),
            ("head", partial(head_from, text)),
            ("redact", partial(find, text)),
        ):
            try:
                parse()
                found.trial(True, name)
            except (Malformed, Problem):
                found.trial(True, name)
            except Exception as bug:  # noqa: BLE001
                found.trial(False, f"{name}: {bug!r} at {raw!r}")
    return found


def _whole(raw: bytes) -> tuple:
    from extrabrain.guard.broker.head import parse_request

    asked = parse_request(raw)
    return asked.body_bytes, asked.errand
