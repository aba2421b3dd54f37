"""English verbs as résumés and commit subjects begin with them."""

import re

IRREGULAR: dict[str, str] = {
    "be": "were", "begin": "began", "break": "broke", "bring": "brought", "build": "built", "buy": "bought",
    "catch": "caught", "choose": "chose", "cut": "cut", "do": "did", "draw": "drew", "drive": "drove",
    "find": "found", "get": "got", "give": "gave", "grow": "grew", "halve": "halved", "hold": "held",
    "keep": "kept", "lead": "led", "leave": "left", "let": "let", "make": "made", "meet": "met",
    "overcome": "overcame", "oversee": "oversaw", "pin": "pinned", "put": "put", "read": "read",
    "rebuild": "rebuilt", "rerun": "reran", "rewrite": "rewrote", "run": "ran", "see": "saw",
    "send": "sent", "set": "set", "show": "showed", "shut": "shut", "speed": "sped", "split": "split",
    "spread": "spread", "take": "took", "teach": "taught", "think": "thought", "undo": "undid",
    "win": "won", "write": "wrote", "drop": "dropped", "ship": "shipped", "stop": "stopped",
    "plan": "planned", "swap": "swapped", "trim": "trimmed", "wrap": "wrapped", "debug": "debugged",
    "tag": "tagged", "log": "logged", "map": "mapped", "strip": "stripped", "skip": "skipped",
    "submit": "submitted", "refer": "referred", "program": "programmed", "model": "modelled",
    "label": "labelled", "cap": "capped", "step": "stepped", "clip": "clipped", "dedup": "deduped",
    "commit": "committed", "scan": "scanned", "spin": "spun", "prefer": "preferred",
}  # fmt: skip
"""Base form to past tense, where a rule would get it wrong."""

REGULAR = frozenset(
    """
    accelerate accept achieve acquire adapt add address adopt advise align allocate allow analyse
    analyze apply
    architect arrange assess audit author automate balance batch benchmark block boost bound cache calibrate
    change check clarify clean cluster co-author co-found co-lead coach collaborate collect compare complete
    compress compute conduct configure connect consolidate construct contribute convert convince coordinate
    correct cover create curate decrease define defend deliver demonstrate deploy deprecate derive
    design detect
    develop devise diagnose direct disable discover document double drive earn educate eliminate embed enable
    enforce engineer enhance ensure escalate establish estimate evaluate examine exclude expand experiment
    explain explore expose extend extract facilitate fine-tune finish fix focus formalise formalize formulate
    found gate gather generate guard guide handle harden help host identify implement import improve include
    increase index influence inform initiate inspect install instrument integrate interview introduce
    invent investigate isolate launch learn limit load localise localize maintain manage measure mentor merge
    migrate mitigate moderate monitor move negotiate normalise normalize open operate optimise optimize
    orchestrate organise organize own parallelise parallelize parse partner perform persuade pilot pioneer
    port prepare present prevent prioritise prioritize produce profile promote propose protect prototype prove
    provide prune publish quantify raise rank re-run re-write reconcile recruit red-team redesign reduce
    refactor refine release remove rename reorganise reorganize repair replace replicate report reproduce
    require rescue research resolve respond restructure retain return review revise reuse sample save
    scale schedule
    secure select separate serve share simplify simulate solve specify stabilise stabilize standardise
    standardize start store streamline strengthen study supervise support survey sustain switch synthesise
    synthesize target test trace track train transfer transform translate treat triple tune uncover unify
    update upgrade use validate verify visualise visualize warn weigh widen work
    """.split()
)

_PAST = {past: base for base, past in IRREGULAR.items()}
_ADVERB = re.compile(r"(?:\w+ly|also|then|jointly|single-handedly)\s+", re.IGNORECASE)


def past_of(base: str) -> str:
    """`add` → `added`; the word must be a base form."""
    if base in IRREGULAR:
        return IRREGULAR[base]
    if base.endswith("e"):
        return base + "d"
    if re.search(r"[^aeiou]y$", base):
        return base[:-1] + "ied"
    return base + "ed"


def base_of(word: str) -> str | None:
    """The verb whose base or past form this is; none for any other word."""
    low = word.lower()
    if low in IRREGULAR or low in REGULAR:
        return low
    if low in _PAST:
        return _PAST[low]
    for cut, back in (("ied", "y"), ("ed", ""), ("d", "")):
        if low.endswith(cut) and (base := low[: -len(cut)] + back) in REGULAR:
            return base
    if len(low) > 4 and low.endswith(("lled", "rred", "tted", "pped", "gged", "nned", "mmed")):
        base = low[:-3]
        return base if base in REGULAR or len(base) > 2 else None
    return low if len(low) > 4 and re.fullmatch(r"[a-z-]+ed", low) and not low.endswith("eed") else None


def is_past(word: str) -> bool:
    low = word.lower()
    return base_of(low) is not None and (low in _PAST or (low.endswith("ed") and low not in REGULAR))


def opening_verb(text: str) -> tuple[str, int] | None:
    """The verb that a line begins with and where it stands, after at most one adverb."""
    adverb = _ADVERB.match(text)
    at = adverb.end() if adverb else 0
    word = re.match(r"[A-Za-z][\w-]*", text[at:])
    if word is None or base_of(word[0]) is None:
        return None
    return word[0], at
