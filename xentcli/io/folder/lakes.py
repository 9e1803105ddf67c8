"""Refuse folders with files that are not part of the table: lake formats, and unfinished output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.errors import InputError, Place

if TYPE_CHECKING:
    from xentcli.io.folder.listing import Listing

LAKES = {
    "_delta_log": ("Delta Lake", "deltalake.DeltaTable(FOLDER).to_pandas().to_parquet(NEW)"),
    ".hoodie": ("Apache Hudi", "spark.read.format('hudi').load(FOLDER).write.parquet(NEW)"),
    "_spark_metadata": ("Spark's streaming", "spark.read.parquet(FOLDER).write.parquet(NEW)"),
    "_versions": ("Lance", "lance.dataset(FOLDER).to_table() and pyarrow.parquet.write_table"),
    "_latest.manifest": ("Lance", "lance.dataset(FOLDER).to_table() and pyarrow.parquet.write_table"),
}
"""Names that only these formats use, each with the name of the format and how to convert it."""
ICEBERG = frozenset({"data", "metadata"})
"""The folders of an Iceberg table."""


def refuse_lakes(listing: Listing) -> None:
    """Raise if a log or manifest lists the current files, because other files may be old."""
    lake = next((LAKES[name] for name in LAKES if name in listing.names), None)
    if lake is None and set(listing.folders) == ICEBERG and not listing.files:
        lake = ("Apache Iceberg", "table.scan().to_arrow() of pyiceberg, and pyarrow.parquet.write_table")
    if lake is not None:
        message = f"is a table of {lake[0]}; its log says which files count"
        raise InputError(message, lake[1], code="XE682", place=Place(listing.root))
    if "_temporary" in listing.names and "_SUCCESS" not in listing.names:
        message = "is unfinished: it has a _temporary folder and no _SUCCESS file"
        hint = "wait for the job, or run it again"
        raise InputError(message, hint, code="XE683", place=Place(listing.root))
