"""Whether cells hold several labels: by their notation, and by how their parts recur."""

import pytest

from xentcli.inputs.separators import Doubt, find_notation

SEVERAL = {
    "Python lists": (["['a', 'b']", "['b']", "[]"], ["a", "b"]),
    "JSON lists": (['["a", "b"]', '["b"]'], ["a", "b"]),
    "arrays as NumPy prints them": (["['a' 'b']", "['b']"], ["a", "b"]),
    "arrays of ids": (["[0 3]", "[1]", "[]"], ["0", "3"]),
    "sets": (["{'a', 'b'}", "{'b'}", "set()"], ["a", "b"]),
    "tuples": (["(0, 3)", "(1,)", "()"], ["0", "3"]),
    "arrays of Postgres": (["{a,b}", "{b}", "{}"], ["a", "b"]),
    "array(...)": (["array(['a', 'b'], dtype=object)", "array(['b'], dtype=object)"], ["a", "b"]),
    "a name with a comma in a list": (["['x, y', 'b']", "['b']"], ["x, y", "b"]),
    "a name with an apostrophe": (["""["it's", 'b']""", "['b']"], ["it's", "b"]),
    "lists beside single names": (["['a', 'b']", "b", "['a']"], ["a", "b"]),
    "tags": (["<c++><python>", "<python>"], ["c++", "python"]),
    "hashtags": (["#cats #dogs", "#dogs"], ["cats", "dogs"]),
    "bars": (["news|sport", "sport", "news", "art|news"], ["news", "sport"]),
    "two bars": (["news||sport", "sport", "news"], ["news", "sport"]),
    "bars and blanks": (["New York | Rome", "Rome", "New York"], ["New York", "Rome"]),
    "semicolons": (["a; b", "b", "a", "c;a"], ["a", "b"]),
    "commas": (["a, b", "b", "c, a", "c"], ["a", "b"]),
    "ids with commas": (["1,4", "2", "0,2"], ["1", "4"]),
    "ids with semicolons": (["1;4", "2"], ["1", "4"]),
    "ids with blanks": (["3 0", "1", "2 3 0"], ["3", "0"]),
}


@pytest.mark.parametrize(("cells", "first"), SEVERAL.values(), ids=SEVERAL)
def test_several_labels(cells, first):
    found = find_notation(cells)
    assert not isinstance(found, Doubt)
    assert found.labels(cells[0]) == first


SINGLE = {
    "cities": ["New York", "New Jersey", "Boston"],
    "last and first names": ["Smith, John", "Jones, Ann", "Smith, Ann"],
    "two words each": ["maple tree", "oak tree", "pine tree"],
    "an attribute and a noun": ["red car", "blue car", "red bus", "blue bus"],
    "countries": ["Korea, Rep.", "Congo, Rep.", "Congo, Dem. Rep.", "France", "Egypt, Arab Rep."],
    "ids": ["0", "1", "2"],
    "names": ["cat", "dog"],
    "fractions in lists": ["[0.5, 0.5]", "[0.25]"],
    "nothing": [],
}


@pytest.mark.parametrize("cells", SINGLE.values(), ids=SINGLE)
def test_one_label_a_cell(cells):
    assert find_notation(cells) is None


DOUBTFUL = {
    "a blank": (["cat dog", "dog", "bird"], " "),
    "diseases": (["sound", "mildew moth", "moth", "frost mildew moth", "mildew"], " "),
    "slashes": (["cat/dog", "dog", "bird"], "/"),
    "a bar in names that never vary": (["tench|fish", "robin|bird"], "|"),
    "a comma that may be one of a number": (["0,5", "1", "0,25"], ","),
    "a capital and its state": (["Washington, D.C.", "Washington"], ","),
}


@pytest.mark.parametrize(("cells", "separator"), DOUBTFUL.values(), ids=DOUBTFUL)
def test_two_readings_are_a_question(cells, separator):
    found = find_notation(cells)
    assert isinstance(found, Doubt)
    assert found.separator == separator
    assert found.ways[0] == {"label_separator": separator}
    assert len(found.ways) == 2


@pytest.mark.parametrize("cells", [cells for cells, _ in DOUBTFUL.values()][:3], ids=list(DOUBTFUL)[:3])
def test_the_order_of_cells_does_not_matter(cells):
    assert find_notation(cells) == find_notation(cells[::-1]) or isinstance(find_notation(cells[::-1]), Doubt)


def test_known_classes_settle_a_doubt():
    cells = ["cat dog", "dog", "bird"]
    assert find_notation(cells, lambda names: set(names) <= {"cat dog", "dog", "bird"}) is None
    found = find_notation(cells, lambda names: set(names) <= {"cat", "dog", "bird"})
    assert found.labels("cat dog") == ["cat", "dog"]


def test_labels_are_several_if_the_user_says_so():
    assert find_notation(["cat dog", "cow pig"], sure=True).labels("cat dog") == ["cat", "dog"]
