"""Which signs each finding, and each part that may be missing, is weighed from."""

from extrabrain.coach.structure import label_of

LABEL = {
    "absolute": "absolute",
    "single-technique": "single",
    "safety-as-pr": "pr",
    "dismissive": "dismissive",
    "lone-expert": "lone",
    "unsupported-claim": "unsupported",
    "ignores-deployment": "closed",
    "vague": "vague",
    "unmeasured-tradeoff": "bald",
}
"""Findings that show in the words of a clause."""

SIGNS: dict[str, tuple[str, ...]] = {
    "absolute": (),
    "single-technique": ("top:limits", "rate:single"),
    "safety-as-pr": ("top:risk", "rate:pr"),
    "dismissive": ("rate:contempt",),
    "lone-expert": ("top:owner", "rate:we"),
    "unsupported-claim": ("rate:sweeping",),
    "ignores-deployment": ("top:loop", "rate:deploy", "is:explain", "is:star"),
    "vague": ("rate:x_numbers", "specificity"),
    "unmeasured-tradeoff": ("top:measured", "second:measured", "rate:x_numbers"),
    "repeats": ("again:40", "again:45", "again:50", "again:55", "again:60", "rate:again", "rate:x_numbers"),
    "off-topic": ("run25:tangent", "run45:tangent", "top:tangent"),
    "no-owner": (
        *("top:owner", "second:owner", "top:passive", "second:passive", "mass:owner", "mass:passive"),
        *("rate:x_names", "rate:x_passive", "rate:they", "rate:i", "rate:we", "rate:who_is", "lower"),
    ),
    "no-threshold": (
        *("top:threshold", "second:threshold", "top:loose", "second:loose", "top:gate", "mass:threshold"),
        *("pair:loose", "over:threshold>loose", "is:explain", "is:star"),
    ),
    "no-result": (
        *("top:@result", "second:@result", "mass:@result", "top:undone", "pair:undone"),
        *("rate:x_numbers", "top:measured"),
    ),
}

LACKING: dict[str, tuple[str, ...]] = {
    "no-threshold": ("star", "scaling", "explain"),
    "no-owner": ("star", "scaling", "explain"),
    "no-result": ("star", "explain"),
}
"""Findings about what is left out, and the patterns that they are about."""

PART_EXTRA: dict[str, tuple[str, ...]] = {
    "result": ("top:undone", "rate:x_numbers", "top:evidence"),
    "evidence": ("top:undone", "rate:x_numbers", "top:measured", "top:vague", "top:bald", "specificity"),
    "estimate": ("rate:x_numbers", "top:measured", "top:bald", "top:vague"),
    "tradeoff": ("top:measured", "top:bald", "rate:x_numbers"),
    "limits": ("top:single",),
    "risk": ("top:pr",),
    "risks": ("top:pr",),
    "mechanism": ("top:vague",),
    "learning": ("last:lesson", "rate:lesson"),
    "learn": ("last:loop", "rate:loop"),
}


def signs_of(kind: str) -> tuple[str, ...]:
    label = LABEL.get(kind)
    if label is None:
        return SIGNS[kind]
    general = (f"top:{label}", f"second:{label}", f"margin:{label}", f"pair:{label}", f"others:{label}")
    return (*general, *SIGNS[kind])


def part_signs(part: str) -> tuple[str, ...]:
    label = label_of(part)
    return (f"top:{label}", f"second:{label}", f"mass:{label}", "short", *PART_EXTRA.get(part, ()))
