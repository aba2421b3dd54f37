"""What came of trying a promise."""

from dataclasses import dataclass, field


@dataclass
class Outcome:
    """`trials` of which `failures` broke the promise. `control` says what the same attack did to a naive
    server or an unjailed process, so that the test is known to see. `why`: why it was not run, or a note."""

    promise: str
    about: str
    trials: int = 0
    failures: int = 0
    control: str = ""
    why: str = ""
    broke: list[str] = field(default_factory=list)

    @property
    def ran(self) -> bool:
        return self.trials > 0

    def trial(self, holds: bool, what: str) -> None:
        self.trials += 1
        if not holds:
            self.failures += 1
            self.broke.append(what)
