"""Label files of every kind, right and wrong, and `convert` on them in this process."""

import numpy as np
from running import inside

TEXTS = {
    "y.csv": "label\n2\n0\n1\n",
    "bits.csv": "label\n0\n1\n1\n",
    "from1.csv": "label\n1\n3\n2\n",
    "floats.csv": "label\n0.0\n2.0\n1.0\n",
    "truths.csv": "label\nTrue\nFalse\n",
    "pets.csv": "label\ndog\ncat\ndog\n",
    "xy.csv": "label\nx\ny\n",
    "formula.csv": "label\n=1+1\nb\n",
    "column.csv": "label\n0.25\n0.75\n",
    "hot.csv": "dog,cat\n1,0\n0,1\n",
    "hot3.csv": "1,0,0\n0,0,1\n",
    "many.csv": "a,b,c\n1,1,0\n0,1,0\n0,0,0\n",
    "empty_row.csv": "a,b,c\n0,1,0\n0,0,0\n",
    "pairs.csv": "a,b\n1,1\n0,1\n",
    "soft.csv": "a,b,c\n0.5,0.25,0.25\n0.1,0.2,0.7\n",
    "half.csv": "a,b\n0.4,0.6\n0.5,0.5\n",
    "loose.csv": "a,b\n0.4,0.4\n1.0,0.0\n",
    "logits.csv": "id,prob_cat,prob_dog,label\n7,2.5,-1.0,cat\n8,0.0,3.0,dog\n",
    "logit.csv": "z\n-2.0\n1.0\n",
    "dead.csv": "1,-inf\n-inf,-inf\n",
    "nan.csv": "a,b\n0.5,0.5\n0.5,nan\n",
    "inf.csv": "a,b\n0.5,0.5\ninf,0.5\n",
    "minus.csv": "label\n0\n-1\n2\n",
    "fraction.csv": "label\n0\n1.5\n2\n",
    "gap.csv": "label\n0\n\n2\n",
    "mixed.csv": "label\n1\ncat\n",
    "range.csv": "a,b\n1,0\n0,2\n",
    "share.csv": "a,b\n1.5,-0.5\n0.5,0.5\n",
    "kept.csv": 'id,label,note\n7,cat,"a, ""b"""\n8,dog,\n9,cat,=x\n',
    "scored.csv": "id,cat,dog,score\n7,1,0,0.5\n8,0,1,0.25\n",
    "wide.csv": "label\n0\n1000000000\n",
}


def write_all(folder):
    """All inputs into a folder."""
    for name, text in TEXTS.items():
        (folder / name).write_text(text)
    np.save(folder / "cube.npy", np.zeros((2, 3, 4), np.int64))
    np.save(folder / "words.npy", np.array(["b\nc", "d"]))
    np.save(folder / "blank.npy", np.array(["cat", "dog "]))
    np.save(folder / "late.npy", np.array([1.0, 0.0, np.nan, np.inf]))
    np.save(folder / "y.npy", np.array([2, 0, 1]))
    np.savez(folder / "two.npz", y_true=np.array([0, 1]), y_pred=np.array([[3.0, 1.0], [1.0, 2.0]]))
    return folder


def convert(folder, line, form="csv"):
    """Run a line of arguments, FILE first; return the status, the output and the messages."""
    out = folder / f"out.{form}"
    out.unlink(missing_ok=True)
    done = inside("convert", *located(folder, line), "-o", out)
    written = out.read_text(errors="replace") if out.exists() else None
    return done.returncode, written, done.stderr.replace(f"{folder}/", "")


def located(folder, line):
    """The arguments of a line, FILE in its folder."""
    name, *options = line.split(" ")
    return folder / name, *options
