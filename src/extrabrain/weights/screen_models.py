"""Networks that read text in pictures. Sizes and hashes are from the files themselves; memory as measured."""

from extrabrain.weights.catalogue import Entry, File
from extrabrain.weights.places import wheel

_WHEEL = "rapidocr==3.10.0"
_WHEEL_BYTES = 27_288_134

PPOCR = Entry(
    id="ppocr-v6-small",
    title="PP-OCRv6 small",
    kind="ocr",
    licence="Apache-2.0",
    memory_mb=700,
    about="reads text in screenshots and scans",
    files=(
        File(
            "PP-OCRv6_det_small.onnx",
            "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f",
            9_929_594,
            (wheel(_WHEEL, "rapidocr/models/PP-OCRv6_det_small.onnx", _WHEEL_BYTES),),
        ),
        File(
            "PP-OCRv6_rec_small.onnx",
            "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884",
            21_234_383,
            (wheel(_WHEEL, "rapidocr/models/PP-OCRv6_rec_small.onnx", _WHEEL_BYTES),),
        ),
    ),
)
