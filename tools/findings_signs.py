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
    "absolute": ("peak:absolute", "rate:absolute", "rate:reject", "rate:reported", "rate:not_absolute"),
    "single-technique": (
        "top:limits",
        "rate:single",
        "rate:all_it_takes",
        "peak:all_it_takes",
        "rate:reject",
        "rate:reported",
        "second:mitigate",
    ),
    "safety-as-pr": (
        "top:risk",
        "rate:pr",
        "rate:image",
        "peak:image",
        "rate:people",
        "rate:reject",
        "over:risk>pr",
    ),
    "dismissive": (
        *(
            "rate:contempt",
            "rate:scorn",
            "peak:scorn",
            "rate:departments",
            "over:dismissive>lone",
            "rate:reject",
            "rate:reported",
        ),
    ),
    "lone-expert": (
        *("top:owner", "rate:we", "rate:left_out", "peak:left_out", "over:lone>dismissive", "rate:team_role"),
        *("rate:together", "rate:they"),
    ),
    "unsupported-claim": (
        "rate:sweeping",
        "rate:folk_fact",
        "peak:folk_fact",
        "top:evidence",
        "rate:reported",
        "rate:x_numbers",
    ),
    "ignores-deployment": (
        *(
            "top:loop",
            "rate:deploy",
            "is:explain",
            "is:star",
            "rate:handed_off",
            "peak:handed_off",
            "last:closed",
        ),
        *("top:deploy", "mass:deploy"),
    ),
    "no-learning": (
        *("top:@learn", "second:@learn", "last:@learn", "mass:@learn", "top:unlearned", "last:unlearned"),
        *("is:star", "rate:since_then", "rate:lesson", "rate:loop"),
        *("seat:@learn part", "lead:@learn part", "told:@learn part"),
    ),
    "vague": ("rate:x_numbers", "specificity", "rate:vague", "rate:feeling"),
    "unmeasured-tradeoff": (
        *(
            "top:measured",
            "second:measured",
            "rate:x_numbers",
            "rate:balance",
            "rate:weigh_words",
            "peak:weigh_words",
        ),
        *("over:bald>measured", "rate:change", "rate:compare"),
    ),
    "repeats": (
        "again:35",
        "again:50",
        "again:65",
        "rate:again",
        "rate:x_numbers",
        "echo:1",
        "echo:2",
        "echo:3",
        "top:restated",
        "second:restated",
        "third:restated",
        "rate:restate",
    ),
    "off-topic": ("run25:tangent", "run45:tangent", "top:tangent"),
    "no-owner": (
        *("top:owner", "second:owner", "top:passive", "second:passive", "mass:owner", "mass:passive"),
        *("rate:x_names", "rate:x_passive", "rate:they", "rate:i", "rate:we", "rate:who_is", "lower"),
        *("rate:rule_voice", "peak:rule_voice", "rate:role", "rate:owner_verb", "over:owner>passive"),
    ),
    "no-threshold": (
        *("top:threshold", "second:threshold", "top:loose", "second:loose", "top:gate", "mass:threshold"),
        *("pair:loose", "over:threshold>loose", "is:explain", "is:star", "rate:feeling", "peak:feeling"),
        *("rate:level", "peak:level", "rate:any_single", "second:gate"),
    ),
    "no-result": (
        *("top:@result", "second:@result", "mass:@result", "top:undone", "pair:undone"),
        *(
            "rate:x_numbers",
            "top:measured",
            "rate:outcome",
            "peak:outcome",
            "rate:effort",
            "peak:effort",
            "second:undone",
        ),
        *("rate:change", "rate:compare", "rate:percent", "over:@result>undone", "top:evidence", "is:star"),
        *("seat:@result part", "lead:@result part", "told:@result part"),
    ),
}

LACKING: dict[str, tuple[str, ...]] = {
    "no-threshold": ("star", "scaling", "explain"),
    "no-owner": ("star", "scaling", "explain"),
    "no-result": ("star", "explain"),
    "no-learning": ("star", "scaling"),
}
"""Findings about what is left out, and the patterns that they are about."""

PART_EXTRA: dict[str, tuple[str, ...]] = {
    "result": (
        "top:undone",
        "rate:x_numbers",
        "top:evidence",
        "odds:no-result",
        "odds:vague",
        "rate:outcome",
    ),
    "evidence": (
        "top:undone",
        "rate:x_numbers",
        "top:measured",
        "top:vague",
        "top:bald",
        "specificity",
        "odds:no-result",
        "odds:vague",
        "odds:unmeasured-tradeoff",
    ),
    "estimate": (
        "rate:x_numbers",
        "top:measured",
        "top:bald",
        "top:vague",
        "rate:size",
        "odds:unmeasured-tradeoff",
    ),
    "evaluate": ("rate:test", "peak:test"),
    "task": ("rate:task",),
    "clarify": ("rate:clarify", "rate:x_question"),
    "decision": ("rate:gate", "odds:no-threshold"),
    "criteria": ("rate:gate", "odds:no-threshold"),
    "tradeoff": (
        "top:measured",
        "top:bald",
        "rate:x_numbers",
        "rate:trade",
        "rate:weigh_words",
        "odds:unmeasured-tradeoff",
    ),
    "limits": ("top:single", "odds:single-technique", "rate:limit", "peak:limit"),
    "risk": ("top:pr", "odds:safety-as-pr", "rate:people", "second:pr"),
    "risks": ("top:pr", "odds:safety-as-pr", "rate:people", "second:pr"),
    "mechanism": ("top:vague", "odds:vague", "rate:cause"),
    "learning": ("last:lesson", "rate:lesson", "rate:since_then", "top:unlearned", "odds:no-learning"),
    "learn": ("last:loop", "rate:loop", "top:deploy", "odds:no-learning", "odds:ignores-deployment"),
}


IN_COMMON = ("top", "second", "mass", "seat", "lead", "told", "short")
"""Signs that every part has."""


def signs_of(kind: str) -> tuple[str, ...]:
    label = LABEL.get(kind)
    if label is None:
        return (*SIGNS[kind], "clauses")
    general = (f"top:{label}", f"second:{label}", f"margin:{label}", f"pair:{label}", f"others:{label}")
    return (*general, *SIGNS[kind], "clauses")


def part_signs(part: str) -> tuple[str, ...]:
    label = label_of(part)
    general = (f"top:{label}", f"second:{label}", f"mass:{label}", f"seat:{part}", f"lead:{part}")
    return (*general, f"told:{part}", "short", *PART_EXTRA.get(part, ()))


def roles_of(signs: tuple[str, ...]) -> tuple[str, ...]:
    """What each sign is called whatever the part: `top` for `top:lesson` where it stands first. Signs that
    one part has alone have no such name."""
    names = tuple(sign.partition(":")[0] for sign in signs)
    return tuple(
        name if name in IN_COMMON and names.index(name) == at else "" for at, name in enumerate(names)
    )
