"""`advise` shows the numbers of `loss`, says that a loss is infinite, and counts in plain English."""

import json

import numpy as np
import pytest
from running import SAMPLES, inside

from xentcli.core.text import counted, spanned

LABELS, PROBS = SAMPLES / "digits_labels.npy", SAMPLES / "digits_probs.npy"
Y, P = np.load(LABELS), np.load(PROBS)


def advised(*words):
    done = inside("advise", *words, "-f", "json")
    return done.returncode, json.loads(done.stdout)


def found(fields, code):
    return next(one for one in fields["findings"] if one["code"] == code)


def told(*words):
    return json.loads(inside("loss", *words, "-f", "json").stdout)


def saved(folder, y, p):
    np.save(folder / "y.npy", y)
    np.save(folder / "p.npy", p)
    return folder / "y.npy", folder / "p.npy"


def pairs(folder):
    yield "no-better-than-class-shares", (SAMPLES / "tiny_soft.csv", SAMPLES / "tiny_probs.csv")
    yield "loss-above-class-shares", saved(folder, Y[::-1], P)
    sharp = np.exp(30 * np.log(P + 1e-9)) + 1e-12
    sharp[:600] = np.roll(sharp[:600], 50, axis=0)
    (folder / "sharp").mkdir()
    yield "loss-above-class-shares", saved(folder / "sharp", Y, sharp / sharp.sum(axis=1, keepdims=True))


def test_the_loss_and_that_of_the_class_shares_are_those_of_loss(tmp_path):
    for code, files in pairs(tmp_path):
        one, numbers = found(advised(*files)[1], code), told(*files)
        assert f"the loss, {numbers['value']:.6g}, is" in one["message"]
        assert f"{numbers['statistics']['class_entropy']:.6g}, the loss of the class shares" in one["message"]
        assert "no row above" not in one["message"]
        assert one["evidence"]["loss"] == pytest.approx(numbers["value"], rel=1e-12)


def test_a_bounded_loss_is_shown_only_where_the_loss_is_infinite(tmp_path):
    p = P[::-1].astype(float)
    p[0, :], p[0, (Y[0] + 1) % 10] = 0, 1
    fields = advised(*saved(tmp_path, Y, p))[1]
    codes = [one["code"] for one in fields["findings"]]
    assert codes[0] == "loss-above-class-shares"
    assert "zero-probability-on-target" in codes
    assert "with no row above 16, is far above" in fields["findings"][0]["message"]


def test_a_fix_that_changes_nothing_is_no_command(tmp_path):
    one = found(advised(*saved(tmp_path, Y[::-1], P))[1], "loss-above-class-shares")
    assert not one["fix"].startswith("xentcli")
    assert one["value"] is None


def test_an_infinite_loss_is_a_note_with_its_reason(tmp_path):
    status, fields = advised(LABELS, SAMPLES / "digits_soft.npy")
    assert status == 0
    one = fields["findings"][0]
    assert (one["code"], one["level"]) == ("zero-probability-on-target", "note")
    assert "1 row gives the true class probability 0, first row 6" in one["message"]
    assert one["fix"].endswith("--like all")
    assert [f["code"] for f in fields["findings"]] == ["zero-probability-on-target"]  # no error of 1e-5
    printed = inside("advise", LABELS, SAMPLES / "digits_soft.npy").stdout
    assert "nothing looks wrong, but the loss is infinite" in printed


@pytest.mark.parametrize("cut", [(), ("--block-rows", "2"), ("--block-rows", "7", "-j", "2")])
def test_the_first_infinite_row_does_not_depend_on_the_blocks(cut, tmp_path):
    p = P.astype(float)
    for row in (1000, 41):
        p[row, :], p[row, (Y[row] + 1) % 10] = 0, 1
    one = found(advised(*saved(tmp_path, Y, p), *cut)[1], "zero-probability-on-target")
    assert (one["evidence"]["rows"], one["evidence"]["first_row"]) == (2, 42)
    assert "2 rows give the true class probability 0, first row 42" in one["message"]


def texts(folder, table):
    (folder / "t.csv").write_text(table)
    done = inside("advise", folder / "t.csv")
    assert done.returncode in {0, 1}, done.stderr
    return done.stdout + done.stderr


def test_one_is_counted_in_the_singular(tmp_path):
    said = texts(tmp_path, "y,p_0,p_1\n1,0.4,0.6\n")
    assert "1 of 2 classes never occurs: 0" in said
    assert "1 row is too few" in said
    assert "1 rows" not in said
    done = inside("advise", LABELS, *saved(tmp_path, Y, P * 0.5)[1:])
    assert "first row 1: they sum to 0.5" in done.stdout
    (tmp_path / "hot.csv").write_text("0,0,1\n")
    (tmp_path / "p.csv").write_text("0.2,0.3,0.5\n")
    assert (
        "exactly one 1 in the only row" in inside("advise", tmp_path / "hot.csv", tmp_path / "p.csv").stdout
    )
    (tmp_path / "one.csv").write_text("label\n2\n2\n")
    assert "whole numbers equal to 2" in inside("advise", tmp_path / "one.csv").stdout


def test_numbers_are_counted_and_spanned():
    assert [counted(n, "class", "classes") for n in (0, 1, 1000)] == ["0 classes", "1 class", "1,000 classes"]
    assert (spanned(1, 2), spanned(2, 2)) == ("from 1 to 2", "equal to 2")
