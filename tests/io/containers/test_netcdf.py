"""netCDF of versions 3 and 4: packed and masked numbers, axes, names along an axis."""

import h5py
import numpy as np
import pytest
from known_pair import (
    IDS,
    LOGITS,
    NAMES,
    PROBS,
    K,
    N,
    codes,
    logits_loss,
    loss,
    refusal,
    sparse_loss,
    value,
)
from scipy.io import netcdf_file

WANTED = pytest.approx(sparse_loss(), rel=1e-12)
NUMBERS = IDS.astype("i4")
AXIS = "This is a netCDF dimension but not a netCDF variable."


def classic(path, arrays, attributes=None, axes=None):
    """A file of version 3 with variables over the axes sample, class and letter."""
    with netcdf_file(path, "w", version=2) as file:
        for name, size in (("sample", N), ("class", K), ("letter", 4)):
            file.createDimension(name, size)
        for name, values in (axes or {}).items():
            letters = values.dtype.kind == "S"
            file.createVariable(name, values.dtype, (name, "letter") if letters else (name,))[:] = values
        for name, values in arrays.items():
            made = file.createVariable(name, values.dtype, ("sample", "class")[: values.ndim])
            made[:] = values
            for key, told in (attributes or {}).get(name, {}).items():
                kept = np.float64(told) if isinstance(told, float) else told  # else it becomes float32
                setattr(made, key, kept)


def modern(path, arrays, attributes=None, axes=None):
    """A file of version 4, as HDF5."""
    with h5py.File(path, "w") as file:
        file.attrs["_NCProperties"] = np.bytes_("version=2,netcdf=4.9.2,hdf5=1.14.0")
        for place, (name, size) in enumerate((("sample", N), ("class", K))):
            known = (axes or {}).get(name)
            if known is not None and known.dtype.kind == "S":
                words = [row.tobytes().decode().strip("\0 ") for row in known]
                file.create_dataset(name, data=np.array(words, object), dtype=h5py.string_dtype())
            else:
                file[name] = np.zeros(size, ">f4") if known is None else known
            file[name].make_scale(name if known is not None else f"{AXIS}{size:10}")
            file[name].attrs["_Netcdf4Dimid"] = np.int32(place)
        for name, values in arrays.items():
            file[name] = values
            for place in range(values.ndim):
                file[name].dims[place].attach_scale(file[("sample", "class")[place]])
            for key, told in (attributes or {}).get(name, {}).items():
                text = isinstance(told, str)
                file[name].attrs[key] = np.bytes_(told) if text else np.atleast_1d(told)


WRITERS = {"classic": classic, "modern": modern}
both = pytest.mark.parametrize("version", WRITERS)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "x.nc"


@both
def test_variables_are_found_and_axes_left(version, path):
    axes = {"sample": np.arange(N, dtype="i4"), "class": np.arange(K, dtype="i4")}
    for known in (None, axes):
        WRITERS[version](path, {"labels": NUMBERS, "probs": PROBS}, axes=known)
        assert value(path) == WANTED


@both
@pytest.mark.parametrize("first", [0, 1])
def test_an_axis_of_numbers_has_the_ids_of_the_columns(version, first, path):
    order = np.array([2, 0, 3, 1])
    arrays = {"labels": NUMBERS + np.int32(first), "probs": PROBS[:, order]}
    WRITERS[version](path, arrays, axes={"class": (order + first).astype("i4")})
    assert value(path) == WANTED


@both
def test_an_axis_of_texts_has_the_names_of_the_columns(version, path, tmp_path):
    order = [2, 0, 3, 1]
    letters = np.array([list(word.ljust(4)) for word in NAMES[order]], "S1")
    WRITERS[version](path, {"probs": PROBS[:, order]}, axes={"class": letters})
    (tmp_path / "y.csv").write_text("label\n" + "\n".join(NAMES[IDS]) + "\n")
    assert value(tmp_path / "y.csv", path) == WANTED


PACKINGS = {
    "int16": ("i2", {"scale_factor": 1 / 1000}),
    "int16 and an offset": ("i2", {"scale_factor": 0.0005, "add_offset": 1.5}),
    "single precision": ("i2", {"scale_factor": np.float32(0.001), "add_offset": np.float32(1)}),
    "an offset alone": ("f8", {"add_offset": 2.5}),
}


