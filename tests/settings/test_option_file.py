"""Classes and weights from the files that frameworks, spreadsheets and people write."""

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from terminals import said

from xentcli.core.errors import InputError, UsageError
from xentcli.settings.class_list import parse_classes

NAMES = st.lists(
    st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=8), min_size=1, unique=True
).filter(lambda names: not names[0].startswith(("{", "[")))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("optionfiles")
    (folder / "y.csv").write_text("label\ncat\ndog\ncat\n")
    (folder / "p.csv").write_text("0.9,0.1\n0.3,0.7\n0.6,0.4\n")
    return folder


@given(names=NAMES, seed=st.integers(0, 99))
def test_every_form_says_the_same_classes(folder, names, seed):
    mixed = list(enumerate(names))
    random.Random(seed).shuffle(mixed)
    forms = {
        "lines.txt": "\n".join(names),
        "list.json": json.dumps(names),
        "class_indices.json": json.dumps({name: k for k, name in mixed}),
        "id2label.json": json.dumps({str(k): name for k, name in mixed}, ensure_ascii=False),
        "config.json": json.dumps({"model_type": "vit", "id2label": {str(k): name for k, name in mixed}}),
        "label2id.json": json.dumps({"label2id": {name: k for k, name in mixed}, "id2label": None}),
        "no_suffix": "\ufeff" + json.dumps(names, indent=2),
    }
    for file, text in forms.items():
        (folder / file).write_text(text, encoding="utf-8")
        assert parse_classes(f"@{folder / file}") == tuple(names), file


def test_a_name_may_begin_as_json_does(folder):
    (folder / "tokens.txt").write_text("[PAD]\n{x}\n")
    assert parse_classes(f"@{folder / 'tokens.txt'}") == ("[PAD]", "{x}")


BAD_CLASSES = {
    '{"cat": 0, "dog": 2}': "has 2 classes, but none with index 1",
    '{"cat": 0, "dog": 0}': "has 2 classes, but none with index 1",
    '{"cat": 1, "dog": 2}': "has 2 classes, but none with index 0",
    '{"cat": 0, "cat": 1}': "has cat twice",
    '{"cat": "dog"}': "is not a map between names and indices",
    '{"cat": true}': "is not a map between names and indices",
    '{"0": ["n01440764", "tench"]}': "['n01440764', 'tench'] is not the name of a class",
    '["cat", null]': "None is not the name of a class",
    '["cat", 1.5]': "1.5 is not the name of a class",
    '["cat", NaN]': "NaN is neither JSON nor a weight",
    '["cat"': "is not JSON: Expecting ',' delimiter: line 1 column 7 (char 6)",
    "[" * 100_000: "is not JSON: ",
    "{}": "--classes has no name",
    "[]": "--classes has no name",
    '["a", "a"]': "--classes has a twice",
    '["a", ""]': "--classes has an empty name",
}


@pytest.mark.parametrize(("text", "words"), BAD_CLASSES.items(), ids=[t[:30] for t in BAD_CLASSES])
def test_what_is_no_list_of_classes_is_said(folder, text, words):
    (folder / "bad.json").write_text(text)
    status, out, err = said("validate", folder / "y.csv", "--classes", f"@{folder / 'bad.json'}")
    assert (status, out) == (2 if words.startswith("--") else 3, "")
    assert words in err.splitlines()[0]
    assert len(err.splitlines()) == 2


def test_a_file_without_its_mark_is_seen(folder, monkeypatch):
    monkeypatch.chdir(folder)
    (folder / "names.json").write_text('["cat", "dog"]')
    status, _, err = said("loss", "y.csv", "p.csv", "--classes", "names.json")
    assert (status, err.splitlines()[1]) == (2, "hint: is it a file? put an @ before its name")


