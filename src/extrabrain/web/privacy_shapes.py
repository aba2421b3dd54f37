"""Shapes of the privacy page's part of the wire."""

from dataclasses import dataclass

from extrabrain.core.egress import Category, Posture, Reason, Step, Told
from extrabrain.guard.jail.enter import Kind
from extrabrain.guard.redact.find import Found


@dataclass(frozen=True, slots=True)
class JailRecord:
    """`holds` where the operating system enforces it; `why` says what is missing."""

    kind: Kind
    holds: bool
    layers: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class ProviderLine:
    """`hosted` ones are elsewhere, the others are model servers of this machine."""

    name: str
    title: str
    destination: str
    hosted: bool


@dataclass(frozen=True, slots=True)
class AllowedRow:
    category: Category
    provider: str


@dataclass(frozen=True, slots=True)
class Flow:
    """Today's sums; `kind` is a category, `models` for model files, or `none`."""

    kind: str
    destination: str
    requests: int
    refused: int
    bytes_out: int
    bytes_in: int


@dataclass(frozen=True, slots=True)
class PrivacyRecord:
    posture: Posture
    jail: JailRecord
    categories: tuple[Category, ...]
    providers: tuple[ProviderLine, ...]
    allowed: tuple[AllowedRow, ...]
    today: tuple[Flow, ...]


@dataclass(frozen=True, slots=True)
class PostureChange:
    posture: Posture


@dataclass(frozen=True, slots=True)
class PermissionChange:
    category: Category
    provider: str


@dataclass(frozen=True, slots=True)
class PreviewWish:
    provider: str
    category: Category
    text: str


@dataclass(frozen=True, slots=True)
class PreviewRecord:
    """`bytes` is the whole request as it would leave, the key left out; `redacted` the text with blanks."""

    bytes: str
    size: int
    found: tuple[Found, ...]
    redacted: str


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A line of the ledger with its number."""

    seq: int
    at_ms: int
    step: Step
    destination: str
    purpose: Told
    carries: tuple[Category, ...]
    bytes_out: int
    bytes_in: int
    status: int
    took_ms: int
    reason: Reason
    posture: Posture


@dataclass(frozen=True, slots=True)
class LedgerRecord:
    """Newest first."""

    total: int
    found: int
    lines: tuple[LedgerLine, ...]


@dataclass(frozen=True, slots=True)
class VerifiedRecord:
    sound: bool
    lines: int
    head: str
    anchored: bool
    line: int
    fault: str


@dataclass(frozen=True, slots=True)
class LeakRecord:
    """`seen` outside the jail, `caught` inside it."""

    name: str
    seen: bool
    caught: bool
