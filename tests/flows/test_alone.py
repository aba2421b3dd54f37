"""One error out of a group."""

from extrabrain.core.errors import NotFound, Problem
from extrabrain.flows.alone import alone

A, B, BUG = Problem("a"), NotFound("b"), RuntimeError("bug")


def test_one_is_itself():
    assert alone(BaseExceptionGroup("", [BUG])) is BUG
    assert alone(BaseExceptionGroup("", [BaseExceptionGroup("", [A])])) is A


def test_of_problems_the_first():
    assert alone(BaseExceptionGroup("", [A, BaseExceptionGroup("", [B])])) is A


def test_a_bug_is_never_hidden():
    group = BaseExceptionGroup("", [A, BUG])
    assert alone(group) is group
