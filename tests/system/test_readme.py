"""Everything that README.md shows: its commands are run, its Python is run, and the answers are compared."""

import re
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from running import ROOT, SAMPLES, shell
from showing import blocks_of, check_printed, check_python, examples, same

README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language):
    return blocks_of(README, language)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """An empty folder with sample_data and the three files of 1,000 classes."""
    path = tmp_path_factory.mktemp("readme")
    (path / "sample_data").symlink_to(SAMPLES)
    random = np.random.default_rng(0)
    ids = random.integers(0, 1000, 2000)
    np.save(path / "big_ids.npy", ids)
    np.save(path / "big_onehot.npy", (ids[:, None] == np.arange(1000)).astype(np.float32))
    logits = random.random((2000, 1000)) * 8
    logits[np.arange(2000), ids] += 4
    np.save(path / "big_logits.npy", logits)
    return path


@pytest.fixture(scope="module")
def answers(folder):
    """What every console block's commands print, each block's one after the other."""

    def run(block):
        return [shell(command, folder).stdout for command, _ in examples(block)]

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(run, blocks("console")))


@pytest.mark.parametrize("number", range(len(blocks("console"))))
def test_every_command_prints_what_stands_below_it(answers, number):
    check_printed(blocks("console")[number], answers[number])


@pytest.mark.parametrize("number", range(len(blocks("python"))))
def test_the_python_examples_answer_as_shown(number):
    check_python(blocks("python")[number], "README.md")


FIRST, SECOND = blocks("sh")[:2]


@pytest.mark.parametrize("block", [FIRST, SECOND], ids=["the main job", "the tests"])
def test_the_first_two_blocks_set_up_and_run_in_one_line(block):
    assert block.startswith("python3 -m venv .venv && .venv/bin/pip install -q ")
    assert block.count("\n") == 1


def test_the_first_block_computes_a_loss_of_the_sample_data_and_the_output_is_shown_whole():
    install, command = FIRST.split(" && ")[1:]
    assert install.endswith("install -q .")
    assert command.startswith(".venv/bin/xentcli loss sample_data/")
    assert same(shell(command.removeprefix(".venv/bin/"), ROOT).stdout, blocks("text")[0])


def test_the_second_block_runs_the_tests():
    install, command = SECOND.split(" && ")[1:]
    assert install.endswith("install -q -e '.[dev]'")
    assert command == ".venv/bin/python -m pytest -n auto --dist loadfile\n"


@pytest.mark.parametrize("command", ["loss", "detect"])
def test_every_command_is_shown(command):
    assert f"$ xentcli {command} " in README


def test_the_options_named_are_options():
    options = set(re.findall(r"`(--[a-z-]+)", README))
    helps = shell("xentcli loss --help; xentcli detect --help").stdout
    assert options
    assert [option for option in options if option not in helps] == []
