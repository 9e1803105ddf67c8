"""Errors and notes of columns of Arrow, Parquet and ORC, and of folders of files."""

from __future__ import annotations

from xentcli.commands.explain.codes.entry import entry

MADE = 'python -c "import pyarrow as pa; from pyarrow import parquet as q; '
NAMED = (
    "import json; m = {'huggingface': json.dumps({'info': {'features': {'label': {'_type': 'ClassLabel', "
    "'names': ['1', '0']}}}})}; t = t.replace_schema_metadata(m); "
)
COLUMNS = (
    entry("XE070", "indices of a sparse vector do not fit",
          "A Spark vector of type 0 has a size, indices and values. The indices must increase, be below the "
          "size, and be as many as the values.",
          "Write the file again.",
          MADE + "v = dict(type=0, size=2, indices=[5], values=[1.0]); "
          "q.write_table(pa.table({'label': [1], 'probability': [v]}), 'p.parquet')\"",
          "xentcli loss p.parquet"),
    entry("XE071", "column of type VARIANT in its own encoding",
          "A VARIANT column is read only if all its rows are stored as one other type, not in the encoding "
          "of variants.",
          "Save the column as a number or text: CAST(v AS DOUBLE).",
          MADE + "v = dict(metadata=b'1', value=b'2'); "
          "q.write_table(pa.table({'label': [v]}), 'y.parquet')\"",
          "xentcli detect y.parquet --labels-column label"),
    entry("XE072", "matrix in each cell",
          "A cell holds lists of lists, or a tensor with more than one axis longer than 1. A row of "
          "predictions is one list.",
          "Write an array of all rows: numpy.save('p.npy', numpy.stack(cells)).",
          MADE + "q.write_table(pa.table({'label': [[[0, 1], [1, 0]]]}), 'y.parquet')\"",
          "xentcli detect y.parquet --labels-column label"),
    entry("XE073", "names of classes and of columns are numbers",
          "The labels are ids, and their names are numbers in another order. A number in a column name "
          "could be a name or an id.",
          "Rename the columns after the ids, or use words as class names.",
          MADE + "t = pa.table({'label': [0, 1], 'p_0': [0.9, 0.2], 'p_1': [0.1, 0.8]}); " + NAMED
          + "q.write_table(t, 'p.parquet')\"",
          "xentcli loss p.parquet"),
    entry("XE075", "vector is too long to be read as columns",
          "Vectors of more than 100,000 numbers, such as hashed features, are left out. A row of "
          "predictions has one number per class.",
          "Choose other columns, or write the predictions as an NPY array.",
          MADE + "v = dict(type=0, size=200_000, indices=[5], values=[1.0]); "
          "q.write_table(pa.table({'label': [1], 'probability': [v]}), 'p.parquet')\"",
          "xentcli loss p.parquet"),
    entry("XE074", "rows are in the order of folders",
          "The rows of one input are sorted into folders such as split=test, and those of the other input "
          "are not. Rows at the same position do not belong together.",
          "Pair the rows with --on and a column of both inputs, or read one folder.",
          "mkdir -p p/a=1 p/a=2; printf 'x,y\\n0.9,0.1\\n' | tee p/a=1/0.csv >p/a=2/0.csv",
          "printf 'label\\n0\\n1\\n' >y.csv", "xentcli loss y.csv p"),
)  # fmt: skip
"""Errors of the data of columns and folders."""

FOLDERS = (
    entry("XE680", "folder has no data files",
          "Files with a name that starts with a dot or an underscore, and files of unknown formats, are not "
          "read.",
          "Check it with ls -A FOLDER, and name a file or another folder.",
          "mkdir out", "xentcli detect out"),
    entry("XE681", "folder has several tables",
          "The files of one table differ only in numbers, such as part-0.csv and part-1.csv. This folder "
          "holds files with other names, several folders, or a single file without a number in its name.",
          "Name one file or folder, or quote a pattern.",
          "mkdir out; printf 'label\\n0\\n' | tee out/train.csv >out/test.csv", "xentcli detect out"),
    entry("XE682", "table has a log that lists its files",
          "Delta Lake, Hudi, Iceberg and others keep files that are no longer part of the table. Reading "
          "all of them would include deleted or replaced rows.",
          "Convert the table with its own library, as the hint shows.",
          "mkdir -p out/_delta_log; printf 'label\\n0\\n' >out/part-0.csv", "xentcli detect out"),
    entry("XE683", "folder is incomplete",
          "A part that a name or a description mentions is missing, or the job that writes the folder has "
          "not finished.",
          "Wait for the job, or copy or write the whole folder again.",
          "mkdir out; printf 'label\\n0\\n' >out/part-0-of-2.csv", "xentcli detect out"),
    entry("XE684", "selected rows of a data set were not written",
          "The folder keeps all rows and a list of the selected ones, as old versions of datasets do.",
          "Write the rows: dataset.flatten_indices().save_to_disk(NEW).",
          "mkdir out; echo '{}' >out/dataset_info.json",
          "echo '{\"_indices_data_files\": [1]}' >out/state.json",
          "xentcli detect out"),
)  # fmt: skip
"""Errors of folders."""

FOLDER_NOTES = (
    entry("XE872", "all files of a folder were read",
          "The files of the folder that differ only in numbers are read as one input, in natural order. "
          "Files without rows add nothing.",
          "Nothing needs to be done.",
          "mkdir out; printf 'label,p\\n0,0.1\\n' | tee out/part-0.csv >out/part-1.csv", "xentcli loss out"),
    entry("XE873", "key in the names of folders is a column",
          "Folders such as split=test hold the rows with one value of a column. The column is read as if it "
          "were in the files.",
          "Nothing needs to be done. --where split=test selects the rows of one folder.",
          "mkdir -p out/split=a; printf 'label,p\\n0,0.1\\n' >out/split=a/part-0.csv", "xentcli loss out"),
)  # fmt: skip
"""Notes on folders."""
