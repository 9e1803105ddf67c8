"""Messages of NumPy and pandas about cells that are not numbers."""

from __future__ import annotations

from xentcli.commands.explain.messages.pattern import speaker

says = speaker("NumPy")

CELLS = (
    says(("could not convert string to float: <x:comma='0,31'>",
          "Unable to parse string <x:comma='0,31'> at position"), "XE022",
         "{x} has a decimal comma, but numbers are read with a point. Files with such numbers often have ; "
         "between the cells.",
         "pd.read_csv('p.csv', sep=';', decimal=',')",
         "xentcli loss y.csv p.csv --decimal , --delimiter ';'"),
    says("could not convert string to float: <x:percent='47%'>", "XE207",
         "{x} is text: a number with a percent sign. Remove the sign, and divide by 100.",
         "p = column.str.rstrip('%').astype(float) / 100",
         "xentcli detect p.csv"),
    says(("could not convert string to float: <x:empty=''>",
          "invalid literal for int() with base 10: <x:empty=''>"), "XE016",
         "A cell that must hold a number is empty ({x}): the value is missing.",
         "pd.to_numeric(column, errors='coerce')  # then look for NaN",
         "xentcli validate y.csv p.csv"),
    says("could not convert string to float: <x:several='[0.1 0.9]'>", "XE028",
         "{x} is one cell with several values, such as a list written as text. Each value needs its own "
         "column.",
         "p = np.array([json.loads(cell) for cell in column])",
         "xentcli detect p.csv"),
    says("invalid literal for int() with base 10: <x:decimal='1.0'>", "XE808",
         "{x} is text of a number with a point, which int() does not accept.",
         "y = y.astype(float).astype(int)",
         "xentcli convert y.csv --to sparse -o ids.npy"),
    says(("could not convert string to float: <x:cell='setosa'>",
          "invalid literal for int() with base 10: <x:cell='setosa'>",
          "Unable to parse string <x:cell='setosa'> at position"), "XE020",
         "{x} is text in place of a number: a label that is a name, or a header read as a row. Convert "
         "names to ids, in the order of the classes.",
         "ids = LabelEncoder().fit_transform(names)  # a header: skip_header=1",
         "xentcli detect y.csv", "xentcli convert names.csv --to sparse --classes cat,dog -o ids.npy"),
    says(("Cannot convert non-finite values (NA or inf) to integer",
          "cannot convert float NaN to integer",
          "cannot convert NA to integer",
          "invalid value encountered in cast"), "XE015",
         "A label is missing, so the column became floats. Drop the row from the labels and the predictions.",
         "keep = y.notna(); y, p = y[keep].astype(int), p[keep]",
         "xentcli validate y.csv"),
    says("You are trying to merge on <a:word=object> and <b:word=int64> columns", "XE310",
         "The keys of the two tables have different types, {a} and {b}: text such as '007' in one, numbers "
         "in the other.",
         "left['id'] = left['id'].astype(str); right['id'] = right['id'].astype(str)",
         "xentcli loss y.csv p.csv --on id"),
    says("Can only compare identically-labeled Series objects", "XE307",
         "Labels and predictions have different indexes. pandas pairs rows by index, and these were sorted, "
         "filtered or split differently.",
         "(y.to_numpy() == predicted.to_numpy()).mean()",
         "xentcli validate y.csv p.csv", "xentcli loss y.csv p.csv --on id"),
)  # fmt: skip
"""Errors of single cells, and of keys."""
