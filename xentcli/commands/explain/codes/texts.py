"""Texts as tools write them: codes XE051 to XE055, and XE676 to XE678."""

from __future__ import annotations

from xentcli.commands.explain.codes.entry import entry

TEXTS = (
    entry("XE051", "numbers are lost: the array was cut when it was printed",
          "A cell holds an array as NumPy or PyTorch prints it, and '...' stands in place of numbers. Nobody "
          "can tell what they were.",
          "Write all numbers: df['probs'] = [row.tolist() for row in p] before df.to_csv, or numpy.save.",
          "printf 'label,probs\\n1,[0.1 0.2 ... 0.3]\\n0,[0.5 0.1 ... 0.2]\\n' >p.csv", "xentcli loss p.csv"),
    entry("XE052", "a line that is no prediction of Weka or LIBSVM",
          "The text starts as Weka or LIBSVM writes predictions, and this line does not fit: it has other "
          "parts, it starts a second table, or it gives a class a second name.",
          "Write the predictions again: with Weka -p 0 -distribution, with LIBSVM -b 1.",
          "printf 'inst#,actual,predicted,error,distribution,\\n1,1:a,1:a,,*1,0\\n2,x,1:a,,*1,0\\n' >p.csv",
          "xentcli loss p.csv"),
    entry("XE053", "a row that does not fit the attributes of its ARFF file",
          "A value is none that the nominal attribute declares, a quote is not closed, or a sparse row is no "
          "{INDEX VALUE, ...}.",
          "Compare the row with the @attribute lines.",
          "printf '@relation r\\n@attribute p real\\n@attribute y {a,b}\\n@data\\n0.5,c\\n' >y.arff",
          "xentcli validate y.arff"),
    entry("XE054", "a line that lists no classes with their scores",
          "The text starts as fastText or Vowpal Wabbit writes predictions, and this line is another: it is "
          "cut off, or it lists other classes than the first one.",
          "Write the predictions again, with the scores of all classes in every line.",
          "printf 'label\\n1\\n2\\n' >y.csv", "printf '1:0.25 2:0.75\\n1:0.5\\n' >p.txt",
          "xentcli loss y.csv p.txt"),
    entry("XE055", "percentages beside numbers without a percent sign",
          "In a column some cells have a percent sign and others do not: 50 could be 50% or 50.",
          "Write all cells of the column with %, or none.",
          "printf 'label,p\\n1,93%%\\n0,7%%\\n0,8\\n' >p.csv", "xentcli loss p.csv"),
    entry("XE676", "an archive of Kaldi",
          "Kaldi's matrices are not read, as text or binary.",
          "Convert them with kaldiio and numpy.save; the hint has the line.",
          "printf 'label\\n1\\n' >y.csv", "printf 'utt1  [\\n  0.25 0.75 ]\\n' >p.ark",
          "xentcli loss y.csv p.ark"),
    entry("XE677", "the header of an ARFF file cannot be read",
          "An ARFF file is @relation, then @attribute NAME TYPE for each column, then @data. A line of the "
          "header is another, an attribute has a type that is not read, or @data is missing.",
          "Is the file cut off? Attributes may be numeric, string, date, or nominal as in {a,b}.",
          "printf '@relation r\\n@attribute y {a,b}\\n' >y.arff", "xentcli validate y.arff"),
    entry("XE678", "a variable of Octave cannot be read",
          "The text ends before the last value of the variable, or the variable is no matrix and no list of "
          "names.",
          "Save it again: save -text FILE NAME.",
          "printf '# name: y\\n# type: matrix\\n# rows: 3\\n# columns: 1\\n 1\\n 0\\n' >y.txt",
          "xentcli validate y.txt"),
)  # fmt: skip
"""Errors of texts that tools write."""
