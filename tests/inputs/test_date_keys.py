"""Dates and times of the same name pair the rows of two files, however each file writes them."""

import json
from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest
from running import inside

P = np.array([0.2, 0.7, 0.9, 0.35, 0.6])
Y = np.array([0, 1, 1, 0, 1])
LOSS = -np.log(np.where(Y, P, 1 - P)).mean()
DAYS = [datetime(2024, 1, day, tzinfo=UTC) for day in (5, 6, 7, 18, 29)]
HERE = timezone(timedelta(hours=5, minutes=30))
FORMS = {
    "iso": lambda d: d.strftime("%Y-%m-%d"),
    "d/m/Y": lambda d: d.strftime("%d/%m/%Y"),
    "m/d/Y": lambda d: d.strftime("%m/%d/%Y"),
    "d.m.y": lambda d: d.strftime("%d.%m.%y"),
    "names": lambda d: d.strftime("%d-%b-%Y"),
    "long": lambda d: d.strftime('"%B %d, %Y"'),
    "compact": lambda d: d.strftime("%Y%m%d"),
    "utc": lambda d: d.strftime("%Y-%m-%dT%H:%M:%SZ"),
    "zone": lambda d: d.astimezone(HERE).isoformat(),
    "midnight": lambda d: d.strftime("%Y-%m-%d 12:00 AM"),
    "seconds": lambda d: f"{d.timestamp():.0f}",
    "milliseconds": lambda d: f"{1000 * d.timestamp():.0f}",
}


def loss(folder, mine, theirs, order, other=DAYS, name="date", *options):
    rows = "".join(f"{FORMS[mine](day)},{y}\n" for day, y in zip(DAYS, Y, strict=True))
    (folder / "y.csv").write_text(f"{name},y\n{rows}")
    rows = "".join(f"{FORMS[theirs](other[i])},{P[i]}\n" for i in order)
    (folder / "p.csv").write_text(f"{name},p\n{rows}")
    return inside("loss", folder / "y.csv", folder / "p.csv", "-f", "json", *options)


@pytest.mark.parametrize("theirs", FORMS)
@pytest.mark.parametrize("mine", ["iso", "d/m/Y", "seconds"])
@pytest.mark.parametrize("order", [[0, 1, 2, 3, 4], [2, 4, 0, 3, 1]])
def test_rows_are_joined_by_dates_in_any_form(tmp_path, mine, theirs, order):
    out = loss(tmp_path, mine, theirs, order)
    assert json.loads(out.stdout)["value"] == pytest.approx(LOSS, rel=1e-14)


@pytest.mark.parametrize("theirs", FORMS)
@pytest.mark.parametrize("days", [1, 400])
def test_other_dates_are_refused(tmp_path, theirs, days):
    other = [day + timedelta(days=days) for day in DAYS]
    out = loss(tmp_path, "iso", theirs, range(5), other)
    assert out.returncode == 1
    assert json.loads(out.stderr)["code"] == "XE310"


def test_days_that_may_be_months_are_refused(tmp_path):
    days = [datetime(2024, a, b, tzinfo=UTC) for a, b in ((1, 2), (2, 1), (3, 4), (4, 3), (5, 5))]
    rows = "".join(f"{day:%Y-%m-%d},{y}\n" for day, y in zip(days, Y, strict=True))
    (tmp_path / "y.csv").write_text(f"date,y\n{rows}")
    rows = "".join(f"{days[i]:%d/%m/%Y},{P[i]}\n" for i in (2, 4, 0, 3, 1))
    (tmp_path / "p.csv").write_text(f"date,p\n{rows}")
    out = inside("loss", tmp_path / "y.csv", tmp_path / "p.csv", "-f", "json")
    assert json.loads(out.stderr)["code"] == "XE315"


def test_times_of_other_names_are_refused_in_another_order(tmp_path):
    (tmp_path / "y.csv").write_text("ds,y\n2024-01-05,0\n2024-01-16,1\n2024-01-27,1\n")
    (tmp_path / "p.csv").write_text('when,p\n"Jan 16, 2024",0.7\n"Jan 27, 2024",0.9\n"Jan 5, 2024",0.2\n')
    out = inside("loss", tmp_path / "y.csv", tmp_path / "p.csv", "-f", "json")
    assert json.loads(out.stderr)["code"] == "XE315"


def test_per_sample_losses_show_the_moments(tmp_path):
    out = loss(tmp_path, "iso", "d/m/Y", [2, 4, 0, 3, 1], DAYS, "date", "--per-sample", tmp_path / "rows.csv")
    assert out.returncode == 0
    assert "2024-01-18" in (tmp_path / "rows.csv").read_text()
