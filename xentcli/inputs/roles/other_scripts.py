"""Usual names of columns in other languages and scripts."""

from __future__ import annotations

import re

LABELS = frozenset(
    [
        "klasse", "zielvariable", "etikett", "etiqueta", "clase", "objetivo", "classe",
        "etichetta", "rotulo", "rótulo", "étiquette", "cible", "метка", "метки", "класс",
        "таргет", "цель",
    ]
)  # fmt: skip
SCORES = frozenset(
    [
        "wahrscheinlichkeit", "probabilidad", "probabilidade", "probabilité", "probabilite",
        "probabilità", "probabilita", "вероятность", "вероятности", "скор", "балл",
    ]
)  # fmt: skip
"""Words of names, in lower case."""
INSIDE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("weight", ("权重", "權重", "重み", "가중치", "вес")),
    ("score", ("概率", "機率", "几率", "得分", "分数", "確率", "スコア", "확률", "점수", "置信度", "確信度")),
    ("predicted-class", ("预测", "預測", "予測", "예측", "прогноз", "предсказан")),
    (
        "label",
        (
            *("标签", "標籤", "类别", "類別", "真实", "真值", "ラベル", "正解", "クラス"),
            *("라벨", "레이블", "정답", "클래스"),
        ),
    ),
    ("key", ("编号", "序号", "編號", "番号", "번호", "номер")),
)
"""Parts of names by their role, for scripts without spaces between words."""
_WORD = re.compile(r"[^\W\d_]+|\d+")


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name with other letters than ASCII's, in lower case.

    >>> words_of("Вероятность_1"), words_of("预测概率")
    (('вероятность', '1'), ('预测概率',))
    """
    return tuple(word.casefold() for word in _WORD.findall(name))


def role_of(name: str) -> str | None:
    """Return the role that a name in another script suggests, or None.

    >>> role_of("预测概率"), role_of("метка"), role_of("确认")
    ('score', 'label', None)
    """
    own = words_of(name)
    if SCORES.intersection(own):
        return "score"
    if len(own) == 1 and LABELS.intersection(own):
        return "label"
    folded = name.casefold()
    whole = {"вес"}
    return next(
        (role for role, parts in INSIDE if any(p in own if p in whole else p in folded for p in parts)), None
    )
