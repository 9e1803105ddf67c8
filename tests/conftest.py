"""One hypothesis profile for all tests: the same examples on every machine, and no clock."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "steady",
    deadline=None,
    derandomize=True,
    max_examples=50,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("steady")

collect_ignore = ["system/fuzz"]  # needs the extra `fuzz`; test_fuzz_cases.py runs its targets without
