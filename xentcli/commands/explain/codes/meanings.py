"""Columns that are not scores of classes: codes XE220 to XE223, XE350, XE351, XE356 and XE814."""

from __future__ import annotations

from xentcli.commands.explain.codes.entry import entry

MEANINGS = (
    entry("XE220", "cumulative probabilities",
          "The columns hold P(y <= k) or P(y >= k), as ordinal models write them, not the probabilities "
          "of the classes.",
          "Take the differences between columns: np.diff(p, axis=1, prepend=0)",
          "printf 'label\\n0\\n2\\n1\\n' >y.csv", "printf '0.7,0.9,1\\n0.1,0.3,1\\n0.2,0.8,1\\n' >p.csv",
          "xentcli loss y.csv p.csv"),
    entry("XE221", "smaller numbers mean likelier classes",
          "The columns are named after distances, errors, energies, losses or ranks, or hold ranks. "
          "As logits, they would mean the opposite.",
          "Negate the numbers first. --from-logits uses them unchanged.",
          "printf 'y,distance_0,distance_1\\n0,1.1,2.9\\n1,2.2,1.7\\n' >t.csv", "xentcli loss t.csv"),
    entry("XE222", "columns hold one class per voter",
          "The columns are named after labelling functions, annotators or votes, and hold class ids or -1.",
          "Replace the votes of each row with the share of each class, or name other columns.",
          "printf 'y,lf_1,lf_2,lf_3\\n0,-1,0,0\\n1,1,1,2\\n2,2,-1,2\\n' >t.csv", "xentcli loss t.csv"),
    entry("XE223", "predictions that are large whole numbers",
          "All numbers are whole, and some are above 50, as in credit scores, points or 8-bit integers. "
          "Logits are rarely like this.",
          "Convert them to probabilities. If they are logits, use --from-logits.",
          "printf 'default,credit_score\\n1,610\\n0,720\\n' >t.csv", "xentcli loss t.csv"),
    entry("XE227", "columns that are called after other numbers than scores",
          "The names say SHAP values, embeddings, features, p-values, uncertainties, similarities, or one "
          "class against another. A softmax or a sigmoid of such numbers means nothing.",
          "Name the columns of scores with --prediction-columns. If these are scores, use --from-logits or "
          "--from-probs.",
          "printf 'y,shap_0,shap_1\\n0,1.2,0.9\\n1,-0.3,-1\\n' >t.csv", "xentcli loss t.csv"),
    entry("XE228", "log-probabilities of some of the classes",
          "The names say log-probabilities, such as the top_logprobs of a language model, and the "
          "probabilities of a row sum to less than one.",
          "Export the scores of all classes; --from-log-probs takes the rows as they are.",
          "printf 'y,logprob_0,logprob_1\\n0,-0.2,-2\\n1,-1.5,-0.4\\n' >t.csv", "xentcli loss t.csv"),
    entry("XE229", "odds instead of scores",
          "All numbers are above 1, and 1 / odds sum to nearly one in each row, or the names say odds. Or "
          "the numbers are p / (1 - p): o / (1 + o) sum to one in each row.",
          "Save 1 / odds, divided by the sum of each row; of p / (1 - p), save o / (1 + o).",
          "printf 'result,odds_H,odds_D,odds_A\\nH,1.59,3.17,9.52\\nD,9.52,1.27,6.35\\n' >t.csv",
          "xentcli loss t.csv"),
    entry("XE230", "columns on different scales",
          "One column holds percentages or logits and another one probabilities: on these scales, each row "
          "sums to one.",
          "Write all columns as probabilities.",
          "printf 'y,p0,p1\\n0,80,0.2\\n1,30,0.7\\n' >t.csv", "xentcli loss t.csv"),
    entry("XE231", "a propensity, and labels other than the treatment",
          "A propensity is the probability of the treatment, and the table has a column of treatments, but "
          "other labels.",
          "Name the labels: --labels-column treatment",
          "printf 'treatment,outcome,propensity\\n0,1,0.2\\n1,0,0.7\\n' >t.csv", "xentcli loss t.csv"),
    entry("XE350", "censored times and a survival curve",
          "Columns are named time and event, and others S_12 or surv_24, the probability of no event until "
          "then. The event of a censored row is not known.",
          "Choose one time. Make labels for it, remove rows that are censored before it, and use 1 - S(t).",
          "printf 'time,event,S_12\\n3.5,1,0.8\\n30.2,0,0.9\\n14.1,1,0.7\\n' >t.csv", "xentcli loss t.csv"),
    entry("XE351", "row summarizes the others",
          "A cell among numbers, or among different texts, is a word such as total or mean.",
          "Remove the row. If it is data, name the columns: --labels-column and --prediction-columns.",
          "printf 'id,label,p\\na,1,0.9\\nb,0,0.2\\nTotal,1,1.1\\n' >t.csv", "xentcli loss t.csv"),
    entry("XE356", "scores of every row are sorted",
          "In every row, the scores fall, or rise, from column to column, but the predicted classes vary. "
          "The scores were sorted for each row, and which class each belongs to is lost.",
          "Save the scores in the order of the classes, as predict_proba returns them.",
          "echo label,pred,p_a,p_b,p_c >t.csv",
          "for y in a b c a b c; do echo $y,$y,0.7,0.2,0.1 >>t.csv; done", "xentcli loss t.csv"),
)  # fmt: skip
"""Errors in predictions that are not scores."""
UNUSED = (
    entry("XE814", "rows marked as ignored are counted",
          "A column such as Usage marks rows as Ignored, and no option leaves them out.",
          "Keep the rows that count: --where Usage=Private",
          "printf 'id,Usage,y\\n1,Public,1\\n2,Private,0\\n3,Ignored,1\\n' >y.csv",
          "printf 'id,p\\n1,0.9\\n2,0.2\\n3,0.7\\n' >p.csv", "xentcli loss y.csv p.csv"),
)  # fmt: skip
"""Warnings on columns that are not used."""
