"""Why the coach said what it said, as a page for the terminal."""

from collections.abc import Sequence

from extrabrain.coach.explain import Explanation

MOST_SIGNS = 4
NEAR = 1.5
"""What stayed silent is shown where it came this near to its threshold."""


def explain_page(explained: Sequence[Explanation]) -> str:
    """Each finding and missing part that was reported or came near, with the signs that moved it most."""
    lines = ["Why (log-odds, and what each sign adds to them against a usual answer)"]
    for one in explained:
        if not one.reported and one.log_odds < one.threshold - NEAR:
            continue
        verdict = "reported" if one.reported else "silent"
        lines.append(f"  {one.about}: {one.log_odds:+.2f}, reported from {one.threshold:+.2f}: {verdict}")
        for sign in one.signs[:MOST_SIGNS]:
            lines.append(f"      {sign.effect:+.2f}  {sign.name} = {sign.value:.2f} (usual {sign.usual:.2f})")
    return "\n".join(lines) + "\n"
