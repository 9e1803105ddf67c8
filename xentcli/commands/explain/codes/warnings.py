"""Warnings about labels and conversions: codes XE801 to XE811."""

from __future__ import annotations

from xentcli.commands.explain.codes.entry import entry

WARNINGS = (
    entry("XE801", "classes that never occur",
          "Options, names or columns tell of classes that no row has.",
          "Look whether the file was cut or filtered; for a small sample this may be right.",
          "printf 'label\\n0\\n1\\n' >y.csv", "xentcli validate y.csv --num-classes 3"),
    entry("XE802", "gaps below the largest class id",
          "Some ids below the largest never occur: classes were lost, or the numbers are no class ids. "
          "One-hot labels get an empty column for each.",
          "Say how many classes there are: --num-classes K",
          "printf 'label\\n0\\n2\\n7\\n' >y.csv", "xentcli validate y.csv"),
    entry("XE803", "all rows are of one class",
          "A model learns nothing from one class, and some scores are not defined.",
          "Look whether the file was sorted and cut, or another column is meant.",
          "printf 'label\\n1\\n1\\n' >y.csv", "xentcli validate y.csv"),
    entry("XE804", "names that look the same",
          "Names differ only by case, blanks, Unicode form or invisible characters: one class became two.",
          "Give each class one spelling.",
          "printf 'label\\ncat\\nCat\\ndog\\n' >y.csv", "xentcli validate y.csv"),
    entry("XE805", "every label is different: an id column?",
          "There are as many classes as rows, as in a column of keys.",
          "Name the label column: --labels-column NAME",
          "seq 100 >y.csv", "xentcli validate y.csv --no-header"),
    entry("XE806", "columns that are 1 in every row",
          "Every row has this label, so that it tells nothing apart.",
          "Look whether the column is one of the labels.",
          "printf '1,0\\n1,1\\n' >y.csv", "xentcli validate y.csv --expect multi-label"),
    entry("XE807", "too many classes to track",
          "To keep memory small, classes are tracked up to --max-classes; warnings about classes are "
          "left out.",
          "Look whether this is the label column; --max-classes N raises the limit.",
          "printf 'label\\n0\\n1\\n0\\n2\\n' >y.csv", "xentcli validate y.csv --max-classes 2"),
    entry("XE808", "class ids written as 1.0, 1e0 or +1",
          "Programs differ in what they make of such ids. A column with missing values often becomes float.",
          "Write whole numbers: xentcli convert FILE --to sparse",
          "printf 'label\\n0.0\\n2.0\\n1.0\\n' >y.csv", "xentcli validate y.csv"),
    entry("XE809", "a name or a cell starts like a formula",
          "Spreadsheets run cells that start with =, +, - or @ when they open the file.",
          "Rename the class, or import the file as text.",
          "printf 'label\\n=1+1\\ncat\\n' >y.csv", "xentcli validate y.csv"),
    entry("XE810", "label and prediction columns share only some names",
          "Columns are paired by name where all names are the same, and by place where not.",
          "Rename the columns, or bring them into the same order.",
          "printf 'cat,cow\\n1,0\\n0,1\\n' >y.csv", "printf 'p_cat,p_dog\\n0.7,0.3\\n0.2,0.8\\n' >p.csv",
          "xentcli validate y.csv p.csv"),
    entry("XE811", "a header that looks like labels",
          "The output's header consists of numbers, and a reader may take it for the first row.",
          "Read the file with --header, or name the columns: --columns NAMES",
          "printf 'label\n0\n1\n' >y.csv", "xentcli convert y.csv --to one-hot --class-names"),
)  # fmt: skip
"""The warnings of `validate` and `convert`."""
