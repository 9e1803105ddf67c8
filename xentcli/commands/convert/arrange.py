"""Find the class axis of arrays to convert, and the shape of the array to write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.commands.convert.conversion import VECTORS, Conversion, Plan
from xentcli.commands.convert.survey import execution_of, survey
from xentcli.core.errors import DataError, Place
from xentcli.core.frozen import replace
from xentcli.core.row_layout import absolute_axis
from xentcli.detection.decide import layout_of
from xentcli.detection.gather import arranged, positions_of
from xentcli.inputs.dataset import Dataset
from xentcli.io.write.registry import WRITERS

if TYPE_CHECKING:
    from xentcli.core.row_layout import Shape

ASKED = "XE313"
"""The code of labels with several class axes."""


def arranged_job(job: Conversion) -> Conversion:
    """Return the job with the layout of its rows, if they have several axes."""
    if len(job.labels.shape) < 2:
        return job
    data = _arranged_scores(job) if job.accepted.of_scores else _arranged_labels(job)
    return _checked(replace(job, labels=data.labels, layout=data.layout))


def _arranged_scores(job: Conversion) -> Dataset:
    from xentcli.detection.axis.choose import with_score_axis

    single = not (job.accepted.argmax or job.accepted.softmax) and job.target not in VECTORS
    return with_score_axis(Dataset(job.labels), job.settings, execution_of(job), single=single)


def _arranged_labels(job: Conversion) -> Dataset:
    """Return the labels with their layout. `--class-axis` is that of the output if it is not theirs."""
    data, here = Dataset(job.labels), execution_of(job)
    if job.settings.class_axis is None or job.target not in VECTORS:
        return arranged(data, job.settings, here)
    absolute_axis(job.settings.class_axis, len(job.labels.shape))
    try:
        return arranged(data, replace(job.settings, class_axis=None), here)
    except DataError as error:
        if error.code != ASKED:
            raise
    return arranged(data, job.settings, here)


def job_on_ids(job: Conversion) -> Conversion | None:
    """Return the job for an array of ids, one at each position, or None if it does not hold such ids."""
    layout = layout_of(job.data, job.settings)
    if len(job.labels.shape) != 1 or not layout.vectors or job.accepted.of_scores:
        return None
    seen, here = survey(job, layout).labels, execution_of(job)
    ids = positions_of(job.data, seen, layout, job.settings, here)
    return None if ids is None else _checked(replace(job, layout=ids.layout))


def _checked(job: Conversion) -> Conversion:
    """Return the job; raise if the output cannot hold the positions of a row."""
    if job.layout is None or not job.layout.positions or WRITERS[job.format].is_array:
        return job
    shape = ", ".join(str(n or "rows") for n in job.labels.table.shape)
    hint = f"{job.format} holds rows and columns; write an array with -o FILE.npy, or reshape it first"
    place = Place(job.labels.table.name)
    raise DataError(f"labels of shape ({shape}) have too many axes", hint, code="XE134", place=place)


def output_shape(job: Conversion, plan: Plan) -> tuple[Shape, int | None]:
    """Return the shape of the positions of a row, and the class axis unless it is the last one.

    A channel axis of length 1 becomes the class axis.
    """
    shape, told = plan.layout.positions, job.settings.class_axis
    if job.target not in VECTORS or not shape:
        return shape, None
    if not plan.layout.vectors and len(shape) > 1 and 1 in {shape[0], shape[-1]}:
        shape = shape[1:] if shape[0] == 1 else shape[:-1]
    axis = plan.layout.axis if told is None else absolute_axis(told, len(shape) + 1)
    return shape, None if axis is None or axis > len(shape) else axis
