"""Warnings about labels and conversions: codes XE801 to XE813."""

from __future__ import annotations

from xentcli.commands.explain.codes.entry import entry

WARNINGS = (
    entry("XE801", "classes never occur",
          "Options, names or columns define classes that no row has.",
          "Check whether the file was cut or filtered. For a small sample this may be fine.",
          "printf 'label\\n0\\n1\\n' >y.csv", "xentcli validate y.csv --num-classes 3"),
    entry("XE802", "gaps below the largest class id",
          "Some ids below the largest never occur: classes were lost, or the numbers are not class ids. "
          "One-hot labels get an empty column for each gap.",
          "Set the number of classes: --num-classes K",
          "printf 'label\\n0\\n2\\n7\\n' >y.csv", "xentcli validate y.csv"),
    entry("XE803", "all rows have the same class",
          "A model learns nothing from one class, and some scores are undefined.",
          "Check whether the file was sorted and cut, or whether this is the right column.",
          "printf 'label\\n1\\n1\\n' >y.csv", "xentcli validate y.csv"),
    entry("XE804", "names look the same",
          "Names differ only in case, blanks, Unicode form or invisible characters, so one class is counted "
          "as two.",
          "Give each class one spelling.",
          "printf 'label\\ncat\\nCat\\ndog\\n' >y.csv", "xentcli validate y.csv"),
    entry("XE805", "every label is different: an id column?",
          "There are as many classes as rows, as in a column of keys.",
          "Name the label column: --labels-column NAME",
          "seq 100 >y.csv", "xentcli validate y.csv --no-header"),
    entry("XE806", "columns are 1 in every row",
          "Every row has this label, so it carries no information.",
          "Check whether the column is a label.",
          "printf '1,0\\n1,1\\n' >y.csv", "xentcli validate y.csv --expect multi-label"),
    entry("XE807", "too many classes to track",
          "To save memory, only --max-classes classes are tracked. Warnings about classes are left out.",
          "Check that this is the label column. Raise the limit with --max-classes N.",
          "printf 'label\\n0\\n1\\n0\\n2\\n' >y.csv", "xentcli validate y.csv --max-classes 2"),
    entry("XE808", "class ids are written as 1.0, 1e0 or +1",
          "Programs read such ids differently. A column with missing values often becomes float.",
          "Write whole numbers: xentcli convert FILE --to sparse",
          "printf 'label\\n0.0\\n2.0\\n1.0\\n' >y.csv", "xentcli validate y.csv"),
    entry("XE809", "name or cell starts like a formula",
          "Spreadsheets run cells that start with =, +, - or @ when they open the file.",
          "Rename the class, or import the file as text.",
          "printf 'label\\n=1+1\\ncat\\n' >y.csv", "xentcli validate y.csv"),
    entry("XE810", "label and prediction columns share only some names",
          "Columns are paired by name if all names are the same, and otherwise by position.",
          "Rename the columns, or put them in the same order.",
          "printf 'cat,cow\\n1,0\\n0,1\\n' >y.csv", "printf 'p_cat,p_dog\\n0.7,0.3\\n0.2,0.8\\n' >p.csv",
          "xentcli validate y.csv p.csv"),
    entry("XE811", "header looks like labels",
          "The header of the output consists of numbers, so a reader may take it for the first row.",
          "Read the file with --header, or name the columns: --columns NAMES",
          "printf 'label\n0\n1\n' >y.csv", "xentcli convert y.csv --to one-hot --class-names"),
    entry("XE813", "missing value used as a class name",
          "Words such as nan, NA or None count as classes in a column of names. Programs write them for "
          "missing values.",
          "Leave these rows out with --unknown nan. If it is a class, list all classes with --classes.",
          "printf 'label\\ncat\\nnan\\ndog\\n' >y.csv", "xentcli validate y.csv"),
    entry("XE812", "rows of the predictions are in another order",
          "Both files have a key column with the same values in different orders. xentcli joins the rows by "
          "this key.",
          "Sort both files by the key if another program pairs their rows by position.",
          "printf 'id,label\\na,0\\nb,1\\n' >y.csv", "printf 'id,p\\nb,0.9\\na,0.2\\n' >p.csv",
          "xentcli validate y.csv p.csv"),
)  # fmt: skip
"""The warnings of `validate` and `convert`."""
