"""A block of labels and predictions to its losses, under a recipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.bits import bits_in
from xentcli.evidence import every
from xentcli.facts import NARROW, Facts, largest_by_loss, largest_is
from xentcli.losses import binary_losses, categorical_losses, confidence_gap, entropy, smoothed, times
from xentcli.rowsums import row_sums
from xentcli.settings import Like
from xentcli.sightings import UNSEEN, Sighting
from xentcli.terms import binary_terms, chosen, class_terms, raw_probabilities, target_terms, wide
from xentcli.types import Kind, Loss, Scale
from xentcli.values import Value, replace

if TYPE_CHECKING:
    from xentcli.recipe import Recipe
    from xentcli.types import Block, Codes, Floats, Mask, Numbers


class Measured(Value):
    """What a block's rows cost: one entry a position (n,), in row order."""

    losses: Floats
    """As the framework prints them, weights and all; zero where ignored."""
    weights: Floats | None
    """What a weighted mean divides by; None: ones."""
    kept: Mask
    targets: Codes
    """The class of the label; -1 where there is none (multi-label)."""
    correct: Mask
    predicted: Codes | None = None
    """The class predicted; None: the first largest number of the rows."""
    rows: Numbers | None = None
    elements: Floats | None = None
    """(n, K), where the framework's losses are one an element."""
    elements_correct: int = 0
    entropies: Floats | None = None
    """Of soft labels, a row."""
    vectors: Floats | None = None
    """Labels as they are, (n, K), where they are vectors."""
    strangers: Sighting = UNSEEN


class Pair(Value):
    """The same rows of labels, predictions and weights."""

    labels: Block
    predictions: Block
    weights: Block | None = None


def measure(recipe: Recipe, pair: Pair, known: Facts) -> Measured:
    """The losses of a block of pairs; ``known`` are the facts of its predictions."""
    facts = recipe.facts(known)
    if recipe.case.loss is Loss.SPARSE:
        return _in_base(recipe, _sparse(recipe, pair, facts))
    if recipe.case.loss is Loss.CATEGORICAL or _sums_positives(recipe):
        return _in_base(recipe, _categorical(recipe, pair, facts))
    return _in_base(recipe, _binary(recipe, pair, wide(facts.rows)))


def _sums_positives(recipe: Recipe) -> bool:
    """scikit-learn adds -y log p over the outputs of multi-label rows, and nothing for the zeros."""
    return recipe.settings.like is Like.SKLEARN and recipe.layout.vectors and recipe.layout.width > 1


def _in_base(recipe: Recipe, done: Measured) -> Measured:
    if recipe.settings.base is None:
        return done
    unit = np.log(recipe.settings.base)
    elements = None if done.elements is None else done.elements / unit
    return replace(done, losses=done.losses / unit, elements=elements)


def _sparse(recipe: Recipe, pair: Pair, facts: Facts) -> Measured:
    """(1 - a) f_y + a / K sum f_k, where f_k = c_k (1 - p_k)^gamma (-log p_k); never a one-hot matrix."""
    raw = recipe.layout.labels(pair.labels.values)
    classes = recipe.layout.labels(recipe.classes.indices(pair.labels))
    kept = np.ones(len(classes), bool) if recipe.ignore is None else raw != recipe.ignore
    inside = kept & (classes >= 0)
    whole = bool(inside.all())
    targets = classes if whole else np.where(inside, classes, 0)
    own = chosen(facts.rows, targets)
    losses = _target_losses(recipe, facts.rows, targets, own)
    correct = _correct(recipe, facts, targets, own, losses)
    if not whole:
        losses = np.where(inside, losses, 0.0)
    of_class = None if recipe.class_weights is None else recipe.class_weights[targets]
    shared = _row_weights(recipe, pair, len(classes))
    weights = _product(of_class, shared)
    if shared is not None:
        losses = times(shared, losses)
    strangers = (
        UNSEEN
        if whole
        else recipe.classes.strangers(pair.labels, _as_labels(pair, classes), _as_labels(pair, kept))
    )
    return Measured(losses, weights, kept, targets, correct, rows=facts.rows, strangers=strangers)


