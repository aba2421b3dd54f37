"""`extrabrain`: the command table. Each command's module is imported only when it is called."""

import importlib
import sys
from typing import TYPE_CHECKING

import click

from extrabrain.cli.envelope import fail
from extrabrain.core.errors import Problem, UsageProblem

if TYPE_CHECKING:
    from extrabrain.app.fence import Fence

COMMANDS: dict[str, str] = {
    "practice": "extrabrain.cli.practice:practice",
    "assess": "extrabrain.cli.assess:assess",
    "transcribe": "extrabrain.cli.transcribe:transcribe",
    "import": "extrabrain.cli.bring:bring",
    "search": "extrabrain.cli.search:search",
    "ask": "extrabrain.cli.ask:ask",
    "documents": "extrabrain.cli.documents:documents",
    "questions": "extrabrain.cli.questions:questions",
    "stories": "extrabrain.cli.stories:stories",
    "plan": "extrabrain.cli.plan:plan",
    "sessions": "extrabrain.cli.sessions:sessions",
    "insights": "extrabrain.cli.insights:insights",
    "mocks": "extrabrain.cli.mocks:mocks",
    "vault": "extrabrain.cli.vault:vault",
    "backup": "extrabrain.cli.backup:backup",
    "erase": "extrabrain.cli.erase:erase",
    "advise": "extrabrain.cli.advise:advise",
    "profiles": "extrabrain.cli.profiles:profiles",
    "models": "extrabrain.cli.models:models",
    "providers": "extrabrain.cli.providers:providers",
    "posture": "extrabrain.cli.posture:posture",
    "guard": "extrabrain.cli.guard:guard",
    "ocr": "extrabrain.cli.ocr:ocr",
    "redact": "extrabrain.cli.redact:redact",
    "doctor": "extrabrain.cli.doctor:doctor",
    "install-shortcut": "extrabrain.cli.shortcut:install_shortcut",
    "completion": "extrabrain.cli.completion:completion",
}

SUMMARIES: dict[str, str] = {
    "practice": "Answer a question by voice, recording or text; save it; print the feedback.",
    "assess": "Feedback on an answer; nothing is saved.",
    "transcribe": "Audio or video files to text.",
    "import": "Bring documents into the workspace.",
    "search": "Search the workspace.",
    "ask": "Ask the workspace; an answer with citations, or none.",
    "documents": "The workspace: list, show, enable, disable, remove.",
    "questions": "The question bank: list, show, add, generate, import.",
    "stories": "Your stories: list, show, add, edit, extract, remove, matrix.",
    "plan": "What to do on which day until the interview.",
    "sessions": "History: list, show, export, delete, expire.",
    "insights": "How an answer went, and what changed since the one before.",
    "mocks": "Mock interviews: list, export a report.",
    "vault": "A passphrase for the record: create, change, remove, status.",
    "backup": "One encrypted file of everything: create, verify, restore.",
    "erase": "Delete everything that extrabrain keeps of you.",
    "advise": "Outline, story, explanation, follow-ups, review: from your own words.",
    "profiles": "How advice is to be given: list, show, add, choose, remove.",
    "models": "Model files: list, pull, remove.",
    "providers": "Engines for text: list, detect, choose, test; keys of your own.",
    "posture": "What may leave this machine: local or hybrid.",
    "guard": "The door: log, verify, test, allow, revoke.",
    "ocr": "The text of pictures: screenshots, slides, scans.",
    "redact": "Personal data in a text, found and blanked.",
    "doctor": "What works on this machine, and what to do about the rest.",
    "install-shortcut": "Put the app into this system's menu.",
    "completion": "Print the shell completion script.",
}


class Stairs(click.Group):
    """Loads a command's module on first use, so that `--help` stays fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        target = COMMANDS.get(cmd_name)
        if target is None:
            return None
        module, name = target.split(":")
        return getattr(importlib.import_module(module), name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(SUMMARIES.items()))


@click.group(
    cls=Stairs, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(package_name="extrabrain", message="%(prog)s %(version)s")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Port of the app (default: any free one)."
)
@click.option("--no-open", is_flag=True, help="Do not open the browser; print the link.")
@click.option("--window", is_flag=True, help="Open the app in a window of its own.")
@click.pass_context
def extrabrain(ctx: click.Context, port: int, no_open: bool, window: bool) -> None:
    """Practise interviews on your own machine, with feedback tied to your exact words.

    Without a command: start the app and open it in the browser.
    """
    if ctx.invoked_subcommand is None:
        if window and no_open:
            raise UsageProblem("--window and --no-open exclude each other.", next_step="Give one of them.")
        from extrabrain.cli.start import start

        start(port=port, open_browser=not no_open, window=window)


def main(fence: "Fence | None" = None) -> None:
    """Every failure leaves with its code, and in JSON where `--json` was asked."""
    as_json = "--json" in sys.argv[1:]
    try:
        extrabrain.main(standalone_mode=False, obj=fence)
    except click.exceptions.Abort:
        click.echo("Stopped.", err=True)
        sys.exit(130)
    except click.exceptions.Exit as leave:
        sys.exit(leave.exit_code)
    except click.ClickException as problem:
        if not as_json:
            problem.show()
            sys.exit(2)
        fail(UsageProblem(problem.format_message(), next_step="See --help."), as_json=True)
    except Problem as problem:
        fail(problem, as_json=as_json)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(0)


if __name__ == "__main__":
    from extrabrain.cli.entry import run

    run()
