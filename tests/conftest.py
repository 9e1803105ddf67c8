"""For all tests: one hypothesis profile, with the same examples on every machine and no clock; Ctrl-C works.

Where a shell starts the tests in the background, they and all that they start would ignore it.
"""

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
