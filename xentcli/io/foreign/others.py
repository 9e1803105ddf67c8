"""Images, models, pickles and archives that are not supported."""

from __future__ import annotations

from xentcli.io.foreign.foreign import Foreign, array, python
from xentcli.io.foreign.looks import is_pickle

TRUST = "if you trust it, load it and save an array of numbers with numpy.save"
TORCH_TITLE = "pickle refused: a PyTorch file can run any code"
TORCH = array("torch", "torch.load('FILE', weights_only=True).numpy()")
PIXELS = array("PIL.Image", "numpy.asarray(PIL.Image.open('FILE'))")
PREDICT = "save the predictions of the model: numpy.save('p.npy', model.predict(x))"

PICKLES = (
    Foreign(
        TORCH_TITLE,
        TORCH,
        ".npy",
        starts=(b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.",),
        suffixes=(".pt", ".pth"),
        code="XE613",
    ),
    Foreign(
        "pickle refused: a joblib file can run any code",
        array("joblib", "joblib.load('FILE')") + "  # if you trust it",
        ".npy",
        suffixes=(".joblib", ".jbl"),
        code="XE613",
    ),
    Foreign(
        "pickle refused: it can run any code",
        TRUST,
        looks=is_pickle,
        suffixes=(".pkl", ".pickle"),
        code="XE613",
    ),
)
"""Files that can run code."""

OTHERS = (
    Foreign("a JPEG image", PIXELS, ".npy", starts=(b"\xff\xd8\xff",)),
    Foreign("a GIF image", PIXELS, ".npy", starts=(b"GIF87a", b"GIF89a")),
    Foreign("a BMP image", PIXELS, ".npy", looks=lambda head: head[:2] == b"BM" and not any(head[6:10])),
    Foreign("a WebP image", PIXELS, ".npy", looks=lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP"),
    Foreign(
        "a TIFF image",
        array("tifffile", "tifffile.imread('FILE')"),
        ".npy",
        starts=(b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"),
    ),
    Foreign(
        "NIfTI",
        array("nibabel", "numpy.asarray(nibabel.load('FILE').dataobj)"),
        ".npy",
        looks=lambda head: head[344:348] in {b"n+1\0", b"ni1\0"} or head[4:8] == b"n+2\0",
    ),
    Foreign(
        "DICOM",
        array("pydicom", "pydicom.dcmread('FILE').pixel_array"),
        ".npy",
        looks=lambda head: head[128:132] == b"DICM",
    ),
    Foreign(
        "sound",
        array("scipy.io.wavfile", "scipy.io.wavfile.read('FILE')[1]"),
        ".npy",
        looks=lambda head: head[:4] == b"RIFF" and head[8:12] == b"WAVE",
    ),
    Foreign("netCDF with 64-bit data", "nccopy -k nc4 'FILE' NEW.nc", ".nc", starts=(b"CDF\5",)),
    Foreign("HDF4", "h4toh5 'FILE' NEW.h5", ".h5", starts=(b"\x0e\x03\x13\x01",)),
    Foreign("an ONNX model, which contains no predictions", PREDICT, suffixes=(".onnx",)),
    Foreign("a GGUF model, which contains no predictions", PREDICT, starts=(b"GGUF",)),
    Foreign(
        "a TensorFlow Lite model, which contains no predictions",
        PREDICT,
        looks=lambda head: head[4:8] == b"TFL3",
    ),
    Foreign("a LightGBM model, which contains no predictions", PREDICT, starts=(b"tree\nversion=",)),
    Foreign("a CatBoost model, which contains no predictions", PREDICT, starts=(b"CBM1",)),
    Foreign("Java objects", "export the data as CSV", starts=(b"\xac\xed\0\5",), code="XE613"),
    Foreign("a 7z archive", "run 7z x FILE, then name one of its files", starts=(b"7z\xbc\xaf\x27\x1c",)),
    Foreign("a RAR archive", "run unrar x FILE, then name one of its files", starts=(b"Rar!\x1a\x07",)),
    Foreign("compressed with lz4", "lz4 -dc FILE | xentcli ... -", starts=(b"\x04\x22\x4d\x18",)),
    Foreign("compressed with lzip", "lzip -dc FILE | xentcli ... -", starts=(b"LZIP\1",)),
    Foreign("compressed with compress", "zcat FILE | xentcli ... -", starts=(b"\x1f\x9d",)),
    Foreign(
        "compressed with zlib",
        python("import sys, zlib; sys.stdout.buffer.write(zlib.decompress(open('FILE', 'rb').read()))")
        + " | xentcli ... -",
        suffixes=(".zlib", ".zz"),
    ),
)
"""Images, models and archives."""
