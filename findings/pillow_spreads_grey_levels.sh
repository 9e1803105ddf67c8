#!/usr/bin/env bash
# The class ids of a grey PNG mask with 2 or 4 bits a pixel are others after Pillow has opened it.
#
# Pillow 13.0.0, seen on 2026-12-01: a grey PNG with 2 bits a pixel and the ids 0, 1, 2, 3 opens in mode "L" with the
# values 0, 85, 170, 255; with 4 bits, 1 becomes 17. Pillow spreads the levels of grey over a byte, and 3 becomes 255,
# the usual mark of pixels without a class. The image does not say how many bits there were. The same ids as places in
# a palette stay as they are with 2 and 4 bits, and so do grey masks of 8 bits.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pillow==13.0.0
venv/bin/python - <<'END'
import io
import struct
import zlib

from PIL import Image

GREY, PALETTE = 0, 3


def png(ids, bits, kind):
    """One row of ids, packed as the PNG specification says."""
    packed = "".join(f"{one:0{bits}b}" for one in ids)
    row = int(packed, 2).to_bytes(len(packed) // 8, "big")
    head = struct.pack(">IIBBBBB", len(ids), 1, bits, kind, 0, 0, 0)
    colours = [(b"PLTE", bytes(range(12)))] if kind == PALETTE else []
    chunks = [(b"IHDR", head), *colours, (b"IDAT", zlib.compress(b"\0" + row)), (b"IEND", b"")]
    parts = (struct.pack(">I", len(d)) + t + d + struct.pack(">I", zlib.crc32(t + d)) for t, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def opened(ids, bits, kind):
    image = Image.open(io.BytesIO(png(ids, bits, kind)))
    print(f"{bits} bits, {'grey' if kind == GREY else 'palette'}: {ids} opens as {[*image.tobytes()]}")
    return [*image.tobytes()]


assert opened([0, 1, 2, 3], 2, GREY) == [0, 85, 170, 255]
assert opened([1, 2], 4, GREY) == [17, 34]
assert opened([0, 1, 2, 3], 8, GREY) == [0, 1, 2, 3]
assert opened([0, 1, 2, 3], 2, PALETTE) == [0, 1, 2, 3]
assert opened([1, 2], 4, PALETTE) == [1, 2]
END
