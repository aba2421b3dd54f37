"""What can go wrong at the door, as problems that a person can act on.

Refused       the policy says no; nothing was sent
Unreachable   no connection, a broken one, or none in time; worth another try
Answered      the other side answered with an error; `status` says which
"""

from extrabrain.core.errors import Problem


class Refused(Problem):
    pass


class Unreachable(Problem):
    pass


class Answered(Problem):
    """`status` is the HTTP status of the answer."""

    def __init__(self, what: str, *, status: int, next_step: str = "") -> None:
        super().__init__(what, next_step=next_step)
        self.status = status
