"""One change is told once, whoever looks first."""

from pathlib import Path

from extrabrain.guard.policy import Policy
from extrabrain.guard.policy_file import PolicyFile
from extrabrain.web.posture_changes import PostureChanges


def test_one_change_is_told_once_and_the_same_words_again_are_a_change(tmp_path: Path) -> None:
    file = PolicyFile(tmp_path / "policy.json")
    told: list[int] = []
    changes = PostureChanges(file.mark, lambda: told.append(1))
    assert not changes.look()
    file.write(Policy("hybrid"))
    assert changes.look()  # the call that wrote it
    assert not changes.look()  # the watch, half a second later
    assert len(told) == 1
    file.write(Policy("hybrid"))  # a terminal
    assert changes.look() and len(told) == 2
