"""Every error that reaches a person, with what to do next.

    Problem                 1  something failed
    ├── NotHeard            1  a speech engine elsewhere gave no words
    ├── UsageProblem        2  the words given are off
    ├── NotRunning          3  the app is not running
    ├── NotAuthenticated    4  a token or key was refused
    ├── Conflict            5  something is in the way: a second instance, an id taken
    ├── Partial             6  some of it worked
    ├── ProtectedStorage    7  the store cannot be opened or written
    └── Unsupported         8  unsupported or not found
        └── NotFound        8

The number is the exit code of the command line. A bug is never a `Problem`.
"""


class Problem(Exception):
    """Something went wrong that a person can act on.

    `what` is one sentence in plain words; `next_step` says what to do about it.
    """

    code: int = 1

    def __init__(self, what: str, *, next_step: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.next_step = next_step

    def __str__(self) -> str:
        return f"{self.what} {self.next_step}".strip()


class NotHeard(Problem):
    """A speech engine elsewhere gave no words; the sound is untouched and can be given again.

    `wait_s` is how long it asked to wait, if it did; `lasts` where only the user can mend it.
    """

    def __init__(
        self, what: str, *, next_step: str = "", wait_s: float | None = None, lasts: bool = False
    ) -> None:
        super().__init__(what, next_step=next_step)
        self.wait_s = wait_s
        self.lasts = lasts


class UsageProblem(Problem):
    code = 2


class NotRunning(Problem):
    code = 3


class NotAuthenticated(Problem):
    code = 4


class Conflict(Problem):
    code = 5


class Partial(Problem):
    code = 6


class ProtectedStorage(Problem):
    code = 7


class Unsupported(Problem):
    code = 8


class NotFound(Unsupported):
    code = 8
