"""Messages of Hugging Face's libraries, fastai and Lightning about labels and losses."""

from __future__ import annotations

from xentcli.commands.explain.messages.pattern import speaker

says, fastai, lightning = speaker("Hugging Face"), speaker("fastai"), speaker("Lightning")

TRAINERS = (
    says("The model did not return a loss from the inputs, only the following keys: <x:any=logits>. For "
         "reference, the inputs it received are", "XE305",
         "The batches hold no labels under a name that the model knows, so it cannot compute the loss. Name "
         "the column labels, or list it in label_names.",
         "dataset = dataset.rename_column('label', 'labels')  # and keep it: remove_unused_columns",
         "xentcli detect y.csv"),
    says("Perhaps your features (`<x:word=labels>` in this case) have excessive nesting", "XE043",
         "The feature {x} does not form a rectangle of numbers. It holds names, lists of different lengths, "
         "or None. Convert names to ids, and pad the labels of tokens with -100.",
         "collator = DataCollatorForTokenClassification(tokenizer)  # pads labels with -100",
         "xentcli detect y.csv", "xentcli convert names.csv --to sparse --classes cat,dog -o ids.npy"),
    says("Predictions and/or references don't match the expected format", "XE302",
         "A metric of evaluate needs class ids in both lists. Apply argmax to the logits, and convert names "
         "to ids.",
         "metric.compute(predictions=logits.argmax(axis=-1), references=labels)",
         "xentcli convert p.csv --to sparse --argmax -o predicted.csv"),
    fastai(("Could not infer loss function from the data, please pass a loss function",
            "Could not infer loss function from the data"), None,
           "The data do not show whether the labels are classes or numbers, so pass a loss. Use "
           "CrossEntropyLossFlat for one class per row, and BCEWithLogitsLossFlat for several labels.",
           "learn = Learner(dls, model, loss_func=CrossEntropyLossFlat())",
           "xentcli detect y.csv"),
    lightning(("`training_step` must return",
               "In automatic_optimization, `training_step` must return a Tensor"), None,
              "training_step must return a loss with a gradient. Return the tensor, not its .item().",
              "loss = F.cross_entropy(logits, target)  # and return loss, not a float",
              "xentcli loss y.csv p.csv --like torch"),
)  # fmt: skip
"""Errors of training loops."""
