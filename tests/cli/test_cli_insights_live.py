"""`extrabrain insights` of a live session: what it came to, in its own words."""

import json
import os
import subprocess
import sys
from pathlib import Path

from extrabrain.app.build import workbench
from extrabrain.app.places import places
from extrabrain.core.event import SegmentHeard
from extrabrain.core.speech import Segment
from extrabrain.flows.live import Rules, begin

TALK = "We decided to hold the launch. I will write the report by Friday. Who owns the rollback plan?"


def test_a_meeting_is_summed_up(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("EXTRABRAIN_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("EXTRABRAIN_KEYCHAIN", "off")
    with workbench(places()) as bench:
        attempt = begin(bench.store, Rules("meeting", ("transcription", "assistance"), confirmed=True))
        attempt.log.append(9, SegmentHeard(Segment(0, 0, "mic", None, TALK, (), 0, 9, True)))
    ran = subprocess.run(
        [sys.executable, "-m", "extrabrain.cli.main", "insights", attempt.session_id, "--json"],
        capture_output=True,
        text=True,
        check=True,
        env=dict(os.environ),
        timeout=60,
    )
    told = json.loads(ran.stdout)["data"]
    assert [point["text"] for point in told["decisions"]] == ["We decided to hold the launch."]
    assert [point["heading"] for point in told["actions"]] == ["speaker"]
    assert "rollback" in told["unresolved"][0]["text"]
