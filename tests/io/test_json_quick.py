"""Lines of JSON that are parsed quickly have the values that the careful parser gives."""

import json
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from running import inside

from xentcli.core.errors import XentError
from xentcli.io.columnar.json_lines import parsed, quickly_parsed

ODD = [
    '{"a":1}{"a":2}', '{"a":1} {"a":2}', "1 2", '{"a":1,"a":1}', '{"a":1,"a" :2}', '{"a" :1,"a"\t:2}',
    '{"a":1,"\\u0061":2}', '{"a":{"b":1,"b":2}}', '[{"a":1,"a":2}]', '{"a":":","b":1}', '{"a":":b\\":"}',
    '{"time":"12:30:01","p":[0.5,0.5]}', '{"a":-0}', '{"a":-0.0}', '{"a":1E5}', '{"a":1e400}', '{"a":-1e400}',
    '{"a":5e-324}', '{"a":NaN}', '{"a":Infinity}', '{"a":-Infinity}', '{"a":01}', '{"a":1.}', '{"a":.5}',
    '{"a":+1}', '{"a":123456789012345678901234567890}', '{"a":9223372036854775808}', '{"a":1}\r', '{"a":1},',
    "", "  ", "null", "true", "[1,2.0]", '"x"', '{"a":"\t"}', '{"a":1}\x0b', '\ufeff{"a":1}', "{'a':1}",
    '{"a":1', '{"a":"\x7f"}', '{"a":"x\x85\u2028y"}', "{}", '{"":0}', '{"a":[1,true,null]}',
]  # fmt: skip


def same_as_carefully(lines):
    """Check one piece of lines; return whether it was parsed quickly."""
    quick = quickly_parsed(b"\n".join(lines), lines)
    if quick is None:
        return False
    careful = [parsed(line) for line in lines]
    assert repr(quick) == repr(careful)
    return True


@pytest.mark.parametrize("line", ODD)
def test_odd_lines(line):
    data = line.encode()
    for lines in ([data], [b'{"a":1}', data], [data, b'{"a":1}', b'{"a":2}'], [data, b""], [b"", data]):
        try:
            _ = [parsed(one) for one in lines]
        except XentError:
            assert quickly_parsed(b"\n".join(lines), lines) is None
        else:
            same_as_carefully(lines)


def values(texts):
    """JSON values with such texts and keys."""
    plain = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    return st.recursive(
        plain | texts, lambda v: st.lists(v, max_size=4) | st.dictionaries(texts, v, max_size=4)
    )


PLAIN = st.text(st.characters(codec="utf-8", min_codepoint=32, exclude_characters='":\\'))
MARKS = st.sampled_from([(",", ":"), (", ", ": "), (" ,", " :")])


def written(rows, marks):
    return [json.dumps(row, separators=marks, ensure_ascii=False).encode() for row in rows]


@given(st.lists(values(st.text()), min_size=1, max_size=5), MARKS)
def test_all_that_json_writes(rows, marks):
    same_as_carefully(written(rows, marks))


@given(st.lists(values(PLAIN), min_size=1, max_size=5), MARKS)
def test_usual_texts_are_parsed_quickly(rows, marks):
    assert same_as_carefully(written(rows, marks))


@given(
    st.lists(st.binary(min_size=8, max_size=8), min_size=1, max_size=50),
    st.sampled_from(["%r", "%.20e", "%.3e"]),
)
def test_numbers_have_the_same_bits(some, form):
    numbers = [x for (x,) in map(struct.Struct("<d").unpack, some) if x - x == 0]
    lines = [(b'{"p":[%s]}' % (form % number).encode()) for number in numbers]
    assert not lines or same_as_carefully(lines)


def test_rows_of_one_file_with_a_time(tmp_path):
    rows = [{"at": f"12:30:{i:02}", "label": i % 2, "probs": [0.25, 0.75]} for i in range(60)]
    path = tmp_path / "t.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    plain = inside("loss", path, "-f", "value")
    path.write_text("".join(json.dumps(row).replace("at", "\\u0061t") + "\n" for row in rows))
    assert inside("loss", path, "-f", "value").stdout == plain.stdout != ""


def test_a_key_given_twice_is_named_after_thousands_of_rows(tmp_path):
    path = tmp_path / "t.jsonl"
    path.write_text('{"label":0,"probs":[0.5,0.5]}\n' * 70_000 + '{"label":0,"probs":[0.5,0.5],"label":1}\n')
    done = inside("loss", path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "t.jsonl:70001: row 70001: duplicate key: 'label' [XE041]" in done.stderr
