"""Wrong use gets one line that says what and where, one hint that says what to type, and no traceback."""

import json
import re
import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest
from running import SAMPLES, inside, shell

from xentcli.core.errors import Place

FILES = {
    "y.csv": "label\n0\n2\n1\n",
    "p.csv": "0.7,0.2,0.1\n0.1,0.2,0.7\n0.2,0.5,0.3\n",
    "logits.csv": "2.0,-1.5,0.3\n-0.5,1.5,3.0\n0.1,2.2,-0.7\n",
    "hot.csv": "1,0,0\n0,0,1\n0,1,0\n",
    "hot4.csv": "1,0,0,0\n0,0,1,0\n0,1,0,0\n",
    "multi.csv": "1,1,0\n0,0,0\n0,1,1\n",
    "bits.csv": "label\n0\n1\n1\n",
    "one.csv": "p\n0.2\n0.9\n0.6\n",
    "two.csv": "label\n0\n1\n",
    "four.csv": "label\n0\n1\n2\n1\n",
    "high.csv": "label\n0\n7\n1\n",
    "from_one.csv": "label\n1\n3\n2\n",
    "minus.csv": "label\n0\n-1\n1\n",
    "gap.csv": "label\n0\nnan\n1\n",
    "float.csv": "label\n0\n1.7\n1\n",
    "signs.csv": "label\n-1\n1\n1\n",
    "onetwo.csv": "label\n1\n2\n2\n",
    "pixels.csv": "label\n0\n255\n255\n",
    "prices.csv": "price\n152000\n98000.5\n30000\n",
    "ignored.csv": "label\n-100\n-100\n-100\n",
    "names.csv": "label\ncat\ndog\nbird\n",
    "owl.csv": "label\ncat\ndog\nowl\n",
    "yesno.csv": "label\nyes\nno\nyes\n",
    "named.csv": "prob_bird,prob_cat,prob_dog\n0.7,0.2,0.1\n0.1,0.2,0.7\n0.2,0.5,0.3\n",
    "nan.csv": "0.7,0.2,0.1\n0.1,nan,0.7\n0.2,0.5,0.3\n",
    "blank.csv": "0.7,0.2,0.1\n0.1,,0.7\n0.2,0.5,0.3\n",
    "short.csv": "0.7,0.2,0.1\n0.1,0.7\n0.2,0.5,0.3\n",
    "dead.csv": "1,2,3\n-inf,-inf,-inf\n1,2,0\n",
    "inf.csv": "1,2,3\n1,inf,2\n1,2,0\n",
    "percent.csv": "70,20,10\n10,20,70\n20,50,30\n",
    "logs.csv": "-0.5108,-1.6094,-1.6094\n-1.6094,-1.6094,-0.5108\n-1.6094,-0.5108,-1.6094\n",
    "mixed.csv": "0.7,0.2,0.1\n2.5,-1.0,0.3\n0.2,0.5,0.3\n",
    "partly.csv": "0.70,0.20,0.10\n0.91,0.42,0.33\n0.20,0.50,0.30\n",
    "sigmoids.csv": "0.91,0.42,0.33\n0.12,0.65,0.87\n0.35,0.72,0.11\n",
    "w.csv": "1\n2\n0.5\n",
    "w_two.csv": "1\n2\n",
    "w_negative.csv": "1\n-2\n1\n",
    "w_nan.csv": "1\nnan\n1\n",
    "w_zero.csv": "0\n0\n0\n",
    "twice.csv": "label,y,p0,p1,p2\n0,1,.7,.2,.1\n2,2,.1,.2,.7\n",
    "both.csv": "y,p_0,p_1,p_2\n0,0.7,0.2,0.1\n2,0.1,0.2,0.7\n",
    "ids_a.csv": "id,label\na,0\nb,1\n",
    "ids_b.csv": "id,p\nb,0.2\na,0.9\n",
    "text.csv": "hello world\nthis is text\n",
    "empty.csv": "",
    "header.csv": "label\n",
}
ARRAYS = ("digits_labels.npy", "digits_logits.npy", "digits_onehot.npy")

