"""What `convert` refuses, with its place and a way out; lossy conversions until an option accepts them."""

import re

import pytest
from label_files import TEXTS, convert, write_all

from xentcli.commands.convert.conversion import Target
from xentcli.commands.convert.information_loss import LOSSES
from xentcli.core.types import Kind


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """All inputs, in a folder of their own."""
    return write_all(tmp_path_factory.mktemp("convert"))


SHARES, MANY = "the shares would be lost", "all labels of a row except one would be lost"

BAD = {
    "shares to ids": (
        "soft.csv --to sparse",
        1,
        f"soft.csv:2: column 'a' (row 1): soft to sparse: {SHARES}, such as 0.5 (6 cells)",
        "--argmax",
    ),
    "several labels to ids": (
        "many.csv --to sparse",
        1,
        f"many.csv:2: row 1: multi-label to sparse: {MANY}, such as [1, 1, 0] (2 rows)",
        "--argmax",
    ),
    "no label to ids": (
        "empty_row.csv --to sparse",
        1,
        "empty_row.csv:3: row 2: multi-label to sparse: [0, 0, 0] has no 1, so it has no class (1 row)",
        "drop such rows from all files, or keep them with --to multi-label",
    ),
    "the largest of no label": (
        "empty_row.csv --to sparse --argmax",
        1,
        "empty_row.csv:3: row 2: every score of the row is 0",
        "a row of zeros has no class",
    ),
    "several labels to shares": (
        "many.csv --to soft",
        1,
        "rows without exactly one 1 are not distributions",
        "--argmax",
    ),
    "several labels to one bit": (
        "pairs.csv --to binary",
        1,
        "all columns except one would be lost, such as [1, 1] (1 row)",
        "--positive CLASS",
    ),
    "independent shares to a bit": (
        "loose.csv --to binary --labels-kind multi-label --positive a",
        1,
        SHARES,
        "--threshold 0.5",
    ),
    "many classes to one bit": (
        "y.csv --to binary",
        1,
        "which of the 3 classes is 1? all others become 0",
        "--positive CLASS",
    ),
    "a column of shares to a class": (
        "column.csv --to sparse",
        1,
        f"soft to sparse: {SHARES}, such as 0.25 (2 cells)",
        "--threshold 0.5",
    ),
    "the largest of one column": (
        "column.csv --to sparse --argmax",
        1,
        "the largest value of one column is always that column",
        "--threshold",
    ),
    "the softmax of one column": (
        "logit.csv --to soft --softmax",
        1,
        "the softmax of one column is always 1",
        "--sigmoid",
    ),
    "a threshold for one class": (
        "soft.csv --to sparse --threshold 0.5",
        1,
        "several classes of a row, or none, can be above",
        "--argmax",
    ),
    "probabilities to a class": (
        "soft.csv --to one-hot --softmax",
        1,
        f"scores to one-hot: {SHARES}",
        "--argmax",
    ),
    "probabilities to several": (
        "soft.csv --to multi-label --sigmoid",
        1,
        f"scores to multi-label: {SHARES}",
        "--threshold 0.5",
    ),
    "names without an order": (
        "pets.csv --to sparse",
        2,
        "the class names would be lost, and their order is not known",
        "--classes cat,dog",
    ),
    "names into an array": (
        "pets.csv --to one-hot --format npy",
        2,
        "the class names would be lost, and their order is not known",
        "--classes cat,dog",
    ),
    "names under other columns": (
        "pets.csv --to one-hot --columns a,b",
        2,
        "the class names would be lost, and their order is not known",
        "--classes cat,dog",
    ),
    "ids without names": (
        "y.csv --to names",
        2,
        "sparse to names: the classes have no names",
        "--classes cat,dog",
    ),
    "scores without names": (
        "hot3.csv --to names --argmax",
        2,
        "scores to names: the classes have no names",
        "--classes",
    ),
    "an unknown name": (
        "pets.csv --to sparse --classes cat,dogs",
        1,
        "pets.csv:2: column 'label' (row 1): dog is not a class of cat, dogs",
        "did you mean 'dogs'?",
    ),
    "a class too many": (
        "y.csv --to one-hot --num-classes 2",
        1,
        "y.csv:2: column 'label' (row 1): 2 is not a class of 0..1",
        "--num-classes N",
    ),
    "labels from 1 found out": (
        "from1.csv --to one-hot --num-classes 3",
        1,
        "from1.csv:3: column 'label' (row 2): 3 is not a class of 0..2",
        "--label-offset -1",
    ),
    "below zero": (
        "minus.csv --to one-hot",
        1,
        "minus.csv:3: column 'label' (row 2): -1 is not a class of 0..2",
        "remove them first",
    ),
    "below zero as ids": (
        "minus.csv --to sparse",
        1,
        "minus.csv:3: column 'label' (row 2): -1 is not a class",
        "remove them first",
    ),
    "no whole number": (
        "fraction.csv --to one-hot",
        1,
        "fraction.csv:3: column 'label' (row 2): 1.5 is not a class",
        "regression",
    ),
    "no label": ("gap.csv --to one-hot", 1, "gap.csv:3: row 2: blank line: empty label", "remove the line"),
    "NaN after the first block": (
        "late.npy --to one-hot --num-classes 3",
        1,
        "late.npy: row 3: missing label: nan",
        "drop the row",
    ),
    "a name among numbers": (
        "mixed.csv --to one-hot",
        1,
        "mixed.csv:3: column 'label' (row 2): cat is a name in a column of numbers",
        "use only names or only numbers",
    ),
    "a two in a row": (
        "range.csv --to sparse",
        1,
        "range.csv:3: column 'b' (row 2): 2.0 in the label vectors is outside [0, 1]",
        "label",
    ),
    "shares out of range": (
        "share.csv --to soft",
        1,
        "share.csv:2: column 'a' (row 1): 1.5 in the label vectors is outside [0, 1]",
        "label",
    ),
    "shares that do not add up": (
        "loose.csv --to soft",
        1,
        "loose.csv:2: row 1: [0.4, 0.4] does not sum to one (1 row)",
        "--labels-kind multi-label",
    ),
    "NaN among shares": (
        "nan.csv --to soft",
        1,
        "nan.csv:3: column 'b' (row 2): missing label: nan",
        "drop the row",
    ),
    "NaN among scores": (
        "nan.csv --to sparse --argmax",
        1,
        "nan.csv:3: column 'b' (row 2): nan is not a score",
        "must be a number",
    ),
    "infinity among scores": (
        "inf.csv --to soft --softmax",
        1,
        "inf.csv:3: column 'a' (row 2): inf is not a score",
        "must be a number",
    ),
    "a dead row": (
        "dead.csv --to soft --softmax",
        1,
        "dead.csv:2: row 2: every score of the row is -inf",
        "at least one finite",
    ),
    "the largest of a dead row": (
        "dead.csv --to sparse --argmax",
        1,
        "dead.csv:2: row 2: every score of the row is -inf",
        "at least one finite",
    ),
    "a billion columns": (
        "wide.csv --to one-hot",
        1,
        "wide.csv: one-hot labels would have 1,000,000,001 columns (1e9)",
        "--num-classes K",
    ),
    "too many columns told": (
        "wide.csv --to soft --num-classes 200000",
        1,
        "would have 200,000 columns",
        "--max-columns 200000",
    ),
    "one class": (
        "y.csv --to one-hot --num-classes 1",
        1,
        "one-hot labels of a single class carry no information",
        "--num-classes 2",
    ),
    "three axes": (
        "cube.npy --to sparse",
        1,
        "cube.npy: labels of shape (2, 3, 4) have too many axes",
        "reshape",
    ),
    "a name with a line break": (
        "words.npy --to one-hot",
        1,
        "class 'b\\nc' cannot be read back",
        "-o FILE.npy",
    ),
    "a name that ends in a blank": (
        "blank.npy --to one-hot",
        1,
        "class 'dog ' cannot be read back as a column name",
        "--columns A,B",
    ),
    "another count of names": (
        "pets.csv --to one-hot --num-classes 3",
        2,
        "--num-classes gives 3 classes, but the labels have 2 names",
        "--classes A,B",
    ),
    "no name of a column": (
        "y.csv --to sparse --columns=",
        2,
        "--columns has an empty name",
        "name every column",
    ),
    "a narrow dtype": (
        "wide.csv --to sparse --dtype int16",
        2,
        "--dtype int16 cannot hold class 1000000000",
        "int64",
    ),
    "a dtype of two values": (
        "y.csv --to sparse --dtype bool",
        2,
        "--dtype bool cannot hold class 2",
        "larger type",
    ),
    "whole shares": ("y.csv --to soft --dtype uint8", 2, "--dtype uint8 cannot hold shares", "float32"),
    "whole independent shares": (
        "loose.csv --to multi-label --labels-kind multi-label --dtype int8",
        2,
        "--dtype int8 cannot hold shares",
        "float",
    ),
    "a dtype of names": (
        "y.csv --to names --classes a,b,c --dtype int8",
        2,
        "--dtype has no effect with --to names",
        "names are text",
    ),
    "an unknown positive": (
        "pets.csv --to binary --positive cats",
        2,
        "--positive cats is not a class",
        "did you mean 'cat'?",
    ),
    "an unknown positive id": (
        "y.csv --to binary --positive 7",
        2,
        "--positive 7 is not a class",
        "the classes are 0..2",
    ),
    "a positive of nothing": (
        "y.csv --to sparse --positive 1",
        2,
        "--positive has no effect with --to sparse",
        "--to binary",
    ),
    "two ways to probabilities": (
        "soft.csv --to soft --softmax --sigmoid",
        2,
        "--softmax and --sigmoid contradict each other",
        "one of them",
    ),
    "two ways to classes": (
        "soft.csv --to sparse --argmax --threshold 0.5",
        2,
        "--argmax and --threshold contradict each other",
        "one of them",
    ),
    "two counts": (
        "y.csv --to one-hot --num-classes 4 --classes a,b,c",
        2,
        "--classes names 3 classes, but --num-classes is 4",
        "",
    ),
    "another count of columns": (
        "hot3.csv --to sparse --num-classes 4",
        2,
        "--num-classes gives 4 classes, but the labels have 3 columns",
        "every column",
    ),
    "other names of columns": (
        "hot.csv --to sparse --classes cat,owl",
        2,
        "the columns are named dog,cat, which --classes contradicts",
        "in any order",
    ),
    "too few names": (
        "y.csv --to one-hot --columns a,b",
        2,
        "--columns has 2 names, but the output has 3 columns",
        "name every column",
    ),
    "names of no columns": (
        "y.csv --to one-hot --columns a,b,c --format npy",
        2,
        "npy cannot store column names",
        "csv, tsv, jsonl",
    ),
    "columns along into an array": (
        "kept.csv --to names --keep id --format npz",
        2,
        "npz cannot store column names",
        "csv, tsv, jsonl",
    ),
    "columns along without names": (
        "y.npy --to one-hot --keep 0",
        2,
        "--keep: the input's columns have no names",
        "with a header",
    ),
    "an unknown column along": ("kept.csv --to names --keep ids", 2, "no column 'ids'", "did you mean 'id'?"),
    "the label along": ("kept.csv --to names --keep label", 2, "two columns called label", "--columns NAME"),
    "an offset of columns": (
        "hot.csv --to sparse --label-offset -1",
        2,
        "--label-offset is for class ids, not for columns",
        "leave it out",
    ),
    "an offset of names": (
        "pets.csv --to names --label-offset -1",
        2,
        "--label-offset is for class ids, not for names",
        "leave it out",
    ),
    "an unknown kind": (
        "y.csv --to one-heat",
        2,
        "--to: one-heat is not one of sparse, one-hot",
        "did you mean 'one-hot'?",
    ),
    "no file": ("yy.csv --to sparse", 3, "yy.csv: no such file", "did you mean 'y.csv'?"),
}


