"""Text files of other tools: codes XE051 to XE055, and XE676 to XE678."""

from __future__ import annotations

from xentcli.commands.explain.codes.entry import entry

TEXTS = (
    entry("XE051", "numbers are lost: a printed array was shortened",
          "A cell holds an array as NumPy or PyTorch prints it, with '...' in place of numbers. These "
          "numbers are lost.",
          "Write all numbers: df['probs'] = [row.tolist() for row in p] before df.to_csv, or numpy.save.",
          "printf 'label,probs\\n1,[0.1 0.2 ... 0.3]\\n0,[0.5 0.1 ... 0.2]\\n' >p.csv", "xentcli loss p.csv"),
    entry("XE052", "line is not a prediction of Weka or LIBSVM",
          "The text starts like predictions of Weka or LIBSVM, but this line does not fit: it has other "
          "parts, starts a second table, or gives a class a second name.",
          "Write the predictions again: with -p 0 -distribution in Weka, with -b 1 in LIBSVM.",
          "printf 'inst#,actual,predicted,error,distribution,\\n1,1:a,1:a,,*1,0\\n2,x,1:a,,*1,0\\n' >p.csv",
          "xentcli loss p.csv"),
    entry("XE053", "row does not match the attributes of the ARFF file",
          "A value is not declared by its nominal attribute, a quote is not closed, or a sparse row is not "
          "{INDEX VALUE, ...}.",
          "Compare the row with the @attribute lines.",
          "printf '@relation r\\n@attribute p real\\n@attribute y {a,b}\\n@data\\n0.5,c\\n' >y.arff",
          "xentcli validate y.arff"),
    entry("XE054", "line does not list classes with their scores",
          "The text starts like predictions of fastText or Vowpal Wabbit, but this line does not fit: it is "
          "cut off, or it lists other classes than the first one.",
          "Write the predictions again, with the scores of all classes in every line.",
          "printf 'label\\n1\\n2\\n' >y.csv", "printf '1:0.25 2:0.75\\n1:0.5\\n' >p.txt",
          "xentcli loss y.csv p.txt"),
    entry("XE055", "numbers with and without a percent sign",
          "Some cells of a column have a percent sign and others do not. 50 could mean 50% or 50.",
          "Write % in all cells of the column, or in none.",
          "printf 'label,p\\n1,93%%\\n0,7%%\\n0,8\\n' >p.csv", "xentcli loss p.csv"),
    entry("XE676", "archive of Kaldi",
          "xentcli does not read matrices of Kaldi, neither as text nor in binary form.",
          "Convert them with kaldiio and numpy.save. The hint shows the line.",
          "printf 'label\\n1\\n' >y.csv", "printf 'utt1  [\\n  0.25 0.75 ]\\n' >p.ark",
          "xentcli loss y.csv p.ark"),
    entry("XE677", "header of an ARFF file cannot be read",
          "An ARFF file has @relation, then @attribute NAME TYPE for each column, then @data. Here @data is "
          "missing, a line of the header does not fit, or an attribute has an unsupported type.",
          "Check whether the file is cut off. Attributes may be numeric, string, date, or nominal as in "
          "{a,b}.",
          "printf '@relation r\\n@attribute y {a,b}\\n' >y.arff", "xentcli validate y.arff"),
    entry("XE678", "variable of Octave cannot be read",
          "The text ends before the last value of the variable, or the variable is neither a matrix nor a "
          "list of names.",
          "Save it again: save -text FILE NAME.",
          "printf '# name: y\\n# type: matrix\\n# rows: 3\\n# columns: 1\\n 1\\n 0\\n' >y.txt",
          "xentcli validate y.txt"),
)  # fmt: skip
"""Errors of texts that tools write."""