def _as_labels(pair: Pair, flat: Numbers) -> Numbers:
    return flat.reshape(pair.labels.values.shape)


def _correct(recipe: Recipe, facts: Facts, targets: Codes, own: Numbers, losses: Floats) -> Mask:
    """Where the class of the label has the first largest number."""
    if recipe.scale is Scale.LOGITS and recipe.plain and facts.rows.shape[1] > NARROW:
        return largest_by_loss(facts, targets, losses)
    return largest_is(facts, targets, own)


def _target_losses(recipe: Recipe, rows: Numbers, targets: Codes, own: Numbers) -> Floats:
    amount = recipe.settings.label_smoothing
    if amount > 0:
        every = _weighed(recipe, class_terms(recipe, wide(rows)), None)
        spread = row_sums(every) * (amount / recipe.layout.width)
        return np.asarray((1 - amount) * chosen(every, targets) + spread)
    return _weighed(recipe, target_terms(recipe, rows, targets, own), targets)


def _weighed(recipe: Recipe, terms: Floats, targets: Codes | None) -> Floats:
    """Terms times class weights and focal factors: of the targets' classes (n,), or of all classes (n, K)."""
    if recipe.focal is not None:
        gamma, alpha = recipe.focal
        terms = times(confidence_gap(terms) ** gamma, terms)
        if alpha is not None:
            terms = times(_of(np.broadcast_to(alpha, recipe.layout.width), targets), terms)
    weights = recipe.class_weights
    return terms if weights is None else times(_of(weights, targets), terms)


def _of(factors: Floats, targets: Codes | None) -> Floats:
    return factors if targets is None else factors[targets]


def _categorical(recipe: Recipe, pair: Pair, facts: Facts) -> Measured:
    """sum over k of y_k f_k, with f as for class ids; plain one-hot rows cost what class ids cost."""
    single = recipe.plain and recipe.case.kind is Kind.ONE_HOT
    bits = bits_in(pair.labels, recipe.layout) if single else None
    if bits is not None and bits.one_hot and not _counts_zeros(recipe, facts):
        return _one_hot(recipe, pair, facts, bits.columns)
    labels, rows = wide(recipe.layout.labels(pair.labels.values)), facts.rows
    targets = labels.argmax(axis=1)
    hot, own = _one_hot_rows(recipe, labels, targets, rows), chosen(rows, targets)
    losses = _vector_losses(recipe, labels, wide(rows))
    if hot.any():
        losses[hot] = target_terms(recipe, rows[hot], targets[hot], own[hot])
    shared = _row_weights(recipe, pair, len(labels))
    of_class = _vector_weights(recipe, labels, targets)
    factor = _product(of_class, shared) if recipe.settings.like is Like.KERAS else shared
    weights = _product(of_class, shared)
    if factor is not None:
        losses = times(factor, losses)
    correct = largest_is(facts, targets, own)
    kept = np.ones(len(labels), bool)
    soft = entropy(labels) if recipe.case.kind is Kind.SOFT else None
    return Measured(losses, weights, kept, targets, correct, rows=rows, entropies=soft, vectors=labels)


def _counts_zeros(recipe: Recipe, facts: Facts) -> bool:
    """Whether a framework's zeros meet infinities, which makes them more than nothing."""
    return recipe.likeness.naive and not np.isfinite(facts.span).all()


def _one_hot(recipe: Recipe, pair: Pair, facts: Facts, targets: Codes) -> Measured:
    """Rows of labels that each have a single 1: as if they were class ids."""
    own = chosen(facts.rows, targets)
    losses = target_terms(recipe, facts.rows, targets, own)
    correct = _correct(recipe, facts, targets, own, losses)
    shared = _row_weights(recipe, pair, len(targets))
    if shared is not None:
        losses = times(shared, losses)
    return Measured(losses, shared, np.ones(len(targets), bool), targets, correct, rows=facts.rows)


