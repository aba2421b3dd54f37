"""All the models there are, in the order in which they are shown."""

from extrabrain.weights.screen_models import PPOCR
from extrabrain.weights.speech_models import (
    MOONSHINE_TINY,
    NEMO_STREAMING,
    PARAKEET_TDT_V2,
    PARAKEET_TDT_V3,
    PIPER_JOE,
    SILERO_VAD,
)
from extrabrain.weights.text_models import MINILM, QWEN_CODER, SMOLLM2

ENTRIES = (
    SILERO_VAD,
    MOONSHINE_TINY,
    MINILM,
    PPOCR,
    PARAKEET_TDT_V2,
    PARAKEET_TDT_V3,
    NEMO_STREAMING,
    QWEN_CODER,
    SMOLLM2,
    PIPER_JOE,
)