def test_all_commands_take_the_same_files(folder):
    (folder / "ci.json").write_text('{"dog": 1, "cat": 0}')
    said_classes = ("--classes", f"@{folder / 'ci.json'}")
    assert said("convert", folder / "y.csv", "--to", "sparse", *said_classes)[1] == "label\n0\n1\n0\n"
    assert said("validate", folder / "y.csv", "-f", "value", *said_classes)[1] == "valid\n"
    wanted = said("loss", folder / "y.csv", folder / "p.csv", "--classes", "cat,dog", "-f", "json")[1]
    assert said("loss", folder / "y.csv", folder / "p.csv", "-f", "json", *said_classes)[1] == wanted


WEIGHTS = {
    "w.txt": "1\n4\n",
    "w2.txt": "1,4",
    "names.txt": "dog=4\ncat=1\n",
    "list.json": "[1, 4]",
    "names.json": '{"dog": 4.0, "cat": 1}',
    "keras.json": '{"1": 4, "0": 1}',
    "table.csv": "class,weight\r\ndog,4\r\ncat,1\r\n",
    "bare.csv": "dog,4\ncat,1\n",
    "quoted.csv": '"dog","4"\n"cat","1"\n',
    "column.csv": "weight\n1\n4\n",
    "row.csv": "1,4\n",
    "other.tsv": "weight\tclass\n4\tdog\n1\tcat\n",
}


@pytest.mark.parametrize("name", WEIGHTS)
def test_every_form_says_the_same_weights(folder, name):
    (folder / name).write_text(WEIGHTS[name])
    pair = ("loss", folder / "y.csv", folder / "p.csv", "--classes", "cat,dog", "-f", "json")
    wanted = said(*pair, "--class-weight", "1,4")
    assert wanted[0] == 0
    assert said(*pair, "--class-weight", f"@{folder / name}") == wanted


BAD_WEIGHTS = {
    "true.json": ('{"cat": true, "dog": 1}', "True is not a weight"),
    "text.json": ('["1", 2]', "1 is not a weight"),
    "nan.json": ("[NaN, 1]", "NaN is neither JSON nor a weight"),
    "deep.json": ("[[1, 2]]", "[1, 2] is not a weight"),
    "huge.json": ("[1e999, 1]", "inf is not a weight"),
    "bird.csv": ("class,weight\ndog,4\nbird,1\n", "names bird, which is not a class"),
    "few.csv": ("class,weight\ndog,4\n", "has no weight for class cat"),
    "twice.csv": ("class,weight\ndog,4\ndog,4\ncat,1\n", "names dog twice"),
    "wide.csv": ("class,weight,n\ndog,4,3\n", "is not a table of weights"),
    "ragged.csv": ("class,weight\ndog\ncat,1\n", "is not a table of weights"),
    "word.csv": ("class,weight\ndog,x\ncat,1\n", "x is not a weight"),
    "open.csv": ('class,weight\n"dog,4\ncat,1\n', "is not CSV: unexpected end of data"),
    "empty.csv": ("", "has 0 weights for 2 classes"),
    "other.json": ('{"2": 4, "1": 1}', "names 2, which is not a class"),
}


@pytest.mark.parametrize("name", BAD_WEIGHTS)
def test_what_is_no_weight_of_a_class_is_said(folder, name):
    text, words = BAD_WEIGHTS[name]
    (folder / name).write_text(text)
    pair = ("loss", folder / "y.csv", folder / "p.csv", "--classes", "cat,dog")
    status, out, err = said(*pair, "--class-weight", f"@{folder / name}")
    assert status in {2, 3}
    assert out == ""
    assert words in err.splitlines()[0]


def test_a_latin_1_file_is_refused_with_its_name(folder):
    (folder / "latin.txt").write_bytes("caf\xe9\n".encode("latin-1"))
    with pytest.raises(InputError, match="is not UTF-8 text"):
        parse_classes(f"@{folder / 'latin.txt'}")


def test_a_class_with_a_comma_is_typed_in_quotes():
    assert parse_classes('ant,"cat, big",5" nail') == ("ant", "cat, big", '5" nail')
    with pytest.raises(UsageError, match='in ant,"cat'):
        parse_classes('ant,"cat')