def _one_hot_rows(recipe: Recipe, labels: Floats, targets: Codes, rows: Numbers) -> Mask:
    """Rows of labels with a single 1 and zeros, whose loss is that of a class id.

    Not so where a framework multiplies its zeros with infinities.
    """
    if not recipe.plain:
        return np.zeros(len(labels), dtype=np.bool_)
    single = (chosen(labels, targets) == 1) & (np.count_nonzero(labels, axis=1) == 1)
    if recipe.likeness.naive:
        single &= every(np.isfinite(rows))
    return np.asarray(single, dtype=np.bool_)


def _vector_losses(recipe: Recipe, labels: Floats, x: Floats) -> Floats:
    keras = recipe.settings.like is Like.KERAS
    terms = class_terms(recipe, x)
    factored = _focal_only(recipe, terms) if keras else _weighed(recipe, terms, None)
    y = smoothed(labels, max(recipe.settings.label_smoothing, 0.0), recipe.layout.width)
    if not recipe.likeness.naive:
        return categorical_losses(y, factored)
    with np.errstate(invalid="ignore"):
        return row_sums(y * factored)


def _focal_only(recipe: Recipe, terms: Floats) -> Floats:
    """Keras' class weights are sample weights in disguise; they come last."""
    if recipe.focal is None:
        return terms
    gamma, alpha = recipe.focal
    with np.errstate(invalid="ignore"):
        terms = confidence_gap(terms) ** gamma * terms
        return terms if alpha is None else alpha * terms


def _vector_weights(recipe: Recipe, labels: Floats, targets: Codes) -> Floats | None:
    """The targets' own class weights: sum over k of c_k y_k; in Keras, that of the largest entry."""
    weights = recipe.class_weights
    if weights is None or recipe.settings.like is Like.TORCH:
        return None
    if recipe.settings.like is Like.KERAS:
        return weights[targets]
    return row_sums(labels * weights)


def _binary(recipe: Recipe, pair: Pair, x: Floats) -> Measured:
    """w y (-log p) + (1 - y) (-log(1 - p)), element by element; then the mean over a row's outputs."""
    labels, kept, strangers = _binary_targets(recipe, pair)
    x = x[:, None] if x.ndim == 1 else x
    if x.shape[1] == 2 and labels.shape[1] == 1:
        x = x[:, 1:]
    elements = _binary_elements(recipe, labels, x)
    weights = _element_weights(recipe, pair, labels)
    if weights is not None:
        elements = times(weights, elements)
    outputs = elements.shape[1]
    losses = row_sums(elements) / outputs
    losses = losses if kept.all() else np.where(kept, losses, 0.0)
    by_row = None if weights is None else row_sums(weights * np.ones_like(elements)) / outputs
    over = x > _even(recipe)
    hits = (labels > 0.5) == over
    targets, predicted, correct = _binary_classes(recipe, labels, x, over, hits)
    return Measured(
        losses,
        by_row,
        kept,
        targets,
        correct,
        predicted,
        elements=np.where(kept[:, None], elements, 0.0) if recipe.likeness.elementwise else None,
        elements_correct=int(np.count_nonzero(hits[kept])),
        entropies=_bit_entropy(labels) if recipe.case.kind is Kind.SOFT else None,
        vectors=labels,
        strangers=strangers,
    )


def _binary_classes(
    recipe: Recipe, labels: Floats, x: Floats, over: Mask, hits: Mask
) -> tuple[Codes, Codes, Mask]:
    """The classes of labels and predictions, and where they agree: by one half, or of one-hot rows by the
    largest."""
    if recipe.case.kind is Kind.ONE_HOT:
        targets, predicted = labels.argmax(axis=1), x.argmax(axis=1)
        return targets, predicted, np.asarray(targets == predicted, dtype=np.bool_)
    if labels.shape[1] > 1:
        return np.full(len(labels), -1, np.int64), x.argmax(axis=1), every(hits)
    targets = (labels[:, 0] > 0.5).astype(np.int64)
    return targets, over[:, 0].astype(np.int64), hits[:, 0]


def _even(recipe: Recipe) -> float:
    """The prediction that stands for one half."""
    if recipe.case.scale is Scale.LOGITS:
        return 0.0
    return float(np.log(0.5)) if recipe.case.scale is Scale.LOG_PROBABILITIES else 0.5


