"""`extrabrain doctor`."""

import click

from extrabrain.cli.envelope import json_option, show

MARK = {"ok": "✓", "warning": "!", "problem": "✗"}


@click.command()
@json_option
def doctor(as_json: bool) -> None:
    """What works on this machine, and what to do about the rest."""
    from extrabrain.app.doctor import examine
    from extrabrain.cli.bench import workbench

    with workbench() as bench:
        report = examine(bench)
    lines: list[str] = []
    for check in report:
        lines.append(f"{MARK[check.state]} {check.name}: {check.found}")
        if check.next_step:
            lines.append(f"    {check.next_step}")
    broken = any(check.state == "problem" for check in report)
    message = "something needs your attention" if broken else "all is well"
    show(report, "\n".join(lines), as_json=as_json, message=message, code=1 if broken else 0)
