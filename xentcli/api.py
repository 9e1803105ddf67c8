"""The Python API: the same answers as on the command line.

Inputs are arrays, or what NumPy turns into one; pandas, polars or pyarrow data frames and columns; paths of
files; or iterators of blocks, read once. An iterator of pairs ``(labels, predictions)`` gives both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentcli.commands.detect import detect as detect_data
from xentcli.commands.loss.answer import Collector, loss_result
from xentcli.commands.loss.run import prepared_job, run
from xentcli.commands.suggestion import suggesting
from xentcli.commands.warned import warned
from xentcli.core.errors import DataError
from xentcli.core.types import Kind
from xentcli.execution.fold import Execution
from xentcli.execution.threads import cores
from xentcli.inputs.from_python import from_python, named_columns, table_of
from xentcli.inputs.select_columns import spec_of
from xentcli.inputs.selection import LABEL_ARRAYS, PREDICTION_ARRAYS
from xentcli.losses.spec import Breakdown
from xentcli.settings.keywords import finite_number, settings_from, whole_number, word
from xentcli.settings.settings import Reduction

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping, Sequence
    from typing import TypeAlias, Unpack

    from numpy.typing import ArrayLike

    from xentcli.commands.advise.result import Advice
    from xentcli.commands.detect import Detection
    from xentcli.commands.explain.run import Explanation
    from xentcli.commands.loss.comparison import Comparison
    from xentcli.commands.loss.result import LossResult
    from xentcli.commands.validate.verdict import Verdict
    from xentcli.core.types import Numbers
    from xentcli.settings.keywords import Keywords, ReadingKeywords

    Data: TypeAlias = ArrayLike | os.PathLike[str] | Iterable[Any]
    Names: TypeAlias = str | int | Sequence[str | int]
    Where: TypeAlias = Mapping[str, object] | None
    Tables: TypeAlias = str | Sequence[str] | None


def _execution(jobs: int | None) -> Execution:
    return Execution(cores() if jobs is None else whole_number("jobs", jobs, 1))


@warned
@suggesting
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
    where: Where = None,
    table: Tables = None,
    top: int = 10,
    by: str | None = None,
    jobs: int | None = None,
    **settings: Unpack[Keywords],
) -> LossResult:
    """Return the cross-entropy of predictions against labels, in nats.

    In arrays of higher rank the data show the axis of the classes; if not, set ``class_axis``.
    A ``pos_weight``, a ``class_weight`` or a ``sample_weight`` multiplies the loss of what it belongs to.

    Args:
        labels: Class ids or names (N,), 0/1 (N,) or (N, 1), or one-hot, multi-hot or soft vectors (N, K).
        predictions: Probabilities, logits or log-probabilities (N, K), (N, 1) or (N,); None: in ``labels``.
        sample_weight: Weights of the rows (N,), or of all elements. Default: all rows count alike.
        labels_column: Name or index of the label column, or array of an NPZ. Default: found by its name.
        prediction_columns: Name, index or list of the prediction columns, or text such as ``"2-11"``.
        sample_weight_column: Column of ``labels`` with the weights; excludes ``sample_weight``.
        on: Name of the key column that pairs the rows of both inputs. Default: rows pair by position.
        join: ``"inner"`` leaves out rows whose key has no partner. Default: such rows are an error.
        where: Column names and the text of their cells, such as ``{"split": "test"}``; other rows are left
            out. Default: all rows.
        table: The sheet, the table of a database, or the file in a zip; of two, the first is that of the
            labels. Default: the only one.
        top: Number of rows with the largest losses to keep in the result. Default 10.
        by: ``"class"`` or the name of a column: also compute the loss of each group. Default None.
        jobs: Number of threads, or processes for large NPY files. Default: one per core.
        **settings: ``loss``, ``like``, ``scale``, ``reduction``, …: `xentcli.settings.keywords.Keywords`.

    Returns:
        A `LossResult`: ``value`` is a float, or a list with ``reduction="none"``; ``kind`` and ``scale`` say
        how the data were read, ``top`` and ``by`` hold the rows and groups asked for.

    Raises:
        XentError: A `DataError` for wrong data, a `UsageError` for wrong arguments, or an `InputError` for a
            file that cannot be read; each with a code, a place and a hint.
        TypeError: A setting is unknown.

    Warns:
        XentWarning: The number may not mean what it seems to; ``messages`` holds warnings and notes.

    Source:
        -sum over k of y_k log p_k (categorical, sparse); -y log p - (1 - y) log(1 - p) (binary).

    Examples:
        >>> loss([1, 2], [[0.05, 0.95, 0.0], [0.1, 0.8, 0.1]]).value
        1.176939193690798
        >>> import pandas as pd
        >>> df = pd.DataFrame({"y": [1, 0], "p": [0.8, 0.4]})
        >>> loss(df["y"], df["p"]).value == loss(df).value == loss(iter([([1, 0], [0.8, 0.4])])).value
        True
    """
    columns = named_columns(
        labels_column, prediction_columns, sample_weight_column, on, join, by, where, table
    )
    wanted = Breakdown(
        top=whole_number("top", top), by_class=by == "class", by_column=None if by == "class" else by
    )
    chosen = settings_from(settings)
    data = from_python((labels, predictions, sample_weight), columns, chosen, paired=True)
    job = prepared_job(data, chosen, wanted, _execution(jobs))
    if job.settings.reduction is not Reduction.NONE:
        return loss_result(job, run(job))
    collector = Collector()
    outcome = run(job, collector)
    return loss_result(job, outcome, collector.values())


@warned
@suggesting
def losses_like_all(
    labels: Data,
    predictions: Data | None = None,
    *,
    sample_weight: Data | None = None,
    labels_column: str | int | None = None,
    prediction_columns: Names | None = None,
    table: Tables = None,
    jobs: int | None = None,
    **settings: Unpack[Keywords],
) -> Comparison:
    """Return the loss as each framework computes it, with the reason for each difference.

    ``exact`` is the formula in float64; the setting ``like`` is not used.

    Args:
        labels: Class ids or names (N,), 0/1 (N,) or (N, 1), or one-hot, multi-hot or soft vectors (N, K).
        predictions: Probabilities, logits or log-probabilities (N, K), (N, 1) or (N,); None: in ``labels``.
        sample_weight: Weights of the rows (N,), or of all elements. Default: all rows count alike.
        labels_column: Name or index of the label column, or array of an NPZ. Default: found by its name.
        prediction_columns: Name, index or list of the prediction columns, or text such as ``"2-11"``.
        table: The sheet, the table of a database, or the file in a zip; of two, the first is that of the
            labels. Default: the only one.
        jobs: Number of threads, or processes for large NPY files. Default: one per core.
        **settings: ``loss``, ``scale``, ``reduction``, …: `xentcli.settings.keywords.Keywords`.

    Returns:
        A `Comparison`: ``results`` maps each framework to its `LossResult`; ``reasons`` says why its value
        differs, or why it has none.

    Raises:
        XentError: A `DataError` for wrong data, a `UsageError` for wrong arguments, or an `InputError` for a
            file that cannot be read; each with a code, a place and a hint.
        TypeError: A setting is unknown.

    Source:
        ``keras.losses``, ``torch.nn.functional``, ``sklearn.metrics.log_loss`` and ``optax.losses``.

    Examples:
        >>> losses_like_all([0, 1], [0.1, 0.8]).results["torch"].value
        0.16425203348601802
    """
    from xentcli.commands.loss.comparison import comparison
    from xentcli.commands.loss.run_all import run_all

    columns = named_columns(labels_column, prediction_columns, table=table)
    chosen = settings_from(settings)
    data = from_python((labels, predictions, sample_weight), columns, chosen, paired=True)
    job = prepared_job(data, chosen, Breakdown(), _execution(jobs), every=True)
    return comparison(job, run_all(job))


@warned
@suggesting
def detect(
    labels: Data,
    predictions: Data | None = None,
    *,
    labels_column: str | int | None = None,
    prediction_columns: Names | None = None,
    on: str | None = None,
    join: str | None = None,
    where: Where = None,
    table: Tables = None,
    jobs: int | None = None,
    **settings: Unpack[Keywords],
) -> Detection:
    """Return the kind of the labels, with the evidence; with predictions also their scale and the loss.

    An iterator yields blocks of labels, or tuples ``(labels, predictions)``.

    Args:
        labels: Class ids or names (N,), 0/1 (N,) or (N, 1), or one-hot, multi-hot or soft vectors (N, K).
        predictions: Predictions (N, K), (N, 1) or (N,), or None (the default) to look at the labels alone.
        labels_column: Name or index of the label column, or array of an NPZ. Default: found by its name.
        prediction_columns: Name, index or list of the prediction columns, or text such as ``"2-11"``.
        on: Name of the key column that pairs the rows of both inputs. Default: rows pair by position.
        join: ``"inner"`` leaves out rows whose key has no partner. Default: such rows are an error.
        where: Column names and the text of their cells, such as ``{"split": "test"}``; other rows are left
            out. Default: all rows.
        table: The sheet, the table of a database, or the file in a zip; of two, the first is that of the
            labels. Default: the only one.
        jobs: Number of threads, or processes for large NPY files. Default: one per core.
        **settings: ``classes``, ``num_classes``, ``label_offset``, …: `xentcli.settings.keywords.Keywords`.

    Returns:
        A `Detection`: ``kind``, ``classes``, ``rows``, ``evidence``, and in ``also`` other possible kinds;
        with predictions also ``scale`` and ``loss``.

    Raises:
        XentError: A `DataError` for wrong data, a `UsageError` for wrong arguments, or an `InputError` for a
            file that cannot be read; each with a code, a place and a hint.
        TypeError: A setting is unknown.

    Examples:
        >>> detect([[0, 1, 0], [0, 0, 1]]).kind, detect([3, 1, 2]).kind, detect([[1, 1, 0], [0, 0, 0]]).kind
        ('one-hot', 'sparse', 'multi-label')
        >>> detect(block for block in ([0, 1], [2, 2])).classes
        3
    """
    columns, chosen = (
        named_columns(labels_column, prediction_columns, None, on, join, where=where, table=table),
        settings_from(settings),
    )
    return detect_data(
        from_python((labels, predictions, None), columns, chosen),
        chosen,
        _execution(jobs),
    )


@suggesting
def convert(
    labels: Data,
    to: str,
    *,
    labels_column: str | int | None = None,
    table: str | None = None,
    argmax: bool = False,
    threshold: float | None = None,
    positive: str | None = None,
    softmax: bool = False,
    sigmoid: bool = False,
    as_lists: bool = False,
    dtype: str | None = None,
    jobs: int | None = None,
    **settings: Unpack[ReadingKeywords],
) -> Numbers:
    """Return labels as another kind of labels, or as class names.

    A conversion that would lose something is an error that names the argument that accepts the loss.

    Args:
        labels: Labels as for `loss`; or scores (N, K) or (N,), with the options that take scores.
        to: "sparse", "one-hot", "multi-label", "binary", "soft" or "names".
        labels_column: Name or index of the label column, or array of an NPZ. Default: found by its name.
        table: The sheet, the table of a database, or the file in a zip. Default: the only one.
        argmax: Take the largest score of each row as its class. Default False.
        threshold: Turn on the scores above this number. Default None.
        positive: Name or id of the class that becomes 1 in binary labels; all others become 0.
        softmax: Take logits and turn each row into probabilities first. Default False.
        sigmoid: Take logits and turn each cell into a probability first. Default False.
        as_lists: Return multi-label rows as lists of names or ids, in an array of objects. Default False.
        dtype: Dtype of the result. Default: int64 for ids and 0/1, uint8 for vectors, float for soft labels.
        jobs: Number of threads, or processes for large NPY files. Default: one per core.
        **settings: ``classes``, ``num_classes``, ``label_offset``, ``labels_kind``, ``class_axis``; see
            `ReadingKeywords`.

    Returns:
        An array (N,) for ids, binary labels and names, otherwise (N, K). Arrays of higher rank keep their
        positions, with the classes on the last axis or on ``class_axis``.

    Raises:
        XentError: A `DataError` for wrong data, a `UsageError` for wrong arguments, or an `InputError` for a
            file that cannot be read; each with a code, a place and a hint.
        TypeError: A setting is unknown.

    Examples:
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
    cut = None if threshold is None else finite_number("threshold", threshold)
    accepted = Accepted(argmax, cut, positive, softmax, sigmoid)
    usual = PREDICTION_ARRAYS if accepted.of_scores else LABEL_ARRAYS
    column = spec_of(labels_column)
    rows = table_of(
        labels, "labels", column, usual, unknown=chosen.unknown, raw_type=chosen.raw_type, table=table
    )
    if target is Target.MULTI_LABEL and not accepted.of_scores:
        from xentcli.inputs.roles.long import several_rows

        rows = several_rows(rows, column)
    side = intake(rows, column, chosen, accepted.of_scores)
    threads = _execution(jobs).jobs
    return convert_array(
        Conversion(side, target, chosen, accepted, "npy", dtype, lists=as_lists, in_memory=True, jobs=threads)
    )


