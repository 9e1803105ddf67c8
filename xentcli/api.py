"""The Python API: the same answers from arrays as the command line gives from files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.answering import Collector, comparison, loss_result
from xentcli.checking import check_settings
from xentcli.detecting import detect_sides
from xentcli.formats.arrays import ArrayTable
from xentcli.inputs import labels_side, predictions_side, weights_side
from xentcli.job import Job, prepared, run, run_all
from xentcli.recipe import Wanted
from xentcli.settings import Like, Reduction, Settings
from xentcli.types import Kind, Scale
from xentcli.values import fields, replace

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike

    from xentcli.results import Comparison, Detection, LossResult
    from xentcli.types import Numbers
    from xentcli.verdict import Verdict

_NAMED: dict[str, Callable[[Any], Any]] = {
    "like": Like,
    "reduction": Reduction,
    "labels_kind": Kind,
    "scale": Scale,
}


def loss(
    labels: ArrayLike,
    predictions: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    top: int = 10,
    by: str | None = None,
    **settings: Any,
) -> LossResult:
    """The cross-entropy of predictions (N, K), (N, 1) or (N,) against labels, in nats.

    Labels are class ids or names (N,), one-hot, multi-hot or soft vectors (N, K), or 0/1 in one column;
    arrays of higher rank have their classes on the last axis, or where ``class_axis`` says. The settings
    are those of
    ``xentcli loss``: ``loss``, ``like``, ``scale``, ``reduction``, ``label_smoothing``, ``class_weight``, …
    Raises `xentcli.XentError`, with a message and a hint, for data or settings that have no right number.

    >>> loss([1, 2], [[0.05, 0.95, 0.0], [0.1, 0.8, 0.1]]).value
    1.176939193690798
    """
    job = array_job(
        labels, predictions, sample_weight, _settings(settings), Wanted(top=top, by_class=by == "class")
    )
    if job.settings.reduction is not Reduction.NONE:
        return loss_result(job, run(job))
    collector = Collector()
    outcome = run(job, collector)
    return loss_result(job, outcome, collector.values())


def losses_like_all(labels: ArrayLike, predictions: ArrayLike, **settings: Any) -> Comparison:
    """The same loss as every framework has it, each with the reason for its difference.

    >>> losses_like_all([0, 1], [1.0, 0.0]).results["sklearn"].value
    36.04365338911715
    """
    job = array_job(labels, predictions, None, _settings(settings), Wanted())
    return comparison(job, run_all(job))


def array_job(
    labels: ArrayLike, predictions: ArrayLike, weights: ArrayLike | None, settings: Settings, wanted: Wanted
) -> Job:
    """A job on arrays in memory."""
    check_settings(settings)
    sides = labels_side(_table(labels, "labels")), predictions_side(_table(predictions, "predictions"))
    weighing = None if weights is None else weights_side(_table(weights, "weights"))
    return prepared(Job(*sides, weighing, settings, wanted))


def _table(array: ArrayLike, name: str) -> ArrayTable:
    return ArrayTable(np.asarray(array), name)


def detect(labels: ArrayLike, predictions: ArrayLike | None = None, **settings: Any) -> Detection:
    """What kind of labels these are, with the evidence; with predictions also their scale and the loss.

    >>> detect([[0, 1, 0], [0, 0, 1]]).kind, detect([3, 1, 2]).kind, detect([[1, 1, 0], [0, 0, 0]]).kind
    ('one-hot', 'sparse', 'multi-label')
    """
    chosen = _settings(settings)
    check_settings(chosen)
    beside = None if predictions is None else predictions_side(_table(predictions, "predictions"))
    return detect_sides(labels_side(_table(labels, "labels")), beside, chosen)


def convert(
    labels: ArrayLike,
    to: str,
    *,
    argmax: bool = False,
    threshold: float | None = None,
    positive: str | None = None,
    softmax: bool = False,
    sigmoid: bool = False,
    dtype: str | None = None,
    **settings: Any,
) -> Numbers:
    """Labels as another kind: "sparse", "one-hot", "multi-label", "binary", "soft", or as "names".

    The answer is an array (N,) or (N, K), in int64, uint8 or, for shares, the input's float dtype, unless
    ``dtype`` says otherwise. ``argmax``, ``threshold``, ``softmax`` and ``sigmoid`` take ``labels`` as
    scores. The settings are ``classes``, ``num_classes``, ``label_offset`` and ``labels_kind``. What would
    lose something
    raises `xentcli.XentError`, with the option that accepts the loss.

    >>> convert([2, 0], "one-hot").tolist()
    [[0, 0, 1], [1, 0, 0]]
    >>> convert([[0, 1], [1, 0]], "names", classes=["cat", "dog"]).tolist()
    ['dog', 'cat']
    """
    from xentcli.conversion import Conversion, Target
    from xentcli.converting import convert_array
    from xentcli.intake import intake
    from xentcli.scores import Accepted

    if settings.get("classes") is not None:
        settings["classes"] = tuple(map(str, settings["classes"]))
    chosen, accepted = _settings(settings), Accepted(argmax, threshold, positive, softmax, sigmoid)
    check_settings(chosen)
    side = intake(_table(labels, "labels"), None, chosen, accepted.of_scores)
    return convert_array(Conversion(side, Target(to), chosen, accepted, "npy", dtype))


def validate(
    labels: ArrayLike,
    predictions: ArrayLike | None = None,
    *,
    expect: str | None = None,
    rows: int | None = None,
    max_errors: int = 20,
    strict: bool = False,
    **settings: Any,
) -> Verdict:
    """Whether labels are what they must be, and go together with predictions: every problem with its place.

    ``expect`` is a kind of labels, ``rows`` how many there must be; all problems are counted, the first
    ``max_errors`` kept. The settings are ``classes``, ``num_classes``, ``label_offset``, ``ignore_index``, …

    >>> verdict = validate([0, 2, 5, 1], num_classes=3)
    >>> verdict.valid, [str(problem) for problem in verdict.problems]
    (False, ['labels: row 3: 5 is not a class of 0..2'])
    """
    from xentcli.errors import DataError
    from xentcli.validating import Validation, judge, refused

    if settings.get("classes") is not None:
        settings["classes"] = tuple(map(str, settings["classes"]))
    chosen, kind = _settings(settings), None if expect is None else Kind(expect)
    check_settings(chosen)
    try:
        beside = None if predictions is None else predictions_side(_table(predictions, "predictions"))
        side = labels_side(_table(labels, "labels"))
    except DataError as error:
        return refused(error, kind, max_errors)
    return judge(Validation(side, beside, chosen, kind, rows, max_errors, strict))


def _settings(given: dict[str, Any]) -> Settings:
    """Settings from keywords; plain strings do for the closed sets."""
    known = set(fields(Settings))
    unknown = next((name for name in given if name not in known), None)
    if unknown is not None:
        raise TypeError(f"unknown setting {unknown!r}; there are {', '.join(sorted(known))}")
    named = {
        name: _NAMED[name](value) for name, value in given.items() if name in _NAMED and value is not None
    }
    weights = {
        n: _tuple(given[n]) for n in ("pos_weight", "focal_alpha", "class_weight", "classes") if n in given
    }
    return replace(Settings(), **(given | weights | named))


def _tuple(value: Any) -> Any:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return (float(value),)
    return tuple(v if isinstance(v, str) else float(v) for v in value)
