"""Every golden case, in process: the number that Keras, PyTorch, scikit-learn or optax returned for it."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import xentcli

pytestmark = pytest.mark.filterwarnings("ignore::xentcli.XentWarning")  # frameworks test their limits
CASES = json.loads((Path(__file__).parent / "golden" / "cases.json").read_text(encoding="utf-8"))
SCALES = {"logits": "logits", "probabilities": "probabilities"}


def unquoted(value: Any) -> Any:
    """NaN and infinities are strings in the file; so are names, which stay as they are."""
    if isinstance(value, list):
        return [unquoted(v) for v in value]
    return float(value) if value in {"NaN", "Infinity", "-Infinity"} else value


def settings(case: dict[str, Any]) -> dict[str, Any]:
    """The case's options as xentcli's settings."""
    options = case["options"]
    half = "Half" in case["api"]
    found: dict[str, Any] = {
        "loss": case["loss"],
        "like": case["peer"] if not half else "exact",
        "dtype": case["dtype"],
        "scale": case["prediction_kind"],
        "reduction": options.get("reduction") or ("none" if case["peer"] == "optax" else "mean"),
    }
    if case["api"].endswith("nll_loss") and case["prediction_kind"] == "logits":
        found["scale"] = "log-probabilities"
    names = {
        "label_smoothing": "label_smoothing",
        "ignore_index": "ignore_index",
        "epsilon": "epsilon",
        "axis": "class_axis",
        "class_weights": "class_weight",
        "pos_weight": "pos_weight",
        "sample_weights": "sample_weight",
        "element_weights": "sample_weight",
    }
    found |= {ours: unquoted(options[theirs]) for theirs, ours in names.items() if theirs in options}
    if "labels_order" in options:
        found["classes"] = [str(c) for c in options["labels_order"]]
    return found | focal(case)


def focal(case: dict[str, Any]) -> dict[str, Any]:
    """Keras' categorical focal loss and optax' always weigh by alpha, Keras' binary one when asked to."""
    given = case["options"].get("focal")
    if given is None:
        return {}
    balanced = given.get("apply_class_balancing", "Categorical" in case["api"] or "optax" in case["api"])
    alpha = given.get("alpha", 0.25)
    weighed = balanced and (given.get("alpha") is not None or "keras" in case["api"])
    return {"focal_gamma": given.get("gamma", 2.0)} | ({"focal_alpha": alpha} if weighed else {})


def same(got: Any, want: Any, rtol: float, atol: float) -> bool:
    if isinstance(want, list):
        return (
            isinstance(got, list)
            and len(got) == len(want)
            and all(same(g, w, rtol, atol) for g, w in zip(got, want, strict=True))
        )
    if want is None or not math.isfinite(want):
        return isinstance(got, float) and not math.isfinite(got)
    return isinstance(got, float) and abs(got - want) <= atol + rtol * abs(want)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_the_number_is_the_frameworks(case: dict[str, Any]) -> None:
    predictions = np.array(unquoted(case["predictions"]), dtype=case["dtype"])
    result = xentcli.loss(np.array(unquoted(case["labels"])), predictions, **settings(case))
    tolerance = case["tolerance"]
    assert same(result.value, unquoted(case["expected"]), tolerance["rtol"], tolerance["atol"]), (
        result.signature
    )


def test_no_case_is_lost() -> None:
    assert len(CASES) == 337
