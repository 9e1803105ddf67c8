"""`xentcli advise` on trained models: every planted mistake is its first suspicion, healthy files have none.

`python tests/system/plants/rates.py --seeds 100` does the same for many seeds, and prints the rates.
"""

import json

import pytest
from plants.cases import healthy_pairs, try_healthy, try_plant, unlike_any, verdict_of
from plants.data import DATASETS
from plants.judging import told
from plants.models import NAMES, trained
from plants.pairs import Form, healthy, write
from plants.planting import PLANTS, plant
from running import shell

from xentcli.cli.main import COMMANDS

pytestmark = pytest.mark.skipif("advise" not in COMMANDS, reason="there is no advise yet")

SEED = 1
HEALTHY, PLANTED = 2, 6
"""How many ways to save each model, and how many models of those that a mistake fits."""


@pytest.mark.parametrize("data", DATASETS)
def test_no_healthy_pair_is_suspected(data):
    for turn, model in enumerate(NAMES):
        made = trained(data, model, SEED)
        for pair in healthy_pairs(made, turn, HEALTHY):
            if unlike_any(pair.made):
                continue
            outcome = try_healthy(pair)
            assert outcome.right, str(outcome)


@pytest.mark.parametrize("name", PLANTS)
def test_a_planted_mistake_is_the_first_suspicion_and_its_fix_helps(name):
    """Hidden ones are left alone, or rightly named; every third of those found is fixed."""
    models = [(data, model) for at, data in enumerate(DATASETS) for model in NAMES[at % 2 :: 2]]
    takers = [pair for pair in models if plant(name, trained(*pair, SEED), 0) is not None]
    step = max(1, len(takers) // PLANTED)
    for turn, (data, model) in enumerate(takers[::step]):
        outcome = try_plant(name, trained(data, model, SEED), 0, fix=turn % 3 == 0)
        assert outcome.right, str(outcome)


@pytest.mark.parametrize("name", ["softmax-twice", "rows-shuffled", "class-order"])
def test_the_installed_program_says_the_same(name, tmp_path):
    made = trained("digits", "logistic", SEED)
    _, spoiled = plant(name, made, 1)
    paths = write(spoiled.pair, tmp_path)
    done = shell(f"xentcli advise {paths[0]} {paths[1]} -f json", tmp_path)
    assert done.returncode == 1
    answer = json.loads(done.stdout)
    assert answer["schema"] == "xentcli/advise/2"
    assert answer.keys() >= {"schema", "kind", "loss", "findings"}
    assert answer["findings"][0]["code"] == spoiled.code
    assert set(answer["findings"][0]) == {"code", "level", "message", "evidence", "fix", "value"}
    good = write(healthy(made, Form("sparse", "probabilities", "csv")), tmp_path)
    assert shell(f"xentcli advise {good[0]} {good[1]} -q >advice.txt", tmp_path).returncode == 0


VERDICTS = {
    "found": (1, ["softmax-twice", "class-order"], "", "found"),
    "found though hidden": (1, ["softmax-twice"], "hidden", "found"),
    "missed": (0, [], "", "missed"),
    "hidden": (0, [], "hidden", "left alone"),
    "unexplained": (1, ["loss-above-class-shares"], "hidden", "found"),
    "unexplained though not hidden": (1, ["loss-above-class-shares"], "", "taken for another"),
    "second": (1, ["class-order", "softmax-twice"], "", "not first"),
    "another": (1, ["class-order"], "hidden", "taken for another"),
    "exit": (0, ["softmax-twice"], "", "error"),
}


@pytest.mark.parametrize("case", VERDICTS)
def test_averdict_of_is_as_strict_as_the_contract(case):
    status, codes, hidden, wanted = VERDICTS[case]
    findings = [{"code": code, "level": "suspicion", "fix": ""} for code in codes]
    notes = [{"code": "logits", "level": "note", "fix": ""}]
    answer = told(status, json.dumps({"findings": notes + findings}), "")
    assert verdict_of("softmax-twice", hidden, answer) == wanted
    assert verdict_of("softmax-twice", hidden, told(1, "", "xentcli: error: no")) == "error"
