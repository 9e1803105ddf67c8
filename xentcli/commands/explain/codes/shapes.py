"""Errors in tables of predicted classes with scores, and in tables with several rows per sample."""

from __future__ import annotations

from xentcli.commands.explain.codes.entry import entry

SHAPES = (
    entry("XE321", "only the predicted class has a score, and there are more than two",
          "The loss needs the probability of the true class. A score of the predicted class alone is enough "
          "for two classes, because the other class has the rest, but not for more.",
          "Export the scores of all classes: predict_proba, or top_k=None in a Hugging Face pipeline.",
          "printf 'label\\na\\nb\\nc\\n' >y.csv",
          "printf 'prediction,score\\na,0.5\\nb,0.75\\na,0.5\\n' >p.csv", "xentcli loss y.csv p.csv"),
    entry("XE322", "score of a predicted class is not a probability",
          "The score of a predicted class is read as its probability, so it must be between 0 and 1.",
          "Divide percentages by 100. Export probabilities instead of margins or logits.",
          "printf 'label\\na\\nb\\n' >y.csv",
          "printf 'prediction,score\\na,75\\nb,50\\n' >p.csv", "xentcli loss y.csv p.csv"),
    entry("XE323", "score of a predicted class is below 1/2",
          "The predicted class of two has at least 1/2, so the scores may be the probability of one fixed "
          "class. That would give low scores to one class and high scores to the other, which is not the "
          "case here.",
          "For scores of the predicted class, name both columns. Otherwise name only the column of the "
          "scores.",
          "printf 'label\\na\\nb\\na\\n' >y.csv",
          "printf 'prediction,score\\na,0.25\\nb,0.5\\na,0.75\\n' >p.csv", "xentcli loss y.csv p.csv"),
    entry("XE324", "predicted classes and labels have different names",
          "The predicted classes are names and the labels ids, or the reverse, or their names differ. The "
          "match decides the loss, so xentcli does not guess.",
          "Name the classes in the order of the ids with --classes, or use the same names in both.",
          "printf 'label\\n0\\n1\\n' >y.csv",
          "printf 'prediction,score\\nham,0.75\\nspam,0.5\\n' >p.csv", "xentcli loss y.csv p.csv"),
    entry("XE325", "long table lacks a class, or repeats one",
          "A long table has one row per sample and class. It can be turned into one row per sample only if "
          "every sample has every class once.",
          "Write a row for every class, even if the score is 0, and remove repeated rows.",
          "printf 'id,label\\n1,a\\n2,b\\n' >y.csv",
          "printf 'id,class,prob\\n1,a,0.5\\n1,b,0.5\\n2,a,1\\n' >p.csv", "xentcli loss y.csv p.csv"),
    entry("XE327", "labels are ids, but the scores have class names",
          "Each row of the predictions names the classes of its scores, in its own order. Nothing shows "
          "which name belongs to which id.",
          "Give the names in the order of the ids: --classes a,b,c.",
          "printf 'label\\n0\\n1\\n' >y.csv",
          "printf '[[\\\"cat\\\",0.9],[\\\"ant\\\",0.1]]\\n[[\\\"ant\\\",1],[\\\"cat\\\",0]]\\n' >p.jsonl",
          "xentcli loss y.csv p.jsonl"),
    entry("XE326", "same label twice for one key",
          "Several rows with the same key are read as the labels of one sample. A repeated label suggests "
          "that each row is a sample.",
          "Remove the repeated rows. If each row is a sample, give each one its own key.",
          "printf 'id,tag\\n1,a\\n1,a\\n2,b\\n' >y.csv",
          "printf 'id,a,b\\n1,0.5,0.5\\n2,0.25,0.75\\n' >p.csv", "xentcli loss y.csv p.csv"),
    entry("XE329", "same samples in several runs",
          "Each sample occurs once per run, such as an epoch or a model, with the same label. A loss over "
          "all runs describes no single model.",
          "Keep one run with --where epoch=3, or report each run with --by epoch.",
          "printf 'epoch,id,y,p\\n1,a,0,0.5\\n1,b,1,0.75\\n2,a,0,0.25\\n2,b,1,0.875\\n' >t.csv",
          "xentcli loss t.csv"),
    entry("XE328", "columns of the best classes do not cover all classes",
          "The columns hold only the best classes of each row with their scores. In some rows the score of "
          "the true class is unknown.",
          "Export the scores of all classes, for example with predict_proba.",
          "printf 'label\\na\\nb\\n' >y.csv",
          "printf 'class1,conf1,class2,conf2\\na,0.75,b,0.25\\nb,0.5,c,0.25\\n' >p.csv",
          "xentcli loss y.csv p.csv"),
    entry("XE330", "mask has zeros at labeled positions",
          "An array named mask is 0 at positions that have a class as label, not a mark to ignore. "
          "Frameworks count such positions by default.",
          "Use --where mask=1 to leave them out, or --where 'mask=*' to keep all positions.",
          "python -c \"import numpy as np; np.savez('t.npz', labels=[[0, 1], [1, 0]], "
          "probs=np.full((2, 2, 2), 0.5), mask=[[1, 1], [1, 0]])\"", "xentcli loss t.npz"),
    entry("XE352", "lists of labels next to scores of positions",
          "Each row of the predictions has the scores of several positions, and the labels of a row are a "
          "list. They are the labels of its positions, and the lists may be shorter than the scores.",
          "Save the labels as an array with -100 at the positions without a label, and use "
          "--ignore-index -100.",
          "printf '[0, 2]\\n[1]\\n' >y.jsonl",
          "python -c \"import numpy as np; np.save('p.npy', np.full((2, 2, 3), 1 / 3))\"",
          "xentcli loss y.jsonl p.npy"),
    entry("XE353", "lengths of sequences that leave out positions",
          "An array next to the labels is called lengths, seq_lens or the like, and some labels lie beyond "
          "the length of their row, but are no marks to ignore. They may be padding.",
          "Set these labels to -100 and use --ignore-index -100, or say --where 'lengths=*' to take all.",
          "python -c \"import numpy as np; np.savez('t.npz', labels=[[0, 1], [1, 0]], "
          "probs=np.full((2, 2, 2), 0.5), lengths=[2, 1])\"", "xentcli loss t.npz"),
    entry("XE354", "labels of one split, predictions of another",
          "A file has one array of labels and one of predictions, and by their names they are of different "
          "splits, such as test and train.",
          "Save the arrays of one split. If the rows are the same, name both arrays.",
          "python -c \"import numpy as np; np.savez('t.npz', **{'test/labels': [0, 1], "
          "'train/probs': [[0.7, 0.3], [0.2, 0.8]]})\"", "xentcli loss t.npz"),
    entry("XE355", "two arrays hold the classes in different orders",
          "Two arrays in the file name the classes, in different orders, and their names do not say which "
          "one names the columns of the scores.",
          "Keep one of them, or call the one of the scores score_names.",
          "python -c \"import numpy as np; np.savez('t.npz', labels=[0, 1, 1], probs=[[0.7, 0.3], "
          "[0.2, 0.8], [0.4, 0.6]], classes=['a', 'b'], label_names=['b', 'a'])\"", "xentcli loss t.npz"),
    entry("XE331", "rows are candidates or samples?",
          "Each value of a key has one row with label 1. Its rows may be candidates that share a softmax, or "
          "each row may be a sample of its own.",
          "Use --loss categorical for candidates, or --loss binary for samples.",
          "printf 'qid,label,logit\\na,0,2.5\\na,1,3\\nb,1,1.5\\nb,0,-2\\nc,0,-1\\nc,1,0.5\\n' >t.csv",
          "xentcli loss t.csv"),
    entry("XE332", "one input numbers its rows in another order",
          "A column such as index holds the numbers of all rows, but not in order, and the other input has "
          "no numbers. It may be in the order of the numbers, or as shuffled as the first. The same goes for "
          "arrays of one file.",
          "Use --on '#=index' to pair the numbers with the rows of the other input, or --on '#' to keep the "
          "order of the rows.",
          "printf 'label\\n0\\n1\\n1\\n' >y.csv",
          "printf 'index,p\\n2,0.75\\n0,0.25\\n1,0.5\\n' >p.csv", "xentcli loss y.csv p.csv"),
)  # fmt: skip
