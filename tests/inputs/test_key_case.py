"""Keys that differ in upper and lower case only are said, and no command drops their rows."""

import pytest
from running import inside

KEYS = ["a1f0", "1234", "b2c4", "9012", "ffee", "0b7d"]
BITS = [1, 0, 1, 1, 0, 0]


def files(folder, keys, order, name="id"):
    (folder / "y.csv").write_text(
        f"{name},label\n" + "".join(f"{k.upper()},{b}\n" for k, b in zip(KEYS, BITS, strict=True))
    )
    rows = [f"{keys[n]},{0.9 if BITS[n] else 0.2}\n" for n in order]
    (folder / "p.csv").write_text(f"{name},p\n" + "".join(rows))
    return folder / "y.csv", folder / "p.csv"


@pytest.mark.parametrize("order", [range(6), (3, 1, 5, 0, 2, 4)])
@pytest.mark.parametrize("options", [[], ["--on", "id"], ["--on", "id", "--join", "inner"]])
def test_keys_in_another_case_are_said(tmp_path, order, options):
    said = inside("loss", *files(tmp_path, KEYS, order), *options).stderr
    assert "4 keys differ only in upper and lower case" in said
    assert "--join inner" not in said
    assert "try:" not in said


def test_a_file_of_fewer_rows_in_another_case_is_said(tmp_path):
    said = inside("loss", *files(tmp_path, KEYS, range(5)), "--on", "id").stderr
    assert "differ only in upper and lower case" in said


def test_keys_without_a_partner_in_any_case_can_be_left_out(tmp_path):
    keys = [*map(str.upper, KEYS[:5]), "zzzz"]
    said = inside("loss", *files(tmp_path, keys, range(6)), "--on", "id").stderr
    assert "--join inner" in said
