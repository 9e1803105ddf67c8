"""The call that an error suggests in Python: it was made before, and it works."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import xentcli

LABELS = pd.DataFrame({"id": ["a", "b", "c"], "y": [1, 0, 1]})
PREDICTIONS = pd.DataFrame({"id": ["b", "a"], "p": [0.2, 0.9]})
VALUE = 0.16425203348601802


def error_of(*data, call=xentcli.loss, **options):
    with pytest.raises(xentcli.XentError) as caught:
        call(*data, **options)
    return caught.value


@pytest.fixture
def paths(tmp_path):
    """The paths of both tables as CSV."""
    found = tmp_path / "y.csv", tmp_path / "p.csv"
    LABELS.to_csv(found[0], index=False)
    PREDICTIONS.to_csv(found[1], index=False)
    return found


def test_a_path_is_repeated(paths):
    told = error_of(str(paths[0]), paths[1], on="id").suggestion
    assert told == f'xentcli.loss("{paths[0]}", "{paths[1]}", on="id", join="inner")'
    assert eval(told, {"xentcli": xentcli}).value == VALUE


@pytest.mark.parametrize("made", [pd.DataFrame.copy, pa.Table.from_pandas], ids=["pandas", "pyarrow"])
def test_a_frame_is_named_as_the_argument(made):
    labels, predictions = made(LABELS), made(PREDICTIONS)
    told = error_of(labels, predictions, on="id", base=2, reduction="sum").suggestion
    assert told == 'xentcli.loss(labels, predictions, on="id", base=2, reduction="sum", join="inner")'
    names = {"xentcli": xentcli, "labels": labels, "predictions": predictions}
    assert eval(told, names).value == pytest.approx(2 * VALUE / np.log(2))


def test_the_function_that_was_called_is_named():
    told = error_of(LABELS, PREDICTIONS, on="id", call=xentcli.detect).suggestion
    assert told == 'xentcli.detect(labels, predictions, on="id", join="inner")'


def test_what_can_be_read_only_once_is_not_called_again():
    blocks = iter([LABELS])
    assert error_of(blocks, PREDICTIONS, on="id").suggestion is None
    assert list(blocks) == []


@pytest.mark.parametrize("options", [{"on": "key"}, {"top": -1}, {"on": "id", "loss": "cross"}], ids=str)
def test_without_a_way_out_there_is_none(options):
    assert error_of(LABELS, PREDICTIONS, **options).suggestion is None


def test_a_call_that_would_fail_is_not_suggested():
    weights = np.ones(3)
    assert error_of(LABELS, PREDICTIONS, on="id", sample_weight=weights).suggestion is None


def test_the_signature_stays():
    assert xentcli.loss.__name__ == "loss"
    assert xentcli.loss.__doc__.startswith("Return the cross-entropy")
