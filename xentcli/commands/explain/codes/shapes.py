"""Errors in tables of predicted classes with scores, and in tables with several rows per sample."""

from __future__ import annotations

from xentcli.commands.explain.codes.entry import entry

SHAPES = (
    entry("XE321", "only the score of the predicted class, of more than two classes",
          "The loss is the logarithm of the probability of the true class. Where a row has only the score of "
          "the predicted class, that is known for two classes: the other one has the rest.",
          "Export the scores of all classes: predict_proba, or top_k=None in a Hugging Face pipeline.",
          "printf 'label\\na\\nb\\nc\\n' >y.csv",
          "printf 'prediction,score\\na,0.5\\nb,0.75\\na,0.5\\n' >p.csv", "xentcli loss y.csv p.csv"),
    entry("XE322", "a score beside a predicted class that is no probability",
          "The score of a predicted class is read as its probability, from 0 to 1.",
          "Divide percentages by 100; export probabilities in place of margins or logits.",
          "printf 'label\\na\\nb\\n' >y.csv",
          "printf 'prediction,score\\na,75\\nb,50\\n' >p.csv", "xentcli loss y.csv p.csv"),
    entry("XE323", "a score below 1/2 beside a predicted class of two",
          "Of two classes the predicted one has at least 1/2, so the score may be the probability of one "
          "class in all rows instead. The rows do not part into low and high scores, which would show that.",
          "Name both columns if it is the probability of the predicted class, else only that of the scores.",
          "printf 'label\\na\\nb\\na\\n' >y.csv",
          "printf 'prediction,score\\na,0.25\\nb,0.5\\na,0.75\\n' >p.csv", "xentcli loss y.csv p.csv"),
    entry("XE324", "predicted classes and labels with other names",
          "The predicted classes are names and the labels ids, or the reverse, or both have other names. "
          "Which one is which decides the loss, so it is not guessed.",
          "Name the classes in the order of the ids with --classes, or write both alike.",
          "printf 'label\\n0\\n1\\n' >y.csv",
          "printf 'prediction,score\\nham,0.75\\nspam,0.5\\n' >p.csv", "xentcli loss y.csv p.csv"),
    entry("XE325", "a long table that lacks a class, or has one twice",
          "A long table has one row per sample and class. It can be pivoted to one row per sample only if "
          "every sample has every class once.",
          "Write a row for every class, also where the score is 0, and remove repeated rows.",
          "printf 'id,label\\n1,a\\n2,b\\n' >y.csv",
          "printf 'id,class,prob\\n1,a,0.5\\n1,b,0.5\\n2,a,1\\n' >p.csv", "xentcli loss y.csv p.csv"),
    entry("XE327", "ids as labels beside scores of classes by name",
          "Each row of the predictions names the classes of its scores, sorted by score or in another "
          "order, so that none tells which name is which id.",
          "Give the names in the order of the ids: --classes a,b,c.",
          "printf 'label\\n0\\n1\\n' >y.csv",
          "printf '[[\\\"cat\\\",0.9],[\\\"ant\\\",0.1]]\\n[[\\\"ant\\\",1],[\\\"cat\\\",0]]\\n' >p.jsonl",
          "xentcli loss y.csv p.jsonl"),
    entry("XE326", "a key that has the same label twice",
          "Labels with several rows per key are the labels of one sample. The same label twice shows that "
          "rows may be samples of their own.",
          "Remove the repeated rows, or give rows that are samples keys of their own.",
          "printf 'id,tag\\n1,a\\n1,a\\n2,b\\n' >y.csv",
          "printf 'id,a,b\\n1,0.5,0.5\\n2,0.25,0.75\\n' >p.csv", "xentcli loss y.csv p.csv"),
    entry("XE329", "the same samples several times, once for each run",
          "Each sample is in as many rows as there are runs (epochs, models), with the same label. One loss "
          "over all of them is that of no model.",
          "Keep one run with --where epoch=3, or report each of them with --by epoch.",
          "printf 'epoch,id,y,p\\n1,a,0,0.5\\n1,b,1,0.75\\n2,a,0,0.25\\n2,b,1,0.875\\n' >t.csv",
          "xentcli loss t.csv"),
    entry("XE328", "columns of the best classes that lack classes",
          "The columns hold the best classes of each row with their scores, but not all classes, so that the "
          "score of the true class is unknown in some rows.",
          "Export the scores of all classes, such as predict_proba gives.",
          "printf 'label\\na\\nb\\n' >y.csv",
          "printf 'class1,conf1,class2,conf2\\na,0.75,b,0.25\\nb,0.5,c,0.25\\n' >p.csv",
          "xentcli loss y.csv p.csv"),
    entry("XE330", "a mask that leaves out positions",
          "An array beside the labels is called a mask, and is 0 at positions whose labels are classes, not "
          "marks to ignore. Frameworks count such positions unless they are told not to.",
          "Say --where mask=1 to leave them out, or --where 'mask=*' to take all positions.",
          "python -c \"import numpy as np; np.savez('t.npz', labels=[[0, 1], [1, 0]], "
          "probs=np.full((2, 2, 2), 0.5), mask=[[1, 1], [1, 0]])\"", "xentcli loss t.npz"),
    entry("XE331", "candidates of one sample, or samples of their own?",
          "Each value of a key has one row with label 1. The logits may be those of its candidates, for a "
          "softmax over them, or each may be that of a yes or no.",
          "Say --loss categorical for candidates, or --loss binary.",
          "printf 'qid,label,logit\\na,0,2.5\\na,1,3\\nb,1,1.5\\nb,0,-2\\nc,0,-1\\nc,1,0.5\\n' >t.csv",
          "xentcli loss t.csv"),
    entry("XE332", "rows that one input numbers in another order",
          "A column such as index holds the numbers of all rows, but not in order, and the other input has "
          "no numbers. It may be in the order of the numbers, or as shuffled as the first.",
          "Say --on '#=index' to pair the numbers with the rows of the other input, or --on '#' to take the "
          "rows as they stand.",
          "printf 'label\\n0\\n1\\n1\\n' >y.csv",
          "printf 'index,p\\n2,0.75\\n0,0.25\\n1,0.5\\n' >p.csv", "xentcli loss y.csv p.csv"),
)  # fmt: skip
