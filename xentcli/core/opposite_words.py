"""Whether two names mean the same class, or opposite ones: `is_fraud` and `p_fraud`, or `p_legit`."""

from __future__ import annotations

import re
from functools import lru_cache

CONTRARIES: tuple[tuple[frozenset[str], frozenset[str]], ...] = tuple(
    (frozenset(no.split()), frozenset(yes.split()))
    for no, yes in (
        ("legit legitimate genuine regular", "fraud fraudulent scam"),
        ("ham legit legitimate", "spam junk phishing"),
        ("benign", "malignant cancer cancerous malware malicious attack"),
        ("normal nominal inlier regular", "anomaly anomalous abnormal outlier attack intrusion novelty"),
        ("healthy control well", "disease diseased sick ill patient case infected"),
        ("fail failed fails failure failing", "pass passed passes passing success successful succeeded"),
        (
            "dead died dies death deceased mortality fatal nonsurvivor",
            "alive survived survives survival survivor survive living",
        ),
        (
            "stay stays stayed staying retain retained retention loyal remain remained",
            "churn churned churner attrition exited leave leaves leaving left quit",
        ),
        ("loss lose loses lost loser defeat", "win wins won winner victory"),
        ("neg negative", "pos positive"),
        ("false f", "true t"),
        ("no n", "yes y"),
        ("bad", "good"),
        ("paid repaid repay payback repayment", "default defaulted defaults"),
        ("clean safe civil", "toxic toxicity hate hateful offensive unsafe nsfw abusive"),
        (
            "rejected reject refused denied deny declined decline",
            "accepted accept approved approve granted admitted",
        ),
        ("absent absence", "present presence"),
        ("off", "on"),
        ("wrong incorrect", "right correct"),
        ("irrelevant", "relevant"),
        ("inactive", "active"),
        ("ok okay intact good", "defect defective defects broken faulty fault failure"),
        ("down", "up"),
        ("low", "high"),
        ("cold", "hot"),
        ("real authentic", "fake forged counterfeit"),
        ("human", "bot machine ai generated"),
        ("sell", "buy"),
        ("closed close", "open"),
        ("unhappy sad", "happy"),
        ("female woman", "male man"),
        ("left", "right"),
    )
)
"""Words of opposite meaning: those of the class that is usually 0, and of the one that is usually 1."""
EVEN = 8
"""So many pairs at the end have no usual 1."""
NEGATIVE = frozenset().union(*(no for no, _ in CONTRARIES[:6])) - {"regular", "control", "well"}
"""Words that name class 0 even next to labels whose name says nothing."""
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_a-zA-Z]+")
_NO = frozenset({"not", "non", "no", "un", "without", "never", "anti"})
_NEGATED = re.compile(r"(?:not|non|un|in|ir|im|il|dis|no)(\w{3,})")
_STEM = 4
"""The number of letters that two forms of a word share, such as churn and churned."""


@lru_cache(1024)
def meaning(name: str) -> tuple[frozenset[str], bool]:
    """Return the words of a name without those that negate, and whether one negates.

    >>> sorted(meaning("p_not_hot")[0]), meaning("p_not_hot")[1]
    (['hot', 'p'], True)
    """
    own = [word.casefold() for word in _WORD.findall(name)]
    found = frozenset(word for word in own if word not in _NO or len(own) == 1)
    return found, not found.issuperset(own)


def sense(name: str, other: str) -> int:
    """Return 1 if two names mean the same, -1 if they mean opposites, and 0 if they do not tell.

    >>> sense("is_fraud", "p_fraud"), sense("is_fraud", "p_legit"), sense("hot", "not_hot")
    (1, -1, -1)
    >>> sense("y", "p")
    0
    >>> sense("accepted", "p_unaccepted"), sense("died", "prob_alive"), sense("Churn", "churned")
    (-1, -1, 1)
    """
    first, second = meaning(name), meaning(other)
    signs = {_words(a, b) for a in first[0] for b in second[0]} - {0}
    if len(signs) != 1:
        return 0
    return signs.pop() * (-1 if first[1] != second[1] else 1)


@lru_cache(4096)
def _words(word: str, other: str) -> int:
    if word in _PLAIN or other in _PLAIN:
        return 0
    if len(word) > 1 and len(other) > 1 and _alike(word, other):
        return 1
    if _contrary(word, other):
        return -1
    return -1 if is_negation(word, other) or is_negation(other, word) else 0


def is_negation(word: str, negated: str) -> bool:
    """Return whether a word is another one with `non`, `un` or `in` before it.

    >>> is_negation("toxic", "nontoxic"), is_negation("active", "inactive"), is_negation("cat", "dog")
    (True, True, False)
    """
    found = _NEGATED.fullmatch(negated)
    return found is not None and _alike(found[1], word) and not _alike(negated, word)


def _alike(word: str, other: str) -> bool:
    """Return whether two words are one, but for an ending."""
    short, long = sorted((word, other), key=len)
    stem = short.removesuffix("e").removesuffix("y")
    return short == long or (len(stem) >= _STEM and long.startswith(stem) and len(long) - len(short) <= _STEM)


def _contrary(word: str, other: str) -> bool:
    pairs = ((no, yes) for no, yes in CONTRARIES)
    return any((word in no and other in yes) or (word in yes and other in no) for no, yes in pairs)


_PLAIN_WORDS = """
    is has was will be the of a y p q pr prob probs proba probas probability probabilities score
    scores logit logits pred preds predicted prediction predictions predict hat phat yhat ypred
    model output outputs target class classes label labels true truth value outcome response raw
    mean avg ensemble final conf confidence risk column col estimated estimate fitted likelihood id
"""
_PLAIN = frozenset(_PLAIN_WORDS.split())
"""Words that say what a column is, not which class it is of."""


def is_plain(name: str) -> bool:
    """Return whether no word of a name can name a class.

    >>> is_plain("y_pred_proba"), is_plain("p1"), is_plain("p_stay")
    (True, True, False)
    """
    return all(word in _PLAIN for word in meaning(name)[0])


def in_usual_order(first: str, second: str) -> bool:
    """Return whether two names are opposites of which the second is usually 1.

    >>> in_usual_order("p_benign", "p_malignant"), in_usual_order("not_hot", "hot")
    (True, True)
    """
    one, two = meaning(first), meaning(second)
    if one[0] == two[0]:
        return one[1] and not two[1]
    return not (one[1] or two[1]) and any(no & one[0] and yes & two[0] for no, yes in CONTRARIES[:-EVEN])


def names_negative(name: str) -> bool:
    """Return whether a word of a name names class 0 by its meaning, such as `benign`."""
    return bool(NEGATIVE & meaning(name)[0])