@both
@pytest.mark.parametrize(("dtype", "told"), PACKINGS.values(), ids=PACKINGS)
def test_packed_numbers_are_unpacked_with_a_note(dtype, told, version, path):
    scale, offset = told.get("scale_factor", 1), told.get("add_offset", 0)
    steps = (LOGITS - offset) / scale
    stored = steps if dtype == "f8" else np.rint(steps).astype(dtype)
    unpacked = stored * told["scale_factor"] if "scale_factor" in told else stored
    unpacked = unpacked + offset if "add_offset" in told else unpacked
    WRITERS[version](path, {"labels": NUMBERS, "logits": stored}, {"logits": told})
    found = loss(path, "--from-logits")
    assert found["value"] == pytest.approx(logits_loss(unpacked), rel=1e-9)
    assert "XE877" in codes(found)


@both
def test_bytes_that_are_said_to_be_unsigned_are(version, path):
    told = {"scale_factor": 0.1, "add_offset": -12.0, "_Unsigned": "true"}
    stored = np.rint((LOGITS + 12) / 0.1).astype("u1")
    assert stored.max() > 127
    WRITERS[version](path, {"labels": NUMBERS, "logits": stored.view("i1")}, {"logits": told})
    found = value(path, "--from-logits")
    assert found == pytest.approx(logits_loss(stored * 0.1 - 12.0), rel=1e-9)


@both
def test_packed_probabilities_are_distributions(version, path):
    scale = 1 / 32767
    told = {"probs": {"scale_factor": scale}}
    stored = np.rint(PROBS / scale).astype("i2")
    WRITERS[version](path, {"labels": NUMBERS, "probs": stored}, told)
    found = loss(path)
    wanted = pytest.approx(sparse_loss(stored * scale), rel=1e-9)
    assert (found["scale"], found["value"]) == ("probabilities", wanted)
    stored[3] //= 2
    WRITERS[version](path, {"labels": NUMBERS, "probs": stored}, told)
    assert refusal(path)["row"] == 4


MISSING = {
    "the fill value of the format": (9.969209968386869e36, {}),
    "a fill value": (-5.0, {"_FillValue": np.float64(-5)}),
    "a missing value": (-5.0, {"missing_value": np.float64(-5)}),
    "one of several": (-6.0, {"missing_value": np.array([-5.0, -6.0])}),
    "out of range": (99.0, {"valid_range": np.array([-50.0, 50.0])}),
    "below the least": (-99.0, {"valid_min": np.float64(-50)}),
    "above the most": (99.0, {"valid_max": np.float64(50)}),
}


@both
@pytest.mark.parametrize(("mark", "told"), MISSING.values(), ids=MISSING)
def test_missing_numbers_are_an_error_with_their_row(mark, told, version, path):
    logits = LOGITS.copy()
    logits[6, 1] = mark
    WRITERS[version](path, {"labels": NUMBERS, "logits": logits}, {"logits": told})
    found = refusal(path, "--from-logits")
    assert (found["exit"], found["code"], found["row"]) == (1, "XE016", 7)


@both
def test_missing_labels_are_left_out_if_that_is_said(version, path):
    ids = NUMBERS.copy()
    ids[[2, 9]] = -1
    WRITERS[version](path, {"labels": ids, "probs": PROBS}, {"labels": {"_FillValue": np.int32(-1)}})
    assert refusal(path)["row"] == 3
    known = ids >= 0
    assert value(path, "--unknown", "") == pytest.approx(sparse_loss(PROBS[known], IDS[known]), rel=1e-12)


def test_bytes_have_no_fill_value_of_their_own(path):
    modern(path, {"labels": (IDS - 127).astype("i1"), "probs": PROBS})
    assert value(path, "--label-offset", 127) == WANTED


def test_other_versions_are_recognised(tmp_path):
    (tmp_path / "x.nc").write_bytes(b"CDF\5" + bytes(40))
    found = refusal(tmp_path / "x.nc")
    assert (found["code"], "nccopy" in found["hint"]) == ("XE612", True)
