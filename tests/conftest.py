"""For all tests: one hypothesis profile, with the same examples on every machine and no clock; Ctrl-C works.

Where a shell starts the tests in the background, they and all that they start would ignore it.
"""

import os
import signal

from hypothesis import HealthCheck, settings

settings.register_profile(
    "steady",
    deadline=None,
    derandomize=True,
    max_examples=50,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("steady")
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

collect_ignore = ["system/fuzz"]  # needs the extra `fuzz`; test_fuzz_cases.py runs its targets without

LONG = {
    "test_advise_command.py": 3,
    "test_advise_refusals.py": 2,
    "test_arrays_beside.py": 2,
    "test_catalogue.py": 2,
    "test_compression.py": 3,
    "test_compression_damage.py": 4,
    "test_conversion_roundtrips.py": 3,
    "test_explain.py": 3,
    "test_faults.py": 2,
    "test_format_contract.py": 4,
    "test_format_damage.py": 3,
    "test_hdf5.py": 2,
    "test_matlab.py": 3,
    "test_netcdf.py": 2,
    "test_octave.py": 2,
    "test_properties.py": 4,
    "test_r.py": 3,
    "test_same_bits.py": 4,
    "test_sheets.py": 3,
    "test_statistics.py": 3,
    "test_terminal_safety.py": 2,
    "test_words.py": 4,
    "test_zarr.py": 3,
}
"""Files of long tests: of each test, one in so many cases runs, or all if XENTCLI_NIGHTLY is set."""


def pytest_collection_modifyitems(config, items):
    """Deselect cases of long tests: always the same ones, and never the first case of a test."""
    if "XENTCLI_NIGHTLY" in os.environ or any("::" in word for word in config.args):
        return
    turns: dict[str, int] = {}
    kept, left = [], []
    for item in items:
        every = LONG.get(item.path.name, 1)
        turn = turns[test] = turns.get(test := item.nodeid.partition("[")[0], -1) + 1
        (left if turn % every else kept).append(item)
    config.hook.pytest_deselected(items=left)
    items[:] = kept
