"""Why the coach said what it said, as a page for the terminal."""

from collections.abc import Sequence

from extrabrain.coach.explain import Explanation, SignSeen

MOST_SIGNS = 4
MOST_QUOTED = 60
NEAR = 1.5
"""What stayed silent is shown where it came this near to its threshold."""


def explain_page(explained: Sequence[Explanation]) -> str:
    """Each finding and missing part that was reported or came near, with the signs that moved it most."""
    lines = ["Why: what speaks for (+) and against (-) each, in log-odds, beside a usual answer"]
    for one in explained:
        if not one.reported and (one.log_odds is None or one.log_odds < (one.threshold or 0) - NEAR):
            continue
        lines.append(f"  {one.about}: {one.says}")
        if one.log_odds is None:
            continue
        for sign in one.signs[:MOST_SIGNS]:
            lines.append(f"      {sign.effect:+.1f}  {_said(sign)}  [{sign.name}]")
        lines.append(f"      together {one.log_odds:+.2f}, reported from {one.threshold:+.2f}")
    return "\n".join(lines) + "\n"


def _said(sign: SignSeen) -> str:
    if sign.quote is None:
        return sign.says
    text = " ".join(sign.quote.text.split())
    return f"{sign.says}: “{text if len(text) <= MOST_QUOTED else text[:MOST_QUOTED].rstrip() + '…'}”"
