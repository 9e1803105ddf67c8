"""Files of tables, records and texts that are not supported."""

from __future__ import annotations

import re

from xentcli.io.foreign.foreign import Foreign, array, frame, python
from xentcli.io.foreign.looks import (
    is_cbor,
    is_html,
    is_kaldi,
    is_msgpack,
    is_tar,
    is_tfrecord,
    is_webdataset,
)

FIRST = "  # shows its first row; write all rows as JSON lines"

TABLES = (
    Foreign(
        "Feather of version 1",
        python("import pandas; pandas.read_feather('FILE').to_parquet('NEW')"),
        starts=(b"FEA1",),
    ),
    Foreign("Avro", frame("fastavro", "fastavro.reader(open('FILE', 'rb'))"), starts=(b"Obj\1",)),
    Foreign(
        "Vortex",
        python(
            "import pyarrow.parquet, vortex; pyarrow.parquet.write_table("
            "vortex.open('FILE').to_arrow().read_all(), 'NEW')"
        ),
        starts=(b"VTXF",),
    ),
    Foreign(
        "a TensorBoard log, which contains curves, not predictions",
        python("import tbparse; tbparse.SummaryReader('FILE').scalars.to_csv('NEW')"),
        ".csv",
        named=re.compile(r"(.*/)?events\.out\.tfevents\..*"),
    ),
    Foreign(
        "TFRecord",
        frame(
            "tfrecord",
            "{k: v.tolist() if len(v) > 1 else v[0] for k, v in row.items()} "
            "for row in tfrecord.tfrecord_loader('FILE', None)",
        ),
        looks=is_tfrecord,
    ),
    Foreign(
        "a WebDataset",
        frame(
            "webdataset",
            "{k.partition('.')[0]: getattr(v, 'tolist', lambda: v)() "
            "for k, v in row.items() if k[0] != '_'} for row in "
            "webdataset.WebDataset('FILE', shardshuffle=False).decode()",
        ),
        looks=is_webdataset,
    ),
    Foreign("a tar archive", "run tar xf FILE, then name one of its files", looks=is_tar),
    Foreign(
        "a Kaldi archive",
        array("kaldiio", "numpy.concatenate([m.reshape(len(m), -1) for _, m in kaldiio.load_ark('FILE')])"),
        ".npy",
        looks=is_kaldi,
    ),
    Foreign(
        "DuckDB",
        python("import duckdb; duckdb.connect('FILE', read_only=True).sql('FROM t').write_parquet('NEW')")
        + "  # t is a table; sql('SHOW TABLES') lists them",
        looks=lambda head: head[8:12] == b"DUCK",
    ),
    Foreign(
        "LMDB",
        python(
            "import lmdb; print(next(iter(lmdb.open('FILE', subdir=False, readonly=True, lock=False)"
            ".begin().cursor())))"
        )
        + FIRST,
        looks=lambda head: head[16:20] == b"\xde\xc0\xef\xbe",
    ),
    Foreign(
        "an Access database",
        "mdb-export FILE TABLE >NEW",
        ".csv",
        starts=(b"\0\1\0\0Standard Jet DB", b"\0\1\0\0Standard ACE DB"),
    ),
    Foreign("dBase", frame("dbfread", "dbfread.DBF('FILE')"), suffixes=(".dbf",)),
    Foreign(
        "MessagePack",
        python(
            "import pandas, msgpack; pandas.DataFrame(msgpack.unpack(open('FILE', 'rb'))).to_parquet('NEW')"
        ),
        looks=is_msgpack,
        suffixes=(".msgpack", ".mpk"),
    ),
    Foreign(
        "CBOR",
        frame("cbor2", "cbor2.load(open('FILE', 'rb'))"),
        starts=(b"\xd9\xd9\xf7",),
        looks=is_cbor,
        suffixes=(".cbor",),
    ),
    Foreign(
        "a web page",
        python("import pandas; pandas.read_html('FILE')[0].to_csv('NEW', index=False)"),
        ".csv",
        looks=is_html,
    ),
    Foreign(
        "XML",
        python("import pandas; pandas.read_xml('FILE').to_csv('NEW', index=False)"),
        ".csv",
        starts=(b"<?xml",),
    ),
    Foreign("RTF", "export the table as CSV", starts=(b"{\\rtf",)),
    Foreign("PDF", "export the table as CSV", starts=(b"%PDF-",)),
    Foreign(
        "a Git LFS pointer to a file that is missing",
        "git lfs pull",
        starts=(b"version https://git-lfs.github.com/spec/",),
    ),
    Foreign("fst", "Rscript -e \"arrow::write_parquet(fst::read_fst('FILE'), 'NEW')\"", suffixes=(".fst",)),
    Foreign(
        "a file of the R package qs",
        "Rscript -e \"saveRDS(qs::qread('FILE'), 'NEW')\"",
        ".rds",
        starts=(b"\x0b\x0e\x0a\x0c",),
        suffixes=(".qs",),
    ),
    Foreign(
        "HTK",
        python(
            "import numpy; b = open('FILE', 'rb').read(); numpy.save('NEW', numpy.frombuffer(b, "
            "'>f4', offset=12).reshape(-1, int.from_bytes(b[8:10]) // 4))"
        ),
        ".npy",
        suffixes=(".htk",),
    ),
    Foreign(
        "a Protobuf message",
        "show its fields with protoc --decode_raw <FILE, then write them as JSON lines",
        suffixes=(".pb", ".binpb"),
    ),
)
"""Tables and records. The first match is reported."""
