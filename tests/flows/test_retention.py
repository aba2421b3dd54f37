from datetime import UTC, datetime
from pathlib import Path

import pytest
from test_backup import PCM, home_with

from extrabrain.flows.practice import spool_path
from extrabrain.flows.retention import Rules, due, expire
from extrabrain.record import sessions
from extrabrain.sound.spool_read import read_spool

AT = datetime(2026, 1, 11, 9, 0, 1, tzinfo=UTC)
"""Ten days and a second after the sessions."""


@pytest.mark.parametrize(
    ("rules", "recordings", "whole"),
    [
        (Rules(None, None), 0, 0),
        (Rules(11, 11), 0, 0),
        (Rules(10, None), 3, 0),
        (Rules(None, 10), 0, 3),
        (Rules(10, 10), 0, 3),
        (Rules(10, 11), 3, 0),
    ],
)
def test_what_is_due_goes_and_nothing_else(tmp_path: Path, rules: Rules, recordings: int, whole: int) -> None:
    kept = home_with(tmp_path / "home")
    with kept.store as store:
        keys = {f"s{n}": sessions.audio_key(store, f"s{n}") for n in range(3)}
        shown = due(store, kept.spool, rules, AT)
        assert (len(shown.recordings), len(shown.sessions)) == (recordings, whole)
        assert len(sessions.list_sessions(store)) == 3, "looking changes nothing"
        assert expire(store, kept.spool, rules, AT) == shown
        assert len(sessions.list_sessions(store)) == 3 - whole
        assert len(list(kept.spool.iterdir())) == 3 - whole - recordings
        if recordings:
            assert all(sessions.audio_key(store, name) != key for name, key in keys.items())
        if not recordings and not whole:
            assert b"".join(read_spool(spool_path(kept.spool, "s1"), keys["s1"])) == PCM
        again = due(store, kept.spool, rules, AT)
        assert (again.recordings, again.sessions) == ((), ())
