"""P7, P9, P16 to P18, and the promises that have no test yet."""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from promises.outcome import Outcome

HERE = Path(__file__).parents[1]

PLAINTEXT = """
from keyring.backend import KeyringBackend
class PlaintextKeyring(KeyringBackend):
    priority = 99
    viable = True
    def get_password(self, service, name): return None
    def set_password(self, service, name, secret): open({path!r}, "a").write(secret)
    def delete_password(self, service, name): pass
"""
TRY_TO_KEEP = """
import sys
from pathlib import Path
from extrabrain.core.errors import ProtectedStorage
from extrabrain.guard.keys import store_key
from extrabrain.guard.provider_keys import ProviderKeys
import keyring, keyrings.alt.file
keyring.set_keyring(keyrings.alt.file.PlaintextKeyring())
if sys.argv[1] == "naive":
    keyring.set_password("extrabrain", "openai", "sk-secret")
elif sys.argv[1] == "provider":
    try:
        ProviderKeys().keep("openai", "sk-secret")
    except ProtectedStorage:
        print("refused")
else:
    print("place", store_key(Path(sys.argv[2]) / "store.key", store_exists=False).place)
"""


def kills(trials: int) -> tuple[Outcome, Outcome]:
    """P7 and P9 by `benchmarks/kill.py`, which is a benchmark of its own."""
    rows = Outcome("P7", "kill -9 loses no committed segment"), Outcome("P9", "audio loss ≤ 300 ms")
    command = [sys.executable, str(HERE / "kill.py"), "--trials", str(trials), "--no-ledger"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        numbers = json.loads(ran.stdout)
    except ValueError:
        for row in rows:
            row.why = f"not run: kill.py broke off: {ran.stderr.strip()[-120:]}"
        return rows
    for row in rows:
        row.trials, row.failures = trials, int(numbers["failures"])
        row.why = "a failure of either kind counts for both"
    return rows


def plain_key_stores() -> Outcome:
    found = Outcome("P16", "no plaintext key store is used")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        written = place / "plaintext"
        package = place / "lib" / "keyrings" / "alt"
        package.mkdir(parents=True)
        (package / "__init__.py").touch()
        (package / "file.py").write_text(PLAINTEXT.format(path=str(written)))
        quiet = {
            k: v
            for k, v in os.environ.items()
            if k not in ("DBUS_SESSION_BUS_ADDRESS", "EXTRABRAIN_KEYCHAIN")
        }
        quiet |= {"PYTHONPATH": str(place / "lib"), "XDG_RUNTIME_DIR": str(place)}

        def tried(who: str) -> str:
            command = [sys.executable, "-c", TRY_TO_KEEP, who, folder]
            ran = subprocess.run(command, env=quiet, capture_output=True, text=True, check=False)
            return ran.stdout.strip() or ran.stderr.strip()[-200:]

        told = tried("provider")
        found.trial(told == "refused" and not written.exists(), f"a provider's key: {told}")
        told = tried("store")
        found.trial(told == "place keyfile" and not written.exists(), f"the store's key: {told}")
        tried("naive")
        found.control = f"keyring itself wrote {'it in plain' if written.exists() else 'nothing'}"
    return found


def parsers(seconds: float) -> Outcome:
    """Bounded: bytes that nobody would send, into every parser that meets strangers."""
    from extrabrain.core.errors import Problem
    from extrabrain.guard.broker.head import Malformed, parse_answer
    from extrabrain.guard.ledger import head_from
    from extrabrain.guard.policy import origin
    from extrabrain.guard.redact.find import find

    rng = random.Random(11)
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
    found = Outcome("P17", f"parsers survive what comes: {seconds:.0f} s of it, of an hour")
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
    found.why = (
        "heads, answers, addresses, heads of ledgers, redaction; documents: see the readers' own fuzzing"
    )
    return found


def _whole(raw: bytes) -> tuple:
    from extrabrain.guard.broker.head import parse_request

    asked = parse_request(raw)
    return asked.body_bytes, asked.errand


def stopping(app, trials: int) -> Outcome:
    """From the word `stop`, and from a change of posture, to the end of capture, on the wire."""
    from websockets.exceptions import ConnectionClosed
    from websockets.sync.client import connect

    found = Outcome("P18", "recording stops within 1 s: stop, posture changed")
    slowest = 0.0
    for number in range(trials):
        session = app.post("/api/practice", {"question_id": "rlhf-limits"})["data"]["session_id"]
        with connect(
            f"{app.socket}/ws/sessions/{session}", additional_headers={"cookie": app.cookie}, origin=app.base
        ) as socket:
            frame = bytes(640)
            for n in range(20):
                socket.send(n.to_bytes(4, "little") + frame)
            began = time.monotonic()
            ended = False
            if number % 2:
                app.post("/api/privacy/posture", {"posture": "hybrid" if number % 4 == 1 else "local"})
            else:
                socket.send('{"type": "stop"}')
            try:
                while time.monotonic() - began < 5:
                    said = json.loads(socket.recv(timeout=5))
                    if said.get("event", {}).get("body", {}).get("kind") == "capture-ended":
                        ended = True
                        break
            except (ConnectionClosed, TimeoutError):
                ended = bool(number % 2)
            took = time.monotonic() - began
            slowest = max(slowest, took)
            found.trial(ended and took <= 1.0, f"trial {number}: ended {ended} after {took:.2f} s")
    found.why = f"slowest {slowest * 1000:.0f} ms; lock, sleep and a lost device have no automatic test"
    return found
