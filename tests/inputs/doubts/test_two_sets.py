"""Two sets of scores for the same classes, of which one has longer names."""

import json

import pytest
from running import inside

CLASSES = ["cat", "dog", "cat", "dog"]
GOOD = ["0.9,0.1", "0.2,0.8", "0.7,0.3", "0.1,0.9"]
BAD = ["0.3,0.7", "0.6,0.4", "0.2,0.8", "0.5,0.5"]
SMALL = ["0.03,0.07", "0.06,0.04", "0.02,0.08", "0.05,0.05"]
RIGHT = 0.1976348816421487
SUFFIXES = ["_old", "_raw", "_cal", "_prev", "_ema", "_ref", ".old", ".1", "_1", "_v2", "_dup", " (1)"]


def asked(path, names, first=GOOD, second=BAD):
    rows = zip(CLASSES, first, second, strict=True)
    path.write_text(
        f"id,label,{','.join(names)}\n" + "".join(f"{i},{','.join(r)}\n" for i, r in enumerate(rows))
    )
    return inside("loss", path, "-f", "json")


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("swapped", [False, True])
def test_a_second_set_with_a_suffix_is_a_question(tmp_path, suffix, swapped):
    names = ["p_cat", "p_dog", f"p_cat{suffix}", f"p_dog{suffix}"]
    sets = (names[2:] + names[:2], BAD, GOOD) if swapped else (names, GOOD, BAD)
    done = asked(tmp_path / "t.csv", *sets)
    error = json.loads(done.stderr.splitlines()[-1])
    assert error["code"] == "XE306"
    values = [json.loads(inside(*words).stdout)["value"] for words in error["tries"]]
    assert pytest.approx(RIGHT) in values
    assert len(values) == 2


@pytest.mark.parametrize("names", [("p_cat,p_dog", "p_old_cat,p_old_dog"), ("p_cat,p_dog", "cat_p,dog_p")])
def test_a_second_set_with_a_word_in_another_place_is_a_question(tmp_path, names):
    done = asked(tmp_path / "t.csv", ",".join(names).split(","))
    assert json.loads(done.stderr.splitlines()[-1])["code"] == "XE306"


@pytest.mark.parametrize("suffix", ["_std", "_lower", "_logit", "_rank"])
def test_columns_that_do_not_sum_to_one_are_left_out(tmp_path, suffix):
    done = asked(tmp_path / "t.csv", ["p_cat", "p_dog", f"p_cat{suffix}", f"p_dog{suffix}"], GOOD, SMALL)
    assert json.loads(done.stdout)["value"] == pytest.approx(RIGHT)


def test_two_sets_in_turn_are_not_mixed(tmp_path):
    path = tmp_path / "t.csv"
    both = [[a[:3], b[:3], a[4:], b[4:]] for a, b in zip(GOOD, BAD, strict=True)]
    rows = "".join(f"{c},{','.join(r)}\n" for c, r in zip(CLASSES, both, strict=True))
    path.write_text(f"label,p_cat,p_cat_old,p_dog,p_dog_old\n{rows}")
    assert "p_cat, p_dog; p_cat_old, p_dog_old [XE306]" in inside("loss", path).stderr


def test_classes_that_never_occur_belong_to_one_set_if_all_rows_sum_to_one(tmp_path):
    halves = [[",".join(str(float(n) / 2) for n in row.split(",")) for row in some] for some in (GOOD, BAD)]
    done = asked(tmp_path / "t.csv", ["p_cat", "p_dog", "p_cat_old", "p_dog_old"], *halves)
    assert len(json.loads(done.stdout)["class_names"]) == 4
