"""`extrabrain guard`: the ledger of what left, the check of it, the self-test, and who may get what."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from extrabrain.cli.envelope import json_option, note, show
from extrabrain.core.egress import CATEGORIES, Egress
from extrabrain.core.errors import UsageProblem

if TYPE_CHECKING:
    from extrabrain.guard.charter import Charter
    from extrabrain.guard.selftest.examine import Leak


@click.group()
def guard() -> None:
    """The door: what left this machine, and what may."""


@guard.command()
@click.option("--search", default="", help="Only lines in which this text stands.")
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="At most this many.")
@json_option
def log(search: str, limit: int, as_json: bool) -> None:
    """What was sent, refused or changed, newest last. No content is ever kept, only numbers."""
    from extrabrain.guard.ledger_read import entries

    lines = [(line.seq, line.entry, _line(line.entry)) for line in entries(_charter().ledger)]
    found = [line for line in lines if search.lower() in line[2].lower()][-limit:]
    data = [
        {"seq": seq, **{name: getattr(entry, name) for name in Egress.__slots__}} for seq, entry, _ in found
    ]
    told = f"{len(found)} of {len(lines)} lines"
    text = "\n".join(f"{seq:>6}  {shown}" for seq, _, shown in found)
    show(
        data,
        f"{text}\n\n{told}." if found else "Nothing has left this machine.",
        as_json=as_json,
        message=told,
    )


@guard.command()
@click.option("--head", help="A head that you noted earlier; the ledger must still contain it.")
@json_option
def verify(head: str | None, as_json: bool) -> None:
    """Check that no line of the ledger was changed, moved, taken out or rolled back."""
    from extrabrain.app.consent import Consent
    from extrabrain.guard.ledger import head_from

    also = head_from(head) if head else None
    if head and also is None:
        raise UsageProblem("That is no head.", next_step="A head looks like NUMBER:64 HEX DIGITS.")
    found = Consent(_charter()).verify(also)
    data: dict[str, Any] = {
        "sound": found.sound,
        "lines": found.lines,
        "head": str(found.head),
        "anchored": found.anchored,
        "line": found.line,
        "fault": found.fault,
    }
    where = "the head outside the data folder" + (" and the keychain's copy" if found.anchored else "")
    text = (
        f"Sound: {found.lines} lines, each follows from the one before, and {where} agrees.\n"
        f"Head, to note down: {found.head}"
        if found.sound
        else f"Changed: {'line ' + str(found.line) if found.line else 'the head'}: {found.fault}."
    )
    show(
        data,
        text,
        as_json=as_json,
        message="sound" if found.sound else found.fault,
        code=0 if found.sound else 1,
    )


@guard.command()
@json_option
def test(as_json: bool) -> None:
    """Plant six leaks on this machine: each must get out without the jail, and none with it."""
    from extrabrain.guard.selftest.canary import Canary
    from extrabrain.guard.selftest.examine import Here, examine

    found: list[Leak] = []
    with Canary() as canary:
        for leak in examine(Here(canary), enter_jail=True):
            found.append(leak)
            if not as_json:
                note(f"{'✓' if leak.proved else '✗'} {leak.name}: {_said(leak)}")
    caught = sum(leak.proved for leak in found)
    text = f"{caught} of {len(found)} planted leaks caught."
    if caught < len(found):
        text += " This machine is guarded, not jailed: see `extrabrain doctor`."
    data = [{"name": leak.name, "seen": leak.seen, "caught": leak.caught} for leak in found]
    show(data, text, as_json=as_json, message=text, code=0 if caught == len(found) else 1)


@guard.command()
@click.argument("category", metavar="|".join(CATEGORIES))
@click.argument("provider")
@json_option
def allow(category: str, provider: str, as_json: bool) -> None:
    """Allow one kind of data to go to one provider, in the posture hybrid."""
    _changed("allow", category, provider, as_json=as_json)


@guard.command()
@click.argument("category", metavar="|".join(CATEGORIES))
@click.argument("provider")
@json_option
def revoke(category: str, provider: str, as_json: bool) -> None:
    """Take that back; it holds at once."""
    _changed("revoke", category, provider, as_json=as_json)


def _changed(what: str, category: str, provider: str, *, as_json: bool) -> None:
    from extrabrain.app.consent import Consent

    consent = Consent(_charter())
    policy = consent.allow(category, provider) if what == "allow" else consent.revoke(category, provider)
    rows = sorted((row.provider, row.category) for row in policy.rows)
    text = f"{category} {'may' if what == 'allow' else 'may no longer'} go to {provider}."
    if policy.posture == "local":
        text += " The posture is local, so nothing is sent: extrabrain posture hybrid"
    data = {"posture": policy.posture, "allowed": [{"provider": p, "category": c} for p, c in rows]}
    show(data, text, as_json=as_json, message=text)


def _charter() -> "Charter":
    from extrabrain.app.fence import charter_of
    from extrabrain.app.places import places

    return charter_of(places())


def _line(entry: Egress) -> str:
    when = datetime.fromtimestamp(entry.at_ms / 1000, UTC).strftime("%Y-%m-%d %H:%M:%SZ")
    what = (
        f"{when}  {entry.step:<8}  {entry.destination or '-':<28}  {entry.purpose or entry.posture:<11}  "
        f"{'+'.join(entry.carries) or '-'}"
    )
    sizes = (
        f"  {entry.bytes_out} out, {entry.bytes_in} in"
        if entry.step in ("asked", "answered", "broken")
        else ""
    )
    return what + sizes + (f"  ({entry.reason})" if entry.reason else "")


def _said(leak: "Leak") -> str:
    outside = "got out without the jail" if leak.seen else "could not be shown to get out without the jail"
    return f"{outside}; {'caught inside it' if leak.caught else 'GOT OUT inside it'}"
