"""Models that a model server fetches, not this program: no hash of their files is known here.

Nothing whose hash is not pinned is pulled. Memory is Google's figure for 4-bit weights
(https://ai.google.dev/gemma/docs/core); the context and the server come on top.
"""

from dataclasses import dataclass

from extrabrain.core.errors import Unsupported


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """`ollama` is its name in Ollama's library; `page` where it is published.

    All of them see pictures, take turns by the chat template inside the file, and think only where asked to:
    this program does not ask.
    """

    id: str
    title: str
    memory_mb: int
    context_tokens: int
    ollama: str
    page: str
    licence: str = "Apache-2.0"
    vision: bool = True
    thinking: bool = False

    def fits(self, machine_mb: int) -> bool:
        """By the rule of the other models: at most half of what the machine has."""
        return self.memory_mb * 2 <= machine_mb


def _gemma(size: str, memory_mb: int, context_tokens: int, tag: str) -> Elsewhere:
    page = f"https://huggingface.co/google/gemma-4-{size}-it"
    return Elsewhere(
        f"gemma-4-{size.lower()}", f"Gemma 4 {size}", memory_mb, context_tokens, f"gemma4:{tag}", page
    )


ELSEWHERE: tuple[Elsewhere, ...] = (
    _gemma("E2B", 2_900, 131_072, "e2b"),
    _gemma("E4B", 4_500, 131_072, "e4b"),
    _gemma("26B-A4B", 14_400, 262_144, "26b"),
    _gemma("31B", 17_500, 262_144, "31b"),
)


def not_pulled(model_id: str) -> Unsupported | None:
    """Why a model of these is not pulled, and how it is had; none for any other."""
    found = next((one for one in ELSEWHERE if one.id == model_id), None)
    if found is None:
        return None
    return Unsupported(
        f"{found.title} is not pulled by this program: no hash of its files is pinned here.",
        next_step=f"Run `ollama pull {found.ollama}` (or fetch it in LM Studio; see {found.page}), "
        f"then `extrabrain providers choose ollama/{found.ollama}`.",
    )