@suggesting
def validate(
    labels: Data,
    predictions: Data | None = None,
    *,
    labels_column: str | int | None = None,
    prediction_columns: Names | None = None,
    on: str | None = None,
    join: str | None = None,
    where: Where = None,
    table: Tables = None,
    expect: str | None = None,
    rows: int | None = None,
    max_errors: int = 20,
    strict: bool = False,
    jobs: int | None = None,
    **settings: Unpack[Keywords],
) -> Verdict:
    """Check labels, alone or with predictions, and return every problem with its place.

    Wrong data give a verdict that is not valid; they do not raise. All problems are counted. Warnings are
    in the verdict only.

    Args:
        labels: Class ids or names (N,), 0/1 (N,) or (N, 1), or one-hot, multi-hot or soft vectors (N, K).
        predictions: Predictions (N, K), (N, 1) or (N,), or None (the default) to check the labels alone.
        labels_column: Name or index of the label column, or array of an NPZ. Default: found by its name.
        prediction_columns: Name, index or list of the prediction columns, or text such as ``"2-11"``.
        on: Name of the key column that pairs the rows of both inputs. Default: rows pair by position.
        join: ``"inner"`` leaves out rows whose key has no partner. Default: such rows are an error.
        where: Column names and the text of their cells, such as ``{"split": "test"}``; other rows are left
            out. Default: all rows.
        table: The sheet, the table of a database, or the file in a zip; of two, the first is that of the
            labels. Default: the only one.
        expect: Kind the labels must be, such as ``"one-hot"``. Default: any.
        rows: Number of rows there must be. Default: any.
        max_errors: Number of problems to keep in the verdict; all are counted. Default 20.
        strict: Count warnings as errors. Default False.
        jobs: Number of threads, or processes for large NPY files. Default: one per core.
        **settings: ``classes``, ``num_classes``, ``ignore_index``, …: `xentcli.settings.keywords.Keywords`.

    Returns:
        A `Verdict`: ``valid``, the number of ``errors``, the first ``problems``, and ``warnings``.

    Raises:
        XentError: A `UsageError` for wrong arguments, or an `InputError` for a file that cannot be read.
        TypeError: A setting is unknown.

    Examples:
        >>> verdict = validate([0, 2, 5, 1], num_classes=3)
        >>> verdict.valid, [str(problem) for problem in verdict.problems]
        (False, ['labels: row 3: 5 is not a class of 0..2'])
    """
    from xentcli.commands.validate.run import Validation, judge, refused

    kind, chosen = None if expect is None else word(Kind, "expect", expect), settings_from(settings)
    columns = named_columns(labels_column, prediction_columns, None, on, join, where=where, table=table)
    rows = None if rows is None else whole_number("rows", rows)
    max_errors = whole_number("max_errors", max_errors, 1)
    try:
        data = from_python((labels, predictions, None), columns, chosen, once=True)
    except DataError as error:
        return refused(error, kind, max_errors)
    return judge(Validation(data, chosen, kind, rows, max_errors, strict, _execution(jobs)))