def _bit_entropy(labels: Floats) -> Floats:
    return np.asarray(
        entropy(np.stack([labels, 1 - labels], axis=-1).reshape(-1, 2)).reshape(labels.shape).mean(axis=1)
    )


def _binary_targets(recipe: Recipe, pair: Pair) -> tuple[Floats, Mask, Sighting]:
    """Labels as numbers in [0, 1], (n, outputs); which rows are kept; and labels that are no class."""
    values = pair.labels.values
    if recipe.layout.vectors:
        labels = np.asarray(recipe.layout.labels(values), dtype=np.float64)
        return labels, np.ones(len(labels), bool), UNSEEN
    flat = values.reshape(-1)
    if recipe.case.kind is Kind.SOFT:
        return flat.astype(np.float64)[:, None], np.ones(len(flat), bool), UNSEEN
    classes = recipe.classes.indices(pair.labels)
    kept = np.ones(len(flat), bool) if recipe.ignore is None else flat != recipe.ignore
    strangers = recipe.classes.strangers(pair.labels, classes, kept.reshape(values.shape))
    targets = classes.reshape(-1) if kept.all() else np.where(kept, classes.reshape(-1), 0)
    return targets.astype(np.float64)[:, None], kept, strangers


def _binary_elements(recipe: Recipe, labels: Floats, x: Floats) -> Floats:
    y = smoothed(labels, recipe.settings.label_smoothing, 2)
    terms = binary_terms(recipe, x)
    pos_weight = recipe.pos_weight
    if recipe.likeness.naive:
        with np.errstate(invalid="ignore"):
            elements = y * pos_weight * terms[0] + (1 - y) * terms[1]
    elif (
        recipe.plain and recipe.case.kind is Kind.BINARY and isinstance(pos_weight, float) and pos_weight == 1
    ):
        elements = np.where(y == 1, *terms)
    else:
        elements = binary_losses(y, terms, pos_weight)
    return elements if recipe.focal is None else _focal_elements(recipe, y, x, elements)


def _focal_elements(recipe: Recipe, y: Floats, x: Floats, elements: Floats) -> Floats:
    """(1 - p_t)^gamma times the loss, p_t = y p + (1 - y)(1 - p); alpha weighs the positives, 1 - alpha the
    rest."""
    gamma, alpha = recipe.focal or (0.0, None)
    p, other = raw_probabilities(recipe, x)
    elements = times((y * other + (1 - y) * p) ** gamma, elements)
    return elements if alpha is None else times(alpha * y + (1 - alpha) * (1 - y), elements)


def _element_weights(recipe: Recipe, pair: Pair, labels: Floats) -> Floats | None:
    """Sample weights (n, 1) or (n, outputs), times class weights: of outputs, or of the two classes."""
    shared = None if pair.weights is None else _spread_weights(recipe, pair.weights.values, labels)
    weights = recipe.class_weights
    if weights is None:
        return shared
    if labels.shape[1] == 1:
        own = labels * weights[1] + (1 - labels) * weights[0]
    elif recipe.settings.like is Like.KERAS:
        own = weights[labels.argmax(axis=1)][:, None]
    else:
        own = np.broadcast_to(weights, labels.shape)
    return np.asarray(own if shared is None else own * shared)


def _spread_weights(recipe: Recipe, weights: Numbers, labels: Floats) -> Floats:
    flat = np.asarray(weights, dtype=np.float64)
    if flat.size == labels.size:
        return flat.reshape(labels.shape)
    per_row = recipe.layout.per_row
    return np.repeat(flat.reshape(len(flat)), per_row)[:, None]


def _row_weights(recipe: Recipe, pair: Pair, positions: int) -> Floats | None:
    """Sample weights, one a position."""
    if pair.weights is None:
        return None
    flat = np.asarray(pair.weights.values, dtype=np.float64).reshape(-1)
    return flat if flat.size == positions else np.repeat(flat, recipe.layout.per_row)


def _product(a: Floats | None, b: Floats | None) -> Floats | None:
    if a is None or b is None:
        return b if a is None else a
    return a * b
