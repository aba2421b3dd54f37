"""How the trials of one promise went."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tally:
    """`promise` is its number (`P7`). `not_run` says why it could not be tried here; empty if it was."""

    promise: str
    title: str
    trials: int
    failures: int
    note: str = ""
    not_run: str = ""

    @property
    def holds(self) -> bool:
        """Whether it was tried and nothing failed."""
        return not self.not_run and self.trials > 0 and self.failures == 0
