"""What a command writes into a file of the user's."""

from pathlib import Path

from extrabrain.core.errors import Conflict, ProtectedStorage


def write_file(target: Path, made: bytes, *, force: bool) -> None:
    """`Conflict` where something is there and `force` is not given; `ProtectedStorage` where it fails."""
    try:
        with target.open("wb" if force else "xb") as file:
            file.write(made)
    except FileExistsError as error:
        raise Conflict(f"{target} is there already.", next_step="Add --force to overwrite it.") from error
    except OSError as error:
        raise ProtectedStorage(
            f"{target} cannot be written: {error.strerror}.",
            next_step="Choose another place with --output, or free some space.",
        ) from error
