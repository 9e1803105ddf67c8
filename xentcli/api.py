"""The Python API: the same answers as on the command line, from whatever a program holds.

Labels and predictions are arrays (N,), (N, 1) or (N, K), or what NumPy makes one of; data frames and their
columns, of pandas, polars or pyarrow; paths of files in every format that is read; or iterators of blocks,
which are gone through once and kept on disk. An iterator of pairs ``(labels, predictions)`` is both. What has
no right answer raises `xentcli.XentError`, with a message, a place, a code and a hint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentcli.commands.detect import detect as detect_data
from xentcli.commands.loss.answer import Collector, comparison, loss_result
from xentcli.commands.loss.run import prepared_job, run, run_all
from xentcli.core.errors import DataError, UsageError
from xentcli.core.types import Kind
from xentcli.execution.fold import Execution
from xentcli.inputs.column_spec import spec_of
from xentcli.inputs.from_python import from_python, named_columns, table_of
from xentcli.inputs.selection import LABEL_NAMES, PREDICTION_NAMES
from xentcli.losses.spec import Breakdown
from xentcli.settings.keywords import settings_from, word
from xentcli.settings.settings import Reduction

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Sequence
    from typing import TypeAlias, Unpack

    from numpy.typing import ArrayLike

    from xentcli.commands.advise.result import Advice
    from xentcli.commands.detect import Detection
    from xentcli.commands.loss.comparison import Comparison
    from xentcli.commands.loss.result import LossResult
    from xentcli.commands.validate.verdict import Verdict
    from xentcli.core.types import Numbers
    from xentcli.settings.keywords import Keywords, ReadingKeywords

    Data: TypeAlias = ArrayLike | os.PathLike[str] | Iterable[Any]
    Names: TypeAlias = str | int | Sequence[str | int]


def loss(
    labels: Data,
    predictions: Data | None = None,
    *,
    sample_weight: Data | None = None,
    labels_column: str | int | None = None,
    prediction_columns: Names | None = None,
    sample_weight_column: str | int | None = None,
    on: str | None = None,
    join: str | None = None,
    top: int = 10,
    by: str | None = None,
    jobs: int = 1,
    **settings: Unpack[Keywords],
) -> LossResult:
    """The cross-entropy of predictions (N, K), (N, 1) or (N,) against labels, in nats.

    Labels are class ids or names (N,), one-hot, multi-hot or soft vectors (N, K), or 0/1 in one column;
    arrays of higher rank have their classes on the last axis, or where ``class_axis`` says. Without
    predictions the labels' frame or file holds both. ``by`` is ``"class"`` or a column, ``on`` the key that
    pairs the rows of two frames or files. The settings are those of ``xentcli loss``: ``loss``, ``like``,
    ``scale``, ``reduction``, ``label_smoothing``, ``class_weight``, …

    >>> loss([1, 2], [[0.05, 0.95, 0.0], [0.1, 0.8, 0.1]]).value
    1.176939193690798
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"y": [1, 0], "p": [0.8, 0.4]})
    >>> loss(frame["y"], frame["p"]).value == loss(frame).value == loss(iter([([1, 0], [0.8, 0.4])])).value
    True
    """
    columns = named_columns(labels_column, prediction_columns, sample_weight_column, on, join, by)
    if top < 0:
        raise UsageError(f"top: {top} is negative", "top=0 keeps none of the hardest rows", value=str(top))
    wanted = Breakdown(top=top, by_class=by == "class", by_column=None if by == "class" else by)
    chosen = settings_from(settings)
    data = from_python((labels, predictions, sample_weight), columns, chosen, paired=True)
    job = prepared_job(data, chosen, wanted, Execution(jobs))
    if job.settings.reduction is not Reduction.NONE:
        return loss_result(job, run(job))
    collector = Collector()
    outcome = run(job, collector)
    return loss_result(job, outcome, collector.values())


def losses_like_all(
    labels: Data,
    predictions: Data | None = None,
    *,
    sample_weight: Data | None = None,
    labels_column: str | int | None = None,
    prediction_columns: Names | None = None,
    jobs: int = 1,
    **settings: Unpack[Keywords],
) -> Comparison:
    """The same loss as every framework has it, each with the reason for its difference.

    >>> losses_like_all([0, 1], [1.0, 0.0]).results["sklearn"].value
    36.04365338911715
    """
    columns = named_columns(labels_column, prediction_columns)
    chosen = settings_from(settings)
    data = from_python((labels, predictions, sample_weight), columns, chosen, paired=True)
    job = prepared_job(data, chosen, Breakdown(), Execution(jobs))
    return comparison(job, run_all(job))


def detect(
    labels: Data,
    predictions: Data | None = None,
    *,
    labels_column: str | int | None = None,
    prediction_columns: Names | None = None,
    on: str | None = None,
    join: str | None = None,
    jobs: int = 1,
    **settings: Unpack[Keywords],
) -> Detection:
    """What kind of labels these are, with the evidence; with predictions also their scale and the loss.

    An iterator yields blocks of labels, or tuples ``(labels, predictions)``.

    >>> detect([[0, 1, 0], [0, 0, 1]]).kind, detect([3, 1, 2]).kind, detect([[1, 1, 0], [0, 0, 0]]).kind
    ('one-hot', 'sparse', 'multi-label')
    >>> detect(block for block in ([0, 1], [2, 2])).classes
    3
    """
    columns, chosen = (
        named_columns(labels_column, prediction_columns, None, on, join),
        settings_from(settings),
    )
    return detect_data(from_python((labels, predictions, None), columns, chosen), chosen, Execution(jobs))


def convert(
    labels: Data,
    to: str,
    *,
    labels_column: str | int | None = None,
    argmax: bool = False,
    threshold: float | None = None,
    positive: str | None = None,
    softmax: bool = False,
    sigmoid: bool = False,
    dtype: str | None = None,
    jobs: int = 1,
    **settings: Unpack[ReadingKeywords],
) -> Numbers:
    """Labels as another kind: "sparse", "one-hot", "multi-label", "binary", "soft", or as "names".

    The answer is an array (N,) or (N, K), in int64, uint8 or, for shares, the input's float dtype, unless
    ``dtype`` says otherwise. ``argmax``, ``threshold``, ``softmax`` and ``sigmoid`` take ``labels`` as
    scores. The settings are ``classes``, ``num_classes``, ``label_offset`` and ``labels_kind``. What would
    lose something raises `xentcli.XentError`, with the option that accepts the loss.

    >>> convert([2, 0], "one-hot").tolist()
    [[0, 0, 1], [1, 0, 0]]
    >>> convert([[0, 1], [1, 0]], "names", classes=["cat", "dog"]).tolist()
    ['dog', 'cat']
    """
    from xentcli.commands.convert.conversion import Conversion, Target
    from xentcli.commands.convert.label_columns import intake
    from xentcli.commands.convert.run import convert_array
    from xentcli.commands.convert.scores import Accepted

    target, chosen = word(Target, "to", to), settings_from(settings)
    accepted = Accepted(argmax, threshold, positive, softmax, sigmoid)
    usual = PREDICTION_NAMES if accepted.of_scores else LABEL_NAMES
    column = spec_of(labels_column)
    table = table_of(labels, "labels", column, usual)
    side = intake(table, column, chosen, accepted.of_scores)
    return convert_array(Conversion(side, target, chosen, accepted, "npy", dtype, jobs=jobs))


def validate(
    labels: Data,
    predictions: Data | None = None,
    *,
    labels_column: str | int | None = None,
    prediction_columns: Names | None = None,
    on: str | None = None,
    join: str | None = None,
    expect: str | None = None,
    rows: int | None = None,
    max_errors: int = 20,
    strict: bool = False,
    jobs: int = 1,
    **settings: Unpack[Keywords],
) -> Verdict:
    """Whether labels are what they must be, and go together with predictions: every problem with its place.

    ``expect`` is a kind of labels, ``rows`` how many there must be; all problems are counted, the first
    ``max_errors`` kept. The settings are ``classes``, ``num_classes``, ``label_offset``, ``ignore_index``, …
    A file that cannot be read raises `xentcli.XentError`.

    >>> verdict = validate([0, 2, 5, 1], num_classes=3)
    >>> verdict.valid, [str(problem) for problem in verdict.problems]
    (False, ['labels: row 3: 5 is not a class of 0..2'])
    """
    from xentcli.commands.validate.run import Validation, judge, refused

    kind, chosen = None if expect is None else word(Kind, "expect", expect), settings_from(settings)
    columns = named_columns(labels_column, prediction_columns, None, on, join)
    try:
        data = from_python((labels, predictions, None), columns, chosen, once=True)
    except DataError as error:
        return refused(error, kind, max_errors)
    return judge(Validation(data, chosen, kind, rows, max_errors, strict, Execution(jobs)))


def advise(
    labels: Data,
    predictions: Data | None = None,
    *,
    labels_column: str | int | None = None,
    prediction_columns: Names | None = None,
    on: str | None = None,
    join: str | None = None,
    jobs: int = 1,
    **settings: Unpack[Keywords],
) -> Advice:
    """Which loss and last layer fit the labels, and what looks wrong with them and the predictions.

    >>> advice = advise([1, 2, 0, 1], [[0.1, 0.8, 0.1], [0.2, 0.2, 0.6], [0.7, 0.2, 0.1], [0.2, 0.5, 0.3]])
    >>> advice.loss, advice.frameworks["pytorch"], advice.suspicions
    ('sparse', 'nn.Linear(n, 3), nn.CrossEntropyLoss(): no activation, int64 labels', ())
    """
    from xentcli.commands.advise.run import advise as advise_data

    columns, chosen = (
        named_columns(labels_column, prediction_columns, None, on, join),
        settings_from(settings),
    )
    data = from_python((labels, predictions, None), columns, chosen, misread=True)
    return advise_data(data, chosen, Execution(jobs))
