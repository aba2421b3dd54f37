"""P13, P14: the ledger shows tampering, and holds no content."""

import random
import secrets
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from extrabrain.core.egress import CATEGORIES, Egress
from extrabrain.core.errors import Problem
from extrabrain.guard.ledger import Ledger, canonical, keep_anchor, read_head
from extrabrain.guard.ledger_read import verify
from promises.leaving import Site, broker_for
from promises.outcome import Outcome
from promises.word import Word

LINES = 40


class Chain:
    """A keychain in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def read(self, name: str) -> str | None:
        return self.kept.get(name)

    def write(self, name: str, secret: str) -> None:
        self.kept[name] = secret

    def forget(self, name: str) -> None:
        self.kept.pop(name, None)


class Book:
    """A ledger of `LINES` lines, its head, an older state of both, and the ways to tamper with it."""

    def __init__(self, folder: Path) -> None:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        self.path, self.head = folder / "ledger.jsonl", folder / "out" / "ledger.head"
        self.key = Ed25519PrivateKey.generate()
        self.chain = Chain()
        ledger = Ledger(self.path, self.head, self.key)
        for number in range(LINES):
            entry = Egress(1_700_000_000_000 + number, "asked", "pypi.org:443", "weights", bytes_out=number)
            ledger.append(entry)
            if number == LINES // 2:
                self.older = self.path.read_bytes(), self.head.read_text()
        keep_anchor(self.head, self.chain)
        self.whole = self.path.read_bytes(), self.head.read_text()

    def put_back(self) -> None:
        self.path.write_bytes(self.whole[0])
        self.head.write_text(self.whole[1])

    def sound(self) -> bool:
        return verify(self.path, self.head, self.key.public_key(), self.chain).sound

    def tamper(self, rng: random.Random) -> str:
        """Changes something, and says how."""
        ways = (
            self._flip,
            self._delete,
            self._swap,
            self._cut,
            self._insert,
            self._rehash,
            self._roll_back,
            self._roll_back_all,
            self._head,
        )
        way = rng.choice(ways)
        way(rng)
        return way.__name__.strip("_")

    def _lines(self) -> list[bytes]:
        return self.whole[0].splitlines(keepends=True)

    def _flip(self, rng: random.Random) -> None:
        content = bytearray(self.whole[0])
        at = rng.randrange(len(content))
        content[at] ^= 1 << rng.randrange(8)
        self.path.write_bytes(content)

    def _delete(self, rng: random.Random) -> None:
        lines = self._lines()
        del lines[rng.randrange(len(lines))]
        self.path.write_bytes(b"".join(lines))

    def _swap(self, rng: random.Random) -> None:
        lines = self._lines()
        one, two = rng.sample(range(len(lines)), 2)
        lines[one], lines[two] = lines[two], lines[one]
        self.path.write_bytes(b"".join(lines))

    def _cut(self, rng: random.Random) -> None:
        self.path.write_bytes(self.whole[0][: rng.randrange(len(self.whole[0]))])

    def _insert(self, rng: random.Random) -> None:
        lines = self._lines()
        lines.insert(rng.randrange(len(lines) + 1), rng.choice(lines))
        self.path.write_bytes(b"".join(lines))

    def _rehash(self, rng: random.Random) -> None:
        """Edits a line and makes the whole chain after it fit, as somebody without the key would."""
        import json
        from hashlib import sha256

        plain = [json.loads(line) for line in self._lines()]
        plain[rng.randrange(len(plain))]["bytes_out"] += 1 + rng.randrange(1000)
        before, made = "0" * 64, b""
        for line in plain:
            line["prev"] = before
            written = canonical(line) + b"\n"
            before, made = sha256(written).hexdigest(), made + written
        self.path.write_bytes(made)
        if rng.random() < 0.5:
            self.head.write_text(f"{len(plain)}:{before}:{secrets.token_hex(64)}")

    def _roll_back(self, _: random.Random) -> None:
        self.path.write_bytes(self.older[0])

    def _roll_back_all(self, _: random.Random) -> None:
        """The head as well: only the keychain's copy tells."""
        self.path.write_bytes(self.older[0])
        self.head.write_text(self.older[1])

    def _head(self, rng: random.Random) -> None:
        content = bytearray(self.whole[1].encode())
        at = rng.randrange(len(content))
        content[at] = rng.choice([c for c in b"0123456789abcdef" if c != content[at]])
        self.head.write_bytes(content)


def tampering(trials: int) -> Outcome:
    found = Outcome("P13", "the ledger shows tampering: 9 ways of it")
    rng = random.Random(5)
    with tempfile.TemporaryDirectory() as folder:
        book = Book(Path(folder))
        if not book.sound():
            found.trial(False, "an untouched ledger is called changed")
        while found.trials < trials:
            book.put_back()
            how = book.tamper(rng)
            if (book.path.read_bytes(), book.head.read_text("latin-1")) != book.whole:
                found.trial(not book.sound(), how)
        book.put_back()
        found.control = "untouched: sound" if book.sound() else "untouched: called changed"
    return found


def content(trials: int) -> Outcome:
    """Canaries in paths, queries, bodies, headers and names of hosts; then the files are searched."""
    import asyncio

    found = Outcome("P14", "the ledger is content-free")
    site = Site("127.0.0.2")
    folder = Path(tempfile.mkdtemp())
    words: list[Word] = []

    async def send(broker) -> None:
        for number in range(trials):
            words.append(word := Word())
            place = (site.url, f"http://{word.text}.example")[number % 2]
            carries = (CATEGORIES[number % len(CATEGORIES)],)
            async with broker.door.client("provider", carries) as client:
                with suppress(Problem):
                    await client.post(
                        f"{place}/{word.text}?q={word.text}",
                        content=word.text,
                        headers={"accept": word.text, "x-note": word.text},
                    )

    with broker_for(folder, site.url) as broker:
        from extrabrain.guard.policy import Allowed, Policy
        from extrabrain.guard.policy_file import PolicyFile
        from extrabrain.guard.providers import Provider

        own = (Provider("lab", "Lab", site.url),)
        rows = frozenset(Allowed(category, "lab") for category in CATEGORIES)
        PolicyFile(broker.charter.policy).write(Policy("hybrid", rows, own))
        asyncio.run(send(broker))
        broker.told(trials + trials // 2)
        kept = b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.suffix != ".key")
        assert read_head(broker.charter.outside / "ledger.head")
    for word in words:
        found.trial(not word.within(kept), word.text)
    sent = sum(word.within(wire) for word in words for wire in site.wire)
    found.control = f"{sent} of them were seen on the wire"
    site.close()
    shutil.rmtree(folder)
    return found
