"""Text of screens: word F1 on code, slides and web pages drawn by real Chromium; the time of a changed half.

    uv run --with fontpkg-source-code-pro --with fontpkg-roboto-mono --with fontpkg-open-sans \
      --with fontpkg-merriweather --with fontpkg-jetbrains-mono --with fontpkg-ibm-plex-mono \
      --with fontpkg-fira-code --with fontpkg-inconsolata --with fontpkg-inter --with fontpkg-roboto \
      --with fontpkg-lora --with fontpkg-noto-sans python benchmarks/ocr.py [--set report] [--screens 36] \
      [--readers ours,rapidocr,tesseract] [--time] [--no-ledger]

Everything was tuned on `--set tune`; `report` has other texts, fonts, themes and windows. A word counts where
it comes out to the letter, wherever it stands; curly quotes count as straight ones. `rapidocr` reads the
same screens as it comes, `tesseract` where it is installed. `--time` measures nothing but the half of a 1080p
screen that changed, on two threads, networks loaded, nothing of it seen before.
"""

import argparse
import shutil
import statistics
import subprocess
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

import ledger
from extrabrain.app.places import places
from extrabrain.app.screen_reader import networks
from extrabrain.guard.charter import charter
from extrabrain.guard.door import Door
from extrabrain.guard.keeper import Keeper
from extrabrain.screen.ocr import Ocr
from extrabrain.screen.picture import opened
from extrabrain.weights.store import Weights
from screens.render import Screen, screens

QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})
Read = Callable[[Screen], str]


def word_f1(read: Iterable[str], shown: Iterable[str]) -> float:
    a, b = Counter(read), Counter(shown)
    return 2 * (a & b).total() / max(1, a.total() + b.total())


def tesseract(screen: Screen) -> str:
    ran = subprocess.run(
        ["tesseract", "-", "-", "--psm", "3"], input=screen.png, capture_output=True, check=True
    )
    return ran.stdout.decode()


def rapidocr() -> Read:
    from rapidocr import RapidOCR

    engine: Any = RapidOCR(params={"Global.log_level": "error"})

    def read(screen: Screen) -> str:
        return " ".join(engine(opened(screen.png)[:, :, ::-1]).txts or ())

    return read


def changed_half_s(ocr: Ocr, shown: list[Screen]) -> list[float]:
    """Seconds for the right half of each screen of 1080 lines."""
    took: list[float] = []
    for screen in shown:
        pixels = opened(screen.png)
        if pixels.shape[:2] == (1080, 1920):
            began = time.perf_counter()
            ocr.read(np.ascontiguousarray(pixels[:, 960:]))
            took.append(time.perf_counter() - began)
    return took


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--set", choices=("tune", "report"), default="report")
    asked.add_argument("--screens", type=int, default=36)
    asked.add_argument("--readers", default="ours")
    asked.add_argument("--time", action="store_true")
    asked.add_argument("--no-ledger", action="store_true")
    args = asked.parse_args()
    where = places()
    keeper = Keeper(charter(where.home, where.key_file))
    folder = networks(Weights(where.models, Door(keeper)))
    keeper.close()
    ocr = Ocr(folder)
    readers: dict[str, Read] = {}
    for name in args.readers.split(",") if not args.time else ():
        if name == "ours":
            readers[name] = lambda screen: ocr.read(opened(screen.png)).text
        elif name == "rapidocr":
            readers[name] = rapidocr()
        elif shutil.which("tesseract"):
            readers[name] = tesseract
    shown = list(screens(args.set, args.screens))
    numbers: dict[str, Any] = {
        "set": args.set,
        "screens": len(shown),
        "words": sum(len(s.words) for s in shown),
    }
    if args.time:
        took = changed_half_s(Ocr(folder), shown)
        numbers["half_screen_s"] = {
            "screens": len(took),
            "median": round(statistics.median(took), 2),
            "worst": round(max(took), 2),
        }
        print(f"changed half screen: median {statistics.median(took):.2f} s, worst {max(took):.2f} s")
    for name, read in readers.items():
        by_kind: dict[str, list[float]] = defaultdict(list)
        began = time.perf_counter()
        for screen in shown:
            words = (word.translate(QUOTES) for word in screen.words)
            score = word_f1(read(screen).translate(QUOTES).split(), words)
            by_kind[screen.kind].append(score)
            print(f"  {name:10} {score:.3f}  {screen.name}", flush=True)
        spent = (time.perf_counter() - began) / len(shown)
        every = [score for scores in by_kind.values() for score in scores]
        numbers[name] = {kind: round(statistics.mean(scores), 4) for kind, scores in by_kind.items()} | {
            "all": round(statistics.mean(every), 4),
            "worst": round(min(every), 4),
            "seconds_a_screen": round(spent, 2),
        }
        print(name, numbers[name])
    if not args.no_ledger:
        print("Written:", ledger.append("ocr", numbers))


if __name__ == "__main__":
    main()
