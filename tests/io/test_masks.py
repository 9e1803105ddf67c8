"""PNG masks: ids as levels of grey or places in the palette, alone and in folders."""

import struct
import zlib

import numpy as np
import pytest
from known_pair import binary_loss, refusal, value
from PIL import Image

import xentcli

HIGH, WIDE, CLASSES = 5, 7, 3
RANDOM = np.random.default_rng(8)
IDS = RANDOM.integers(0, CLASSES, (4, HIGH, WIDE)).astype("u1")
LOGITS = RANDOM.normal(size=(4, CLASSES, HIGH, WIDE))
COLOURS = [level for place in range(256) for level in (place, 255 - place, 7)]


def wanted(ids, logits):
    logs = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    known = np.where(ids == 255, 0, ids).astype(int)
    losses = -np.take_along_axis(logs, known[:, None], 1)[:, 0]
    return pytest.approx(float(losses[ids != 255].mean()), rel=1e-9)


def png(ids, bits, kind, extra=b""):
    """An image of so many bits a pixel; kind 0 is grey, 3 the palette."""
    each, rows = 8 // bits, b""
    for row in ids.tolist():
        full = row + [0] * (-len(row) % each)
        packed = [full[at : at + each] for at in range(0, len(full), each)]
        rows += b"\0" + bytes(sum(v << (8 - bits * (k + 1)) for k, v in enumerate(some)) for some in packed)
    head = struct.pack(">IIBBBBB", ids.shape[1], ids.shape[0], bits, kind, 0, 0, 0)
    chunks = [(b"IHDR", head), *([(b"PLTE", bytes(COLOURS[: 3 << bits]))] if kind == 3 else [])]
    chunks += [(b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    parts = (struct.pack(">I", len(d)) + t + d + struct.pack(">I", zlib.crc32(t + d)) for t, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts) + extra


@pytest.fixture
def scores(tmp_path):
    np.save(tmp_path / "p.npy", LOGITS)
    np.save(tmp_path / "one.npy", LOGITS[:1])
    return tmp_path


ORDERS = [["m_1", "m_2", "m_10", "m_21"], ["a", "b", "c", "d"], ["2007_1", "2007_2", "x", "y"]]


@pytest.mark.parametrize("names", ORDERS, ids=lambda names: names[0])
@pytest.mark.parametrize("folder", [True, False])
def test_a_folder_is_read_in_natural_order(names, folder, scores):
    masks, ids = scores / "masks", IDS.copy()
    masks.mkdir()
    ids[0, 0, 0] = 255
    for place, name in enumerate(names):
        image = Image.frombytes("P" if place % 2 else "L", (WIDE, HIGH), ids[place].tobytes())
        if place % 2:
            image.putpalette(COLOURS)
        image.save(masks / f"{name}.png")
    (masks / ".DS_Store").write_text("x")
    (masks / "Thumbs.db").write_text("x")
    path = masks if folder else masks / "*.png"
    assert refusal(path, scores / "p.npy", "--from-logits")["tries"][0][-2:] == ["--ignore-index", "255"]
    words = ["--from-logits", "--ignore-index", 255]
    assert value(path, scores / "p.npy", *words) == wanted(ids, LOGITS)
    np.save(scores / "last.npy", np.moveaxis(LOGITS, 1, -1))
    assert value(path, scores / "last.npy", *words) == wanted(ids, LOGITS)


LAYOUTS = {
    "one image": LOGITS[:1],
    "one image, classes last": np.moveaxis(LOGITS[:1], 1, -1),
    "no axis of images": LOGITS[0],
    "no axis of images, classes last": np.moveaxis(LOGITS[0], 0, -1),
}


@pytest.mark.parametrize("logits", LAYOUTS.values(), ids=LAYOUTS)
def test_scores_of_one_image_with_and_without_its_axis(logits, tmp_path):
    Image.fromarray(IDS[0]).save(tmp_path / "y.png")
    np.save(tmp_path / "p.npy", logits)
    assert value(tmp_path / "y.png", tmp_path / "p.npy", "--from-logits") == wanted(IDS[:1], LOGITS[:1])
    assert xentcli.loss(tmp_path / "y.png", logits, scale="logits").value == wanted(IDS[:1], LOGITS[:1])


@pytest.mark.parametrize("axis", [(), (0,), (0, 3)])
def test_masks_of_two_classes(axis, tmp_path):
    bits, chances = (IDS[0] > 1).astype("u1"), 1 / (1 + np.exp(-LOGITS[0, 0]))
    Image.fromarray(bits).save(tmp_path / "y.png")
    np.save(tmp_path / "p.npy", np.expand_dims(chances, axis) if axis else chances)
    found = value(tmp_path / "y.png", tmp_path / "p.npy")
    assert found == pytest.approx(binary_loss(bits, chances), rel=1e-9)


@pytest.mark.parametrize("bits", [2, 4, 8])
@pytest.mark.parametrize("kind", [0, 3])
def test_ids_are_as_stored_however_few_bits_a_pixel_has(bits, kind, scores):
    (scores / "y.png").write_bytes(png(IDS[0], bits, kind))
    assert value(scores / "y.png", scores / "one.npy", "--from-logits") == wanted(IDS[:1], LOGITS[:1])


def test_images_of_other_kinds_are_refused(scores):
    for name, image, code in (
        ("rgb.png", Image.new("RGB", (WIDE, HIGH)), "XE690"),
        ("alpha.png", Image.new("LA", (WIDE, HIGH)), "XE690"),
        ("deep.png", Image.fromarray(IDS[0].astype("u2")), "XE690"),
        ("x.jpg", Image.new("L", (WIDE, HIGH)), "XE612"),
    ):
        image.save(scores / name)
        assert refusal(scores / name, scores / "one.npy")["code"] == code
    Image.fromarray(IDS[0]).save(scores / "y.png")
    assert refusal(scores / "y.png", scores / "y.png")["code"] == "XE690"


def test_images_of_other_sizes_are_no_one_input(scores):
    for place, high in enumerate((HIGH, HIGH - 1)):
        Image.fromarray(IDS[place, :high]).save(scores / f"m{place}.png")
    assert refusal(scores / "m*.png", scores / "p.npy")["code"] == "XE312"


def test_sizes_are_checked_before_pixels(scores):
    Image.new("L", (20_000, 20_000)).save(scores / "y.png")
    found = refusal(scores / "y.png", scores / "one.npy")
    assert (found["exit"], found["code"]) == (3, "XE692")


def test_every_cut_and_every_flipped_bit_is_noticed(scores):
    data = png(IDS[0], 8, 0)
    words = [scores / "y.png", scores / "one.npy", "--from-logits"]
    for at in range(0, len(data), 3):
        flipped = bytearray(data)
        flipped[at] ^= 4
        for wrong in (data[:at], bytes(flipped)):
            (scores / "y.png").write_bytes(wrong)
            assert refusal(*words)["exit"] in {1, 3}
    (scores / "y.png").write_bytes(png(IDS[0], 8, 0, b"more"))
    assert refusal(*words)["code"] == "XE670"
