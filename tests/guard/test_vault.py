import json
from pathlib import Path

import pytest
from test_keys import Drawer

from extrabrain.core.errors import Conflict, Partial, ProtectedStorage, UsageProblem
from extrabrain.guard.attempts import FREE, LONGEST_WAIT_S, Attempts
from extrabrain.guard.keys import (
    Locked,
    change_passphrase,
    destroy_key,
    place_of,
    put_in_vault,
    store_key,
    take_from_vault,
)
from extrabrain.guard.passphrase import Cost, WrongPassphrase
from extrabrain.guard.vault import unwrap, wrap

CHEAP = Cost(memory_kib=64, iterations=1, lanes=1)
PASS = "four plain garden words"
KEY = bytes(range(32))


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "store.key"


def test_it_opens_with_the_passphrase_only() -> None:
    made = wrap(KEY, PASS, CHEAP)
    assert unwrap(made, PASS) == KEY
    for wrong in ("", PASS + " ", PASS.upper(), "four plain garden word"):
        with pytest.raises(WrongPassphrase):
            unwrap(made, wrong)
    assert KEY.hex().encode() not in made and KEY not in made and PASS.encode() not in made


def test_two_keyboards_that_write_an_accent_differently_agree() -> None:
    assert (
        unwrap(wrap(KEY, "caf\u00e9 caf\u00e9 caf\u00e9", CHEAP), "cafe\u0301 cafe\u0301 cafe\u0301") == KEY
    )


def test_each_vault_has_its_own_salt_and_nonce() -> None:
    first, second = json.loads(wrap(KEY, PASS, CHEAP)), json.loads(wrap(KEY, PASS, CHEAP))
    assert all(first[name] != second[name] for name in ("salt", "nonce", "wrapped"))


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(UsageProblem, match="8 characters"):
        wrap(KEY, "seven77", CHEAP)


@pytest.mark.parametrize("field", ["kind", "argon2id", "salt", "nonce", "wrapped"])
def test_a_vault_that_was_changed_opens_nothing(field: str) -> None:
    plain = json.loads(wrap(KEY, PASS, CHEAP))
    other = json.loads(wrap(KEY, PASS, Cost(128, 1, 1)))
    plain[field] = "extrabrain vault 2" if field == "kind" else other[field]
    with pytest.raises((WrongPassphrase, ProtectedStorage)):
        unwrap(json.dumps(plain).encode(), PASS)


@pytest.mark.parametrize(
    "cost",
    [Cost(4_000_000, 1, 1), Cost(64, 10_000, 1), Cost(64, 0, 1), Cost(64, 1, 5_000), Cost(1, 1, 1)],
)
def test_a_file_cannot_ask_for_all_memory_or_for_hours(cost: Cost) -> None:
    plain = json.loads(wrap(KEY, PASS, CHEAP))
    plain["argon2id"] = {"memory_kib": cost.memory_kib, "iterations": cost.iterations, "lanes": cost.lanes}
    with pytest.raises(ProtectedStorage):
        unwrap(json.dumps(plain).encode(), PASS)


@pytest.mark.parametrize("content", [b'{"kind"', b'{"kind": 3}', b'{"kind": "extrabrain vault 1"}'])
def test_a_damaged_vault_is_said(content: bytes) -> None:
    with pytest.raises(ProtectedStorage, match="damaged"):
        unwrap(content, PASS)


@pytest.mark.parametrize("drawer", [None, Drawer()])
def test_the_key_moves_in_and_out_and_stays_the_same(key_file: Path, drawer: Drawer | None) -> None:
    made = store_key(key_file, store_exists=False, keychain=lambda: drawer)
    before = made.place
    assert put_in_vault(key_file, made, PASS, keychain=lambda: drawer).place == "vault"
    assert place_of(key_file) == "vault"
    assert not drawer or drawer.kept == {}, "the keychain must not keep a copy"
    assert bytes(made.key) not in key_file.read_bytes()
    with pytest.raises(Locked):
        store_key(key_file, store_exists=True)
    assert store_key(key_file, store_exists=True, passphrase=lambda: PASS).key == made.key
    with pytest.raises(Conflict):
        put_in_vault(key_file, made, PASS)
    wrapped = key_file.read_bytes()
    change_passphrase(key_file, PASS, PASS + "2")
    assert key_file.read_bytes() != wrapped
    with pytest.raises(WrongPassphrase):
        store_key(key_file, store_exists=True, passphrase=lambda: PASS)
    with pytest.raises(WrongPassphrase):
        take_from_vault(key_file, PASS, keychain=lambda: drawer)
    back = take_from_vault(key_file, PASS + "2", keychain=lambda: drawer)
    assert (back.key, back.place) == (made.key, before)
    assert store_key(key_file, store_exists=True, keychain=lambda: drawer).key == made.key
    with pytest.raises(Conflict):
        change_passphrase(key_file, PASS, PASS)


def test_a_keychain_that_keeps_its_copy_is_named(key_file: Path) -> None:
    class Clings(Drawer):
        def forget(self, name: str) -> None:
            raise ProtectedStorage("no")

    drawer = Clings()
    made = store_key(key_file, store_exists=False, keychain=lambda: drawer)
    with pytest.raises(Partial, match="keychain keeps") as caught:
        put_in_vault(key_file, made, PASS, keychain=lambda: drawer)
    assert next(iter(drawer.kept)) in caught.value.next_step
    assert place_of(key_file) == "vault"


def test_a_wiped_key_is_zeros_and_a_destroyed_one_is_gone(key_file: Path) -> None:
    drawer = Drawer()
    made = store_key(key_file, store_exists=False, keychain=lambda: drawer)
    made.wipe()
    assert made.key == bytes(32)
    destroy_key(key_file, keychain=lambda: drawer)
    assert not key_file.exists() and drawer.kept == {}
    destroy_key(key_file, keychain=lambda: drawer)


def test_guesses_become_slower_and_a_right_one_forgives() -> None:
    now = [100.0]
    attempts = Attempts(lambda: now[0])
    waits: list[float] = []
    for _ in range(FREE + 9):
        attempts.failed()
        waits.append(attempts.wait_s())
        now[0] += attempts.wait_s()
    assert waits[: FREE - 1] == [0, 0] and waits[FREE - 1 : FREE + 2] == [1, 2, 4]
    assert max(waits) == LONGEST_WAIT_S
    attempts.failed()
    attempts.succeeded()
    assert attempts.wait_s() == 0