@pytest.mark.parametrize(("line", "status", "message", "hint"), BAD.values(), ids=BAD)
def test_what_is_wrong_is_said_with_its_place_and_a_way_out(folder, line, status, message, hint):
    for more in ("", " --block-rows 1"):
        found, written, said = convert(folder, line + more)
        assert (found, written) == (status, None)
        error, way_out, *tries = said.splitlines()
        assert all(typed.startswith("try: xentcli convert ") for typed in tries)
        assert re.fullmatch(r"xentcli: error: .* \[XE\d{3}\]", error)
        assert message in error
        assert way_out.startswith("hint: ")
        assert hint in way_out


LOSSY = {Kind.SOFT: "soft.csv", Kind.MULTI_LABEL: "many.csv"}
ACCEPTING = {"--argmax": "--argmax", "--threshold": "--threshold 0.3", "--positive": "--positive a"}


@pytest.mark.parametrize(("source", "target"), list(LOSSES), ids=str)
def test_what_would_be_lost_is_accepted_by_the_option_that_the_hint_names(folder, source, target):
    line = f"{LOSSY[source]} --to {target}"
    status, _, said = convert(folder, line)
    assert (status, LOSSES[source, target][0] in said) == (1, True)
    option = re.search(r"hint: .*?(--(?:argmax|threshold|positive))", said)[1]
    more = " --positive b" if target is Target.BINARY and option == "--threshold" else ""
    empty = source is Kind.MULTI_LABEL and option == "--argmax"  # a row of zeros is still an error
    (folder / "full.csv").write_text(TEXTS["many.csv"].replace("0,0,0", "0,0,1"))
    line = line.replace("many.csv", "full.csv") if empty else line
    assert convert(folder, f"{line} {ACCEPTING[option]}{more}")[0] == 0
