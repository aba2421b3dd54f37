"""Permissions that are changed by two at once."""

import fcntl
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from extrabrain.app.consent import Consent
from extrabrain.guard.agreed_file import AgreedFile
from extrabrain.guard.charter import Charter, charter
from extrabrain.guard.policy import Allowed

PATIENCE_S = 20


@pytest.fixture
def rules(tmp_path: Path) -> Charter:
    return charter(tmp_path / "home", tmp_path / "outside")


def at_once(rules: Charter, *work: Callable[[], object]) -> None:
    """Both have read what stands there before either may go on: the ledger, which comes first, is held."""
    doing = [threading.Thread(target=one) for one in work]
    handle = os.open(rules.ledger, os.O_RDWR)
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        for thread in doing:
            thread.start()
        doing[0].join(0.5)
    finally:
        os.close(handle)
    for thread in doing:
        thread.join(PATIENCE_S)


def test_what_one_takes_back_stays_taken_back_while_another_allows_something(rules: Charter) -> None:
    Consent(rules).allow("documents", "openai")
    page, terminal = Consent(rules), Consent(rules)
    at_once(
        rules,
        lambda: page.revoke("documents", "openai"),
        lambda: terminal.allow("audio", "deepgram"),
    )
    assert Consent(rules).policy().rows == {Allowed("audio", "deepgram")}
    assert Consent(rules).verify().sound


def test_two_who_agree_at_once_are_both_remembered(tmp_path: Path) -> None:
    kinds = [Allowed("documents", f"lab{n}") for n in range(20)]
    agreeing = [
        threading.Thread(target=AgreedFile(tmp_path / "agreed.json").keep, args=({kind: "as-is"},))
        for kind in kinds
    ]
    for thread in agreeing:
        thread.start()
    for thread in agreeing:
        thread.join(PATIENCE_S)
    assert set(AgreedFile(tmp_path / "agreed.json").read()) == set(kinds)
