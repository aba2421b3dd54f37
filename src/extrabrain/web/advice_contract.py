"""The part of the wire's table that is about advice and the engines that write it."""

from extrabrain.advice.detect import Served, ServerFound
from extrabrain.app.first_send import Preview
from extrabrain.web import advice_shapes as shapes
from extrabrain.web.call import Call

_ENGINES, _CHOICE = shapes.EnginesRecord, shapes.MindChoice
_ONE = "/api/engines/providers/{name}"

ADVICE_CALLS: tuple[Call, ...] = (
    Call(
        "POST",
        "/api/advice",
        "Lines of JSON: `point` and `pace` as it comes, then `advice` or `problem`. Hanging up stops it.",
        body=shapes.AdviceWish,
        media=("application/x-ndjson",),
        first=Preview,
    ),
    Call(
        "POST",
        "/api/advice/prompt",
        "What a model would be given.",
        shapes.PromptRecord,
        body=shapes.AdviceWish,
    ),
    Call("GET", "/api/engines", "Engines for text, and the chosen one.", _ENGINES),
    Call(
        "POST",
        "/api/engines",
        "Chooses one; `none` takes it back.",
        _ENGINES,
        body=shapes.MindChoice,
    ),
    Call("POST", "/api/engines/detect", "Looks for model servers of this machine.", tuple[ServerFound, ...]),
    Call(
        "POST",
        "/api/engines/test",
        "One short request.",
        shapes.Tested,
        body=shapes.MindChoice,
    ),
    Call(
        "POST",
        "/api/engines/providers",
        "Adds one, or its key.",
        _ENGINES,
        body=shapes.ProviderWish,
    ),
    Call("POST", f"{_ONE}/models", "Asks a provider for its models.", tuple[Served, ...]),
    Call("DELETE", _ONE, "Forgets it, with its key.", _ENGINES),
)
