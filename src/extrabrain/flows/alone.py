"""What came out of a `TaskGroup`, for people: the problem itself, not a group around it."""

from typing import cast

from extrabrain.core.errors import Problem

Group = BaseExceptionGroup[BaseException]


def alone(failed: Group) -> BaseException:
    """The one error of a group, or the first where all are `Problem`s; else the group, for it is a bug."""
    flat: list[BaseException] = []
    for each in failed.exceptions:
        flat.append(alone(cast("Group", each)) if isinstance(each, BaseExceptionGroup) else each)
    if len(flat) == 1 or all(isinstance(each, Problem) for each in flat):
        return flat[0]
    return failed
