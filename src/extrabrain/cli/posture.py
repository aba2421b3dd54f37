"""`extrabrain posture`: what may leave this machine, in one word."""

from typing import Any

import click

from extrabrain.cli.envelope import json_option, show

MEANING = {
    "local": "nothing of yours leaves this machine; only model files are fetched, when you ask",
    "hybrid": "only what you allowed, and only to whom you allowed it",
}


@click.command()
@click.argument("to", type=click.Choice(["local", "hybrid"]), required=False)
@json_option
def posture(to: str | None, as_json: bool) -> None:
    """Show the posture, or change it. It holds at once, in a running app too."""
    from extrabrain.app.consent import Consent
    from extrabrain.app.fence import charter_of
    from extrabrain.app.places import places

    consent = Consent(charter_of(places()))
    policy = consent.policy() if to is None else consent.set_posture("local" if to == "local" else "hybrid")
    rows = sorted((row.provider, row.category) for row in policy.rows)
    data: dict[str, Any] = {
        "posture": policy.posture,
        "allowed": [{"provider": provider, "category": category} for provider, category in rows],
    }
    lines = [f"{policy.posture}: {MEANING[policy.posture]}."]
    lines += [f"  {category} may go to {provider}" for provider, category in rows]
    if policy.posture == "hybrid" and not rows:
        lines.append("  Nothing is allowed yet: extrabrain guard allow CATEGORY PROVIDER")
    if policy.posture == "local" and rows:
        lines.append("  (in force once the posture is hybrid)")
    show(data, "\n".join(lines), as_json=as_json, message=policy.posture)
