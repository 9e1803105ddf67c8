"""Everything that README.md shows: its commands are run, its Python is run, and the answers are compared."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from running import ROOT, SAMPLES, shell
from showing import blocks_of, check_printed, check_python, examples, same

README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language):
    return blocks_of(README, language)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """An empty folder with sample_data."""
    path = tmp_path_factory.mktemp("readme")
    (path / "sample_data").symlink_to(SAMPLES)
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


def test_the_first_block_computes_a_loss_of_the_sample_data_as_shown():
    install, command = FIRST.split(" && ")[1:]
    assert install.endswith("install -q .")
    assert command.startswith(".venv/bin/xentcli loss sample_data/")
    printed = shell(command.removeprefix(".venv/bin/"), ROOT).stdout
    start, cut, end = blocks("text")[0].partition("…\n")
    assert cut
    assert same(printed[: len(start)], start)
    assert same(printed[len(printed) - len(end) :], end)


def test_it_can_be_read_in_two_minutes():
    assert len(README.splitlines()) <= 200


def test_the_second_block_runs_the_tests():
    install, command = SECOND.split(" && ")[1:]
    assert install.endswith("install -q -e '.[dev]'")
    assert command == ".venv/bin/python -m pytest -n auto --dist loadfile\n"


@pytest.mark.parametrize("command", ["loss", "advise", "validate"])
def test_the_main_commands_are_shown(command):
    assert f"$ xentcli {command} " in README


def test_the_options_named_are_options():
    options = set(re.findall(r"`(--[a-z-]+)", README))
    helps = shell("xentcli loss --help; xentcli detect --help").stdout
    assert options
    assert [option for option in options if option not in helps] == []