# Each case: the command, its exit status, what the error line holds, what the hint holds.
CASES = {
    "labels from zero with an offset": (
        "loss y.csv p.csv --label-offset 1",
        1,
        "y.csv:3: column 'label' (row 2): 2 is not a class of -1..1",
        "leave out --label-offset",
    ),
    "every row ignored": (
        "loss ignored.csv p.csv --ignore-index -100",
        1,
        "ignored.csv: every row is ignored (label -100)",
        "is --ignore-index right?",
    ),
    "a class axis where there is one": (
        "loss y.csv p.csv --class-axis 2",
        2,
        "--class-axis 2 is not a class axis of predictions with 2 axes",
        "axis 0 holds the rows; use 1, or -1 for the last",
    ),
    # which file is which
    "swapped files": (
        "loss p.csv y.csv",
        1,
        "y.csv: column 'label' holds labels, and no column holds predictions",
        "are the files swapped? labels come first",
    ),
    "swapped arrays": (
        "loss digits_logits.npy digits_labels.npy",
        1,
        "digits_labels.npy: rows of labels have the shape (10)",
        "are the files swapped? labels come first",
    ),
    "logits for labels": (
        "loss logits.csv hot.csv",
        1,
        "logits.csv:1: column '0' (row 1): 2.0",
        "labels come first",
    ),
    "no predictions at all": (
        "loss y.csv",
        1,
        "y.csv: all numeric columns",
        "pass the file of the predictions second",
    ),
    "no labels at all": ("loss", 2, "LABELS is missing", "see xentcli loss --help"),
    "a misspelt file": ("loss y.cvs p.csv", 3, "y.cvs: no such file", "did you mean 'y.csv'?"),
    "a folder that is not there": (
        "loss y.csv no/such/p.csv",
        3,
        "no/such/p.csv: no such file",
        "folder not found: no/such",
    ),
    "a directory": ("loss y.csv .", 3, ".: is a folder with ", "name one of them, as in ./bits.csv"),
    "an empty file": (
        "loss y.csv empty.csv",
        3,
        "empty.csv: empty input",
        "did the program that wrote it fail?",
    ),
    "empty labels": ("detect empty.csv", 3, "empty.csv: empty input", "did the program"),
    "a header without rows": (
        "loss header.csv p.csv",
        1,
        "header.csv: no rows below the header",
        "--no-header",
    ),
    "prose": (
        "loss text.csv p.csv",
        1,
        "text.csv: is the first row (hello world) a header",
        "use --header or --no-header",
    ),
    "standard input twice": (
        "loss - -",
        2,
        "- can be used for one input only",
        "save the other input to a file first",
    ),
    "a format that it is not": (
        "loss y.csv p.csv --input-format npy",
        3,
        "y.csv: is not an NPY file",
        "np.save",
    ),
    # shapes
    "fewer labels": (
        "loss two.csv p.csv",
        1,
        "p.csv:3: row 3: the inputs differ in rows: 2 labels, 3 predictions",
        "--header or --no-header",
    ),
    "more labels": (
        "loss four.csv p.csv",
        1,
        "four.csv:5: row 4: the inputs differ in rows: 4 labels",
        "--header",
    ),
    "one-hot of another width": (
        "loss hot4.csv p.csv",
        1,
        "p.csv: the labels have 4 columns, but the predictions have 3",
        "one column per class",
    ),
    "a short row": ("loss y.csv short.csv", 1, "short.csv:2: row 2: missing cell: 2 cells", "cut off"),
    "--classes too few": (
        "loss names.csv p.csv --classes cat,dog",
        2,
        "--classes lists 2 classes, but the predictions have 3",
        "one class per column",
    ),
    "--num-classes too many": (
        "loss y.csv p.csv --num-classes 5",
        2,
        "--num-classes gives 5 classes",
        "per column",
    ),
    # labels
    "a label too high": (
        "loss high.csv p.csv",
        1,
        "high.csv:3: column 'label' (row 2): 7 is not a class of 0..2",
        "3 classes",
    ),
    "labels from one": (
        "loss from_one.csv p.csv",
        1,
        "from_one.csv:3: column 'label' (row 2): 3 is not a class of 0..2",
        "try --label-offset -1",
    ),
    "a mark to ignore": (
        "loss minus.csv p.csv",
        1,
        "minus.csv:3: column 'label' (row 2): -1",
        "--ignore-index -1",
    ),
    "a label that is NaN": ("loss gap.csv p.csv", 1, "gap.csv:3: column 'label' (row 2): missing label", ""),
    "a label that is a fraction": (
        "loss float.csv p.csv",
        1,
        "float.csv:3: column 'label' (row 2): 1.7",
        "classes",
    ),
    "a regression target": (
        "loss prices.csv one.csv",
        1,
        "prices.csv:3: column 'price' (row 2): 98000.5 is not a class",
        "cross-entropy does not fit regression targets",
    ),
    "a regression target by itself": ("detect prices.csv", 1, "98000.5 is not a class", "regression target"),
    "-1 and 1 beside one column": (
        "loss signs.csv one.csv",
        1,
        "signs.csv:2: column 'label' (row 1): the labels are -1, 1, but a single prediction column",
        "--classes -1,1 makes the last class positive",
    ),
    "1 and 2 beside one column": (
        "loss onetwo.csv one.csv",
        1,
        "the labels are 1, 2,",
        "--classes 1,2 makes",
    ),
    "0 and 255 beside one column": (
        "loss pixels.csv one.csv",
        1,
        "the labels are 0, 255,",
        "--classes 0,255 makes",
    ),
    "two names beside one column": (
        "loss yesno.csv one.csv",
        1,
        "the labels are no, yes,",
        "--classes no,yes makes",
    ),
    "three classes beside one column": (
        "loss y.csv one.csv",
        1,
        "the labels are 0, 1, 2,",
        "3 classes need 3 prediction columns",
    ),
    "names without named columns": (
        "loss names.csv p.csv",
        1,
        "names.csv:2: column 'label' (row 1): cat is a class name, but the prediction columns have no names",
        "list the classes in the order of the columns with --classes; sorted: bird, cat, dog",
    ),
    "a name without a column": (
        "loss owl.csv named.csv",
        1,
        "owl.csv:4: column 'label' (row 3): owl is not a class of bird, cat, dog",
        "",
    ),
    "a misspelt class": (
        "loss names.csv p.csv --classes cat,dog,brid",
        1,
        "(row 3): bird is not a class",
        "did you mean 'brid'?",
    ),
    "--labels-kind that they are not": (
        "loss multi.csv p.csv --labels-kind one-hot",
        1,
        "multi.csv:1: row 1: the labels are multi-label, not one-hot",
        "leave out --labels-kind one-hot",
    ),
    "all rows ignored": (
        "loss ignored.csv p.csv --ignore-index -100",
        1,
        "every row is ignored (label -100)",
        "is --ignore-index right?",
    ),
    "an unknown label column": (
        "loss y.csv p.csv --labels-column lable",
        2,
        "no column 'lable'",
        "did you mean 'label'?",
    ),
    "two label columns": (
        "loss twice.csv",
        1,
        "twice.csv: several columns could be the labels: label; y",
        "--labels-column label",
    ),
    # the loss asked for
    "--loss sparse on one-hot labels": (
        "loss hot.csv p.csv --loss sparse",
        1,
        "hot.csv: sparse cross-entropy needs class ids, but the labels are one-hot",
        "use --loss categorical, which has the same formula",
    ),
    "--loss categorical on class ids": (
        "loss y.csv p.csv --loss categorical",
        1,
        "y.csv: categorical cross-entropy needs one-hot or soft labels, but these are sparse",
        "use --loss sparse, which has the same formula",
    ),
    "--loss categorical on multi-label rows": (
        "loss multi.csv sigmoids.csv --loss categorical",
        1,
        "multi.csv:1: row 1: [1, 1, 0] does not sum to one (3 rows)",
        "--loss binary",
    ),
    "--loss binary on three classes": (
        "loss y.csv p.csv --loss binary",
        1,
        "binary cross-entropy needs labels 0 and 1",
        "--loss sparse",
    ),
    "--loss sparse beside one column": (
        "loss bits.csv one.csv --loss sparse",
        1,
        "needs one column per class",
        "--loss binary",
    ),
    "--labels-kind sparse beside one column": (
        "loss bits.csv one.csv --labels-kind sparse",
        1,
        "needs one column per class",
        "--loss binary",
    ),
    # predictions
    "NaN": (
        "loss y.csv nan.csv",
        1,
        "nan.csv:2: column '1' (row 2): nan is not a prediction",
        "must be a number",
    ),
    "a blank cell": (
        "loss y.csv blank.csv",
        1,
        "blank.csv:2: column '1' (row 2): '' is a missing number",
        "fill",
    ),
    "infinity": (
        "loss y.csv inf.csv",
        1,
        "inf.csv:2: column '1' (row 2): inf is not a prediction",
        "may be -inf",
    ),
    "a row of -inf": (
        "loss y.csv dead.csv",
        1,
        "dead.csv:2: row 2: every score of the row is -inf",
        "finite logit",
    ),
    "percentages": (
        "loss y.csv percent.csv",
        1,
        "percent.csv:1: row 1: [70, 20, 10] sums to 100 (3 rows)",
        "--from-percent",
    ),
    "percentages as probabilities": (
        "loss y.csv percent.csv --from-probs",
        1,
        "70.0 is not a probability",
        "--from-percent",
    ),
    "logits as probabilities": (
        "loss y.csv logits.csv --from-probs",
        1,
        "logits.csv:1: column '0' (row 1): 2.0 is not a probability (7 cells outside [0, 1])",
        "use --from-logits",
    ),
    "log-probabilities as probabilities": (
        "loss y.csv logs.csv --from-probs",
        1,
        "logs.csv:1: column '0' (row 1): -0.5108 is not a probability",
        "use --from-log-probs",
    ),
    "probabilities as log-probabilities": (
        "loss y.csv p.csv --from-log-probs",
        1,
        "the largest prediction is 0.7",
        "--from-probs",
    ),
    "rows of logits among probabilities": (
        "loss y.csv mixed.csv",
        1,
        "mixed.csv:2: row 2: [2.5, -1, 0.3] is not a distribution (1 row), but 2 rows are",
        "if all rows are logits, use --from-logits",
    ),
    "rows that miss one among probabilities": (
        "loss y.csv partly.csv",
        1,
        "partly.csv:2: row 2: [0.91, 0.42, 0.33] is not a distribution (1 row)",
        "use --from-probs to accept such rows",
    ),
    "sigmoids beside one-hot labels": (
        "loss hot.csv sigmoids.csv",
        1,
        "sigmoids.csv:1: row 1: [0.91, 0.42, 0.33] lies in [0, 1] but does not sum to one (3 rows)",
        "use --normalize to divide each row by its sum, or --loss binary for independent sigmoids",
    ),
    "scores beside class ids": (
        "loss y.csv sigmoids.csv",
        1,
        "sigmoids.csv:1: row 1: [0.91, 0.42, 0.33] lies in [0, 1] but does not sum to one (3 rows)",
        "--from-logits for logits, or --from-probs to keep the numbers",
    ),
    "two scales": (
        "loss y.csv p.csv --from-probs --from-logits",
        2,
        "cannot be both probabilities and logits",
        "use only one of the options",
    ),
    "a class that takes another scale": (
        "loss y.csv p.csv --loss BCEWithLogitsLoss --from-probs",
        2,
        "BCEWithLogitsLoss takes logits, not probabilities",
        "use --loss binary",
    ),
    "a column that is not there": (
        "loss y.csv p.csv --prediction-columns 0-5",
        2,
        "no column 5: the table has 3",
        "from 0 to 2",
    ),
    "a pattern that matches nothing": (
        "loss both.csv --labels-column y --prediction-columns /^q/",
        2,
        "/^q/ matches no column",
        "the columns are y, p_0, p_1, p_2",
    ),
    "an axis that is not there": (
        "loss y.csv p.csv --class-axis 5",
        2,
        "--class-axis 5 is not a class axis",
        "-1 for the last",
    ),
    # weights
    "too few class weights": (
        "loss y.csv p.csv --class-weight 1,2",
        2,
        "--class-weight has 2 weights for 3 classes",
        "one weight per class",
    ),
    "a class weight of nobody": (
        "loss names.csv named.csv --class-weight cat=1,dgo=2,bird=1",
        2,
        "--class-weight names dgo, which is not a class",
        "did you mean 'dog'?",
    ),
    "a class without a weight": (
        "loss names.csv named.csv --class-weight cat=1,dog=2",
        2,
        "--class-weight has no weight for class bird",
        "bird, cat, dog",
    ),
    "a class with two weights": (
        "loss names.csv named.csv --class-weight cat=1,dog=2,bird=1,cat=2",
        2,
        "--class-weight names cat twice",
        "one weight",
    ),
    "a class weight in words": (
        "loss y.csv p.csv --class-weight 1,two,3",
        2,
        "--class-weight: two is not a weight",
        "1,2,0.5",
    ),
    "balanced, misspelt": (
        "loss y.csv p.csv --class-weight balance",
        2,
        "balance is not a weight",
        "did you mean 'balanced'?",
    ),
    "a negative class weight": (
        "loss y.csv p.csv --class-weight 1,-2,1",
        2,
        "negative weight: -2",
        "must not be negative",
    ),
    "a missing file of class weights": (
        "loss y.csv p.csv --class-weight @nowhere",
        3,
        "nowhere: no such file (--class-weight @FILE)",
        "one weight per line",
    ),
    "a missing file of classes": (
        "loss names.csv p.csv --classes @nowhere",
        3,
        "nowhere: no such file",
        "one class per line",
    ),
    "too few sample weights": (
        "loss y.csv p.csv --sample-weight w_two.csv",
        1,
        "y.csv:4: row 3: the inputs differ in rows",
        "",
    ),
    "a negative sample weight": (
        "loss y.csv p.csv --sample-weight w_negative.csv",
        1,
        "w_negative.csv:2: column '0' (row 2): -2.0 is negative",
        "use --like keras or torch to allow them",
    ),
    "a sample weight that is NaN": (
        "loss y.csv p.csv --sample-weight w_nan.csv",
        1,
        "w_nan.csv:2: column '0' (row 2): nan",
        "finite",
    ),
    "sample weights all zero": (
        "loss y.csv p.csv --sample-weight w_zero.csv",
        1,
        "w_zero.csv: all weights are zero",
        "above zero",
    ),
    "three sample weights a row": (
        "loss y.csv p.csv --sample-weight logits.csv --like keras",
        1,
        "logits.csv: 3 weights per row, but 1 would fit",
        "a file with one column",
    ),
    "two pos_weights for three outputs": (
        "loss multi.csv sigmoids.csv --pos-weight 1,2",
        2,
        "--pos-weight has 2 numbers, but the loss has 3 outputs",
        "use one number, or one for each of 3 outputs",
    ),
    "two pos_weights for one output": (
        "loss bits.csv one.csv --pos-weight 1,2",
        2,
        "--pos-weight has 2",
        "use one number",
    ),
    "two alphas for three classes": (
        "loss y.csv p.csv --focal-alpha 1,2",
        2,
        "--focal-alpha has 2 numbers, but the loss has 3 outputs",
        "one for each of 3",
    ),
    "weights from two places": (
        "loss both.csv --sample-weight w.csv --sample-weight-column y",
        2,
        "--sample-weight and --sample-weight-column contradict each other",
        "use one of them",
    ),
    "pos_weight without binary": (
        "loss y.csv p.csv --pos-weight 2",
        2,
        "weighs positives in the binary loss only",
        "--class-weight",
    ),
    # what frameworks do not have
    "optax of probabilities": ("loss y.csv p.csv --like optax", 2, "optax takes logits only", "--like exact"),
    "PyTorch's sample weights": (
        "loss y.csv logits.csv --like torch --sample-weight w.csv",
        2,
        "PyTorch has no sample weights in cross_entropy",
        "--like exact, keras or sklearn",
    ),
    "scikit-learn of logits": (
        "loss y.csv logits.csv --like sklearn",
        2,
        "scikit-learn scores probabilities only",
        "--like exact",
    ),
    "a reduction of Keras in PyTorch": (
        "loss y.csv p.csv --like torch --reduction mean_with_sample_weight",
        2,
        "PyTorch has no reduction",
        "mean, sum or none",
    ),
    "all frameworks by class": (
        "loss y.csv p.csv --like all --by class",
        2,
        "--by needs one framework",
        "--like exact",
    ),
    "all frameworks as a gate": (
        "loss y.csv p.csv --like all --fail-above 1",
        2,
        "--fail-above needs one framework",
        "--like exact",
    ),
    # option values
    "an unknown loss": (
        "loss y.csv p.csv --loss sparze",
        2,
        "--loss: sparze is not one of auto, binary",
        "did you mean 'sparse'?",
    ),
    "an unknown framework": (
        "loss y.csv p.csv --like pytroch",
        2,
        "--like: pytroch is not one of exact",
        "did you mean 'torch'?",
    ),
    "an unknown reduction": (
        "loss y.csv p.csv --reduction avg",
        2,
        "--reduction: avg is not one of mean, sum",
        "--reduction mean",
    ),
    "an unknown kind": (
        "loss y.csv p.csv --labels-kind onehit",
        2,
        "--labels-kind: onehit is not",
        "did you mean 'one-hot'?",
    ),
    "an unknown dtype": (
        "loss y.csv p.csv --dtype float62",
        2,
        "--dtype: float62 is not one of",
        "did you mean 'float64'?",
    ),
    "an unknown option": (
        "loss y.csv p.csv --label-smooting 0.1",
        2,
        "no option is called --label-smooting",
        "--label-smoothing'?",
    ),
    "an unknown command": ("los y.csv p.csv", 2, "no command is called 'los'", "did you mean 'loss'?"),
    "smoothing above one": (
        "loss y.csv p.csv --label-smoothing 1.5",
        2,
        "--label-smoothing 1.5 is not between 0 and 1",
        "0.1",
    ),
    "smoothing in words": (
        "loss y.csv p.csv --label-smoothing some",
        2,
        "--label-smoothing: some is not a number",
        "0.1",
    ),
    "base one": ("loss y.csv p.csv --base 1", 2, "--base 1 is not a base of a logarithm", "2 for bits"),
    "epsilon above a half": (
        "loss y.csv p.csv --epsilon 0.6",
        2,
        "--epsilon 0.6 is not from 0 to below 0.5",
        "--epsilon 1e-7",
    ),
    "a negative gamma": (
        "loss y.csv p.csv --focal-gamma -1",
        2,
        "--focal-gamma -1 is not 0 or above",
        "--focal-gamma 2",
    ),
    "a limit that is no number": (
        "loss y.csv p.csv --fail-above nan",
        2,
        "--fail-above: nan is not a number",
        "0.5",
    ),
    "a timeout that is no number": (
        "loss y.csv p.csv --timeout abc",
        2,
        "--timeout: abc is not a number of seconds above zero",
        "--timeout 300",
    ),
    "an offset with two signs": (
        "loss y.csv p.csv --label-offset +-5",
        2,
        "--label-offset: +-5 is not a whole number",
        "--label-offset -1",
    ),
    "a group that is none": (
        "loss y.csv p.csv --by nothing",
        2,
        "--by: no column is named 'nothing'",
        "the columns are label",
    ),
    "a negative top": (
        "loss y.csv p.csv --top -1",
        2,
        "--top: -1 is not a whole number from 0 to 1000",
        "--top 1",
    ),
    "no jobs": ("loss y.csv p.csv -j 0", 2, "--jobs: 0 is not a whole number from 1", "--jobs 1"),
    "no rows in a block": (
        "loss y.csv p.csv --block-rows 0",
        2,
        "--block-rows: 0 is not a whole number of at least 1",
        "--block-rows 1",
    ),
    # outputs
    "a format of losses that is none": (
        "loss y.csv p.csv --per-sample l.xyz",
        2,
        "--per-sample: l.xyz",
        ".csv, .tsv",
    ),
    "one file for two outputs": (
        "loss y.csv p.csv -o new.csv --per-sample new.csv",
        2,
        "--output and --per-sample name the same file",
        "give each its own file",
    ),
    "a file that exists": ("loss y.csv p.csv --per-sample w.csv", 4, "w.csv: already exists", "add --force"),
    "a folder to write to that is not there": (
        "loss y.csv p.csv -o no/l.json",
        4,
        "no/l.json",
        "create it first",
    ),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("wrong")
    for name, text in FILES.items():
        (path / name).write_text(text)
    for name in ARRAYS:
        shutil.copy(SAMPLES / name, path)
    return path


PROCESSES = [name for i, name in enumerate(CASES) if i % 6 == 0]
"""Every sixth case is run as a process of its own too; all of them would take a minute."""


@pytest.fixture(scope="module")
def processes(folder):
    def run(name):
        return shell(f"xentcli {CASES[name][0]}; echo $?", folder).stdout

    with ThreadPoolExecutor(2) as pool:
        return dict(zip(PROCESSES, pool.map(run, PROCESSES), strict=True))


def expect(text, error, hint):
    """One error line, at most one hint and three commands to type, and what the first two hold."""
    line, *more = text.splitlines()
    assert re.fullmatch(r"xentcli: error: .* \[XE\d{3}\]", line)
    assert error in line
    assert [text[:6] for text in more[:1]] in ([], ["hint: "])
    assert hint in "".join(more[:1])
    assert len(more) <= 4
    assert all(text.startswith("try: xentcli ") for text in more[1:])


@pytest.mark.parametrize("name", CASES)
def test_wrong_use_gets_one_line_and_a_hint(folder, monkeypatch, name):
    command, status, error, hint = CASES[name]
    monkeypatch.chdir(folder)
    done = inside(*command.split())
    assert (done.returncode, done.stdout) == (status, "")
    expect(done.stderr, error, hint)


@pytest.mark.parametrize(
    ("command", "hint"),
    [
        ("loss both.csv --labels-column y --by nothing", "the columns are y, p_0, p_1, p_2"),
        ("loss ids_a.csv ids_b.csv --on id --by nothing", "the columns are id, label, p"),
    ],
    ids=["one file", "two files"],
)
def test_a_hint_names_each_column_once(folder, monkeypatch, command, hint):
    monkeypatch.chdir(folder)
    found = json.loads(inside(*command.split(), "-f", "json").stderr)
    assert (found["code"], found["hint"]) == ("XE505", hint)


@pytest.mark.parametrize("name", CASES)
def test_with_json_it_is_one_object(folder, monkeypatch, name):
    command, status, error, hint = CASES[name]
    monkeypatch.chdir(folder)
    done = inside(*command.split(), "-f", "json")
    assert (done.returncode, done.stdout) == (status, "")
    fields = json.loads(done.stderr)
    assert list(fields) == [
        "code",
        "file",
        "line",
        "row",
        "column",
        "value",
        "message",
        "hint",
        "try",
        "tries",
    ]
    place = Place(*(fields[name] for name in ("file", "line", "row", "column")))
    assert error in f"xentcli: error: {place}: {fields['message']}"
    assert hint in (fields["hint"] or "")
    assert re.fullmatch(r"XE\d{3}", fields["code"])


@pytest.mark.parametrize("name", PROCESSES)
def test_a_process_says_the_same(processes, name):
    _, status, error, hint = CASES[name]
    *said, code = processes[name].splitlines()
    assert int(code) == status
    expect("\n".join(said), error, hint)


TYPED = {
    "labels from one": "loss from_one.csv p.csv --label-offset -1",
    "-1 and 1": "loss signs.csv one.csv --classes -1,1",
    "0 and 255": "loss pixels.csv one.csv --classes 0,255",
    "two names": "loss yesno.csv one.csv --classes no,yes",
    "names": "loss names.csv p.csv --classes bird,cat,dog",
    "an ignore mark": "loss minus.csv p.csv --ignore-index -1",
    "sigmoids one by one": "loss hot.csv sigmoids.csv --loss binary",
    "sigmoids normalised": "loss hot.csv sigmoids.csv --loss categorical --like keras",
    "scores normalised": "loss y.csv sigmoids.csv --from-probs --like keras",
    "scores as logits": "loss y.csv sigmoids.csv --from-logits",
    "rows that miss one": "loss y.csv partly.csv --from-probs",
    "mixed rows as logits": "loss y.csv mixed.csv --from-logits",
    "log-probabilities": "loss y.csv logs.csv --from-log-probs",
    "one-hot labels": "loss hot.csv p.csv --loss categorical",
    "multi-label": "loss multi.csv sigmoids.csv --loss binary",
    "one of two label columns": "loss twice.csv --labels-column label --prediction-columns /^p/",
    "weights as Keras has them": "loss y.csv p.csv --sample-weight w_negative.csv --like keras",
}


@pytest.mark.parametrize("command", TYPED.values(), ids=TYPED)
def test_what_a_hint_says_to_type_works(folder, monkeypatch, command):
    monkeypatch.chdir(folder)
    done = inside(*command.split(), "-f", "value")
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) != 0


def test_a_value_is_escaped_and_cut(folder, monkeypatch):
    monkeypatch.chdir(folder)
    (folder / "odd.csv").write_text("label\n0\n" + "\x1b[31m" + "x" * 500 + "\n1\n")
    done = inside("loss", "odd.csv", "p.csv")
    assert "\x1b" not in done.stderr
    assert max(map(len, done.stderr.splitlines())) < 400
