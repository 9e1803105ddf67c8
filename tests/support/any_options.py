"""Every option of each command, with values that are right, wrong, or right elsewhere."""

COLUMNS = ("label", "0", "-1", "9", "1-2", "/p/", "/(/", "!id", "cat", "2-0", "", "x" * 200)
WEIGHTS = ("1", "1,2,0.5", "balanced", "cat=2,dog=1", "nan", "-1", "0,0,0", "@w.csv", "1e308,1e308", "=")
NUMBERS = ("0", "1", "-1", "0.5", "2", "1e308", "nan", "inf", "1_0", "x", "", "5e-324", "0.49999")
WHOLES = ("0", "1", "-1", "3", "-100", "255", "999999999999999999", "9" * 40, "1.5", "x", "+1", "\u0661")
READING = {
    "--labels-column": COLUMNS,
    "--class-axis": WHOLES,
    "--classes": ("a,b,c", "cat,dog", "0,1,2", "1,0", "a,a", "@w.csv", "@none", ""),
    "--num-classes": WHOLES,
    "--label-offset": WHOLES,
    "--labels-kind": ("sparse", "one-hot", "soft", "binary", "x"),
    "--label-separator": ("|", " ", ",", ";", "||", "a", "", "\n", "."),
    "--unknown": ("", "NA", "?,NA", "cat", "0", ",", "nan"),
}
PAIRED = {
    "--on": ("id", "0", "label", "x", ""),
    "--join": ("inner", "x"),
    "--prediction-columns": COLUMNS,
    "--from-probs": (),
    "--from-logits": (),
    "--from-log-probs": (),
    "--from-percent": (),
    "--normalize": (),
    "--ignore-index": WHOLES,
    "--where": ("label=cat", "label=1", "0=1", "id!=1", "x=1", "=", "label", "label=", "-1=0"),
    "--loss": ("binary", "categorical", "sparse", "NLLLoss", "BCEWithLogitsLoss", "log_loss", "x"),
}
INPUT = {
    "--input-format": ("csv", "tsv", "npy", "npz", "x"),
    "--raw-type": ("bfloat16", "float8_e4m3fn", "x"),
    "--table": ("t", "labels", ""),
    "--header": (),
    "--no-header": (),
    "--delimiter": (",", ";", "tab", "space", "|", "1", "ab", "\n", "\u00e9", "."),
    "--decimal": (",", ".", "x"),
    "--encoding": (
        "utf-8",
        "latin-1",
        "utf-16",
        "ascii",
        "cp1252",
        "utf-7",
        "idna",
        "punycode",
        "rot13",
        "x",
        "utf-8-sig",
    ),
    "-j": ("1", "2", "0"),
    "--block-rows": ("1", "2", "7", "0"),
    "--max-field": ("1", "8"),
    "--max-columns": ("1", "2"),
    "--max-classes": ("1", "2"),
    "--max-memory": ("1", "100000"),
}
OUTPUT = {
    "-f": ("table", "plain", "value", "json", "ndjson", "csv", "tsv", "md"),
    "-q": (),
    "-v": (),
    "--color": ("always",),
    "--full": (),
}
LOSS = {
    "--like": ("exact", "keras", "torch", "sklearn", "optax", "all"),
    "--class-weight": WEIGHTS,
    "--pos-weight": WEIGHTS,
    "--reduction": ("mean", "sum", "none", "sum_over_batch_size", "mean_with_sample_weight"),
    "--epsilon": NUMBERS,
    "--dtype": ("float64", "float32", "float16"),
    "--label-smoothing": NUMBERS,
    "--sample-weight": ("w.csv", "y", "none"),
    "--sample-weight-column": COLUMNS,
    "--focal-gamma": NUMBERS,
    "--focal-alpha": WEIGHTS,
    "--base": ("2", "e", *NUMBERS),
    "--top": ("0", "1", "1000"),
    "--by": ("class", "id", "label", "0", "x", ""),
    "--fail-above": NUMBERS,
    "--per-sample": ("rows.csv", "rows.npy", "rows.ndjson", "rows.x", "none/rows.csv"),
    "--force": (),
}
VERDICT = {
    "--expect": ("sparse", "one-hot", "multi-label", "binary", "soft"),
    "--rows": WHOLES,
    "--max-errors": ("1", "3", "0"),
    "--strict": (),
}
CONVERT = {
    "--to": ("sparse", "one-hot", "multi-label", "binary", "soft", "names"),
    "--as": ("columns", "list", "lists", "x", ""),
    "--argmax": (),
    "--threshold": NUMBERS,
    "--softmax": (),
    "--sigmoid": (),
    "--positive": ("cat", "1", "x"),
    "--columns": ("a,b,c", "a", "", "a,a"),
    "--dtype": ("int8", "uint8", "int64", "float16", "float32", "bool"),
    "--class-names": (),
    "--keep": COLUMNS,
    "-f": ("csv", "tsv", "npy", "npz"),
    "-o": ("out.csv", "out.npy", "out.npz", "out.x", "none/out.csv"),
    "--force": (),
}
CLUSTER = {
    "--scheduler": ("local:0", "local:x", "tcp://host", "http://host:1", "host:8786", ""),
    "--retries": WHOLES,
    "--timeout": NUMBERS,
}
"""No address leads to a cluster: starting one takes seconds, and has tests of its own."""
COMMANDS = {
    "loss": {**READING, **PAIRED, **INPUT, **OUTPUT, **LOSS, **CLUSTER},
    "detect": {**READING, **PAIRED, **INPUT, **OUTPUT, **CLUSTER},
    "validate": {**READING, **PAIRED, **INPUT, **OUTPUT, **VERDICT, **CLUSTER},
    "advise": {**READING, **PAIRED, **INPUT, **OUTPUT, **CLUSTER},
    "convert": {**READING, **INPUT, **CONVERT},
}
"""Every option of each command, with values that are right, wrong, or right elsewhere."""
EVERYWHERE = {"--debug", "--help", "--output", "--force", "--quiet", "--format", "--verbose", "--jobs"}
"""Options that are here by another name, show more than an answer, or have tests of their own."""