@warned
@suggesting
def advise(
    labels: Data,
    predictions: Data | None = None,
    *,
    labels_column: str | int | None = None,
    prediction_columns: Names | None = None,
    on: str | None = None,
    join: str | None = None,
    where: Where = None,
    table: Tables = None,
    jobs: int | None = None,
    **settings: Unpack[Keywords],
) -> Advice:
    """Return the loss and last layer that fit the labels, and what looks wrong with the data.

    Labels that fit no cross-entropy, such as regression targets, do not raise: ``kind`` is None.

    Args:
        labels: Class ids or names (N,), 0/1 (N,) or (N, 1), or one-hot, multi-hot or soft vectors (N, K).
        predictions: Predictions (N, K), (N, 1) or (N,), or None (the default) to advise on the labels alone.
        labels_column: Name or index of the label column, or array of an NPZ. Default: found by its name.
        prediction_columns: Name, index or list of the prediction columns, or text such as ``"2-11"``.
        on: Name of the key column that pairs the rows of both inputs. Default: rows pair by position.
        join: ``"inner"`` leaves out rows whose key has no partner. Default: such rows are an error.
        where: Column names and the text of their cells, such as ``{"split": "test"}``; other rows are left
            out. Default: all rows.
        table: The sheet, the table of a database, or the file in a zip; of two, the first is that of the
            labels. Default: the only one.
        jobs: Number of threads, or processes for large NPY files. Default: one per core.
        **settings: ``classes``, ``num_classes``, ``scale``, …: `xentcli.settings.keywords.Keywords`.

    Returns:
        An `Advice`: ``loss``, ``frameworks`` (code for each), ``suspicions``, ``weights`` (balanced).

    Raises:
        XentError: A `DataError` for wrong data, a `UsageError` for wrong arguments, or an `InputError` for a
            file that cannot be read; each with a code, a place and a hint.
        TypeError: A setting is unknown.

    Source:
        ``sklearn.utils.class_weight.compute_class_weight("balanced")``: n / (K n_k).

    Examples:
        >>> found = advise([1, 2, 0, 1], [[0.1, 0.8, 0.1], [0.2, 0.2, 0.6], [0.7, 0.2, 0.1], [0.2, 0.5, 0.3]])
        >>> found.loss, found.frameworks["pytorch"], found.suspicions
        ('sparse', 'nn.Linear(n, 3), nn.CrossEntropyLoss(): no activation, int64 labels', ())
    """
    from xentcli.commands.advise.calls import trial_of_calls
    from xentcli.commands.advise.run import advise as advise_data

    columns, chosen = (
        named_columns(labels_column, prediction_columns, None, on, join, where=where, table=table),
        settings_from(settings),
    )
    data = from_python((labels, predictions, None), columns, chosen, misread=True)
    given: dict[str, Any] = {"labels": labels, "predictions": predictions, "labels_column": labels_column}
    given |= {"prediction_columns": prediction_columns, "on": on, "join": join, "where": where, **settings}
    trial = trial_of_calls(loss, given, data.labels.table.name)
    return advise_data(data, chosen, _execution(jobs), trial=trial)


def explain(text: str | None = None) -> Explanation:
    """Return what a code, or an error message of a framework, means, and what to do.

    Args:
        text: A code such as ``"XE103"``, a finding such as ``"softmax-twice"``, a word of the answers such as
            ``"skill"``, or an error message or traceback. Default None: all codes.

    Returns:
        An `Explanation`: ``entries`` holds the codes, ``said`` the message that was found.

    Raises:
        UsageError: Nothing is known about the text.

    Source:
        The messages of Keras, PyTorch, scikit-learn and others, with their versions, are in
        `xentcli.commands.explain.messages`.

    Examples:
        >>> explain("Target 3 is out of bounds").entries[0].code
        'XE112'
    """
    from xentcli.commands.explain.run import explain as explained

    return explained(text)
