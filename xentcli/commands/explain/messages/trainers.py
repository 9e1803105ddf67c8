"""Messages of Hugging Face's libraries, fastai and Lightning about labels and losses."""

from __future__ import annotations

from xentcli.commands.explain.messages.pattern import speaker

says, fastai, lightning = speaker("Hugging Face"), speaker("fastai"), speaker("Lightning")

TRAINERS = (
    says("The model did not return a loss from the inputs, only the following keys: <x:any=logits>. For "
         "reference, the inputs it received are", "XE305",
         "The batches hold no labels under a name that the model knows. It computes the loss when it is "
         "given labels: the column must be named labels, or be named in label_names.",
         "dataset = dataset.rename_column('label', 'labels')  # and keep it: remove_unused_columns",
         "xentcli detect y.csv"),
    says("Perhaps your features (`<x:word=labels>` in this case) have excessive nesting", "XE043",
         "The feature {x} makes no rectangle of numbers: labels that are names, lists of different length, "
         "or None. Names need ids; labels of tokens need padding with -100.",
         "collator = DataCollatorForTokenClassification(tokenizer)  # pads labels with -100",
         "xentcli detect y.csv", "xentcli convert names.csv --to sparse --classes cat,dog -o ids.npy"),
    says("Predictions and/or references don't match the expected format", "XE302",
         "A metric of evaluate wants whole classes in both lists: the logits must go through argmax first, "
         "and names must become ids.",
         "metric.compute(predictions=logits.argmax(axis=-1), references=labels)",
         "xentcli convert p.csv --to sparse --argmax -o predicted.csv"),
    fastai(("Could not infer loss function from the data, please pass a loss function",
            "Could not infer loss function from the data"), None,
           "The data do not say whether they are classes or numbers: pass a loss. One class a row wants "
           "CrossEntropyLossFlat, several labels BCEWithLogitsLossFlat.",
           "learn = Learner(dls, model, loss_func=CrossEntropyLossFlat())",
           "xentcli detect y.csv"),
    lightning(("`training_step` must return",
               "In automatic_optimization, `training_step` must return a Tensor"), None,
              "training_step returns something other than a loss with a gradient: return the tensor, not its "
              ".item().",
              "loss = F.cross_entropy(logits, target)  # and return loss, no float",
              "xentcli loss y.csv p.csv --like torch"),
)  # fmt: skip
"""Errors of training loops."""
