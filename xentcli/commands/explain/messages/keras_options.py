"""Messages of Keras about options, names and types."""

from __future__ import annotations

from xentcli.commands.explain.messages.pattern import speaker

says = speaker("Keras")

KERAS_OPTIONS = (
    says(("Could not interpret loss identifier: <f:word=sparse_crossentropy>",
          "Unknown loss function: `<f:word=sparse_crossentropy>`",
          "Unknown loss function: <f:word=sparse_crossentropy>"), "XE303",
         "Keras has no loss {f}. Use sparse_categorical_crossentropy for class ids, "
         "categorical_crossentropy for one-hot rows, and binary_crossentropy for 0 and 1.",
         "model.compile(loss='sparse_categorical_crossentropy')",
         "xentcli detect y.csv", "xentcli loss y.csv p.csv --like keras"),
    says(("Could not interpret metric identifier: <f:word=acuracy>",
          "Unknown metric function: <f:word=acuracy>"), None,
         "Keras has no metric {f}. The usual metric for a cross-entropy is accuracy.",
         "model.compile(metrics=['accuracy'])",
         "xentcli loss y.csv p.csv"),
    says("Invalid dtype: object", "XE511",
         "The array does not hold numbers. The labels are names, the numbers are stored as objects, or the "
         "rows differ in length.",
         "y = keras.layers.StringLookup(vocabulary=classes, num_oov_indices=0)(names)  # or y.astype(int)",
         "xentcli convert names.csv --to sparse --classes cat,dog -o ids.npy", "xentcli detect y.csv"),
    says("Invalid dtype: <t:word=str32>", "XE511",
         "The labels are names (text, {t}), but a loss needs numbers. Convert names to ids, in the order of "
         "the classes.",
         "y = keras.layers.StringLookup(vocabulary=classes, num_oov_indices=0)(names)",
         "xentcli convert names.csv --to sparse --classes cat,dog -o ids.npy"),
    says("Failed to convert a NumPy array to a Tensor (Unsupported object type <t:any=numpy.ndarray>)",
         "XE511",
         "The array does not hold numbers. The labels are names, the numbers are stored as objects, or the "
         "rows differ in length.",
         "y = np.asarray(list(y), dtype='int64')  # names: StringLookup first",
         "xentcli detect y.csv", "xentcli convert names.csv --to sparse --classes cat,dog -o ids.npy"),
    says("'<t:word=list>' object has no attribute 'get'", "XE404",
         "In fit of Keras this means that class_weight is a {t}. It must be a dict from class id to weight, "
         "such as {0: 1.0, 1: 2.0}.",
         "model.fit(x, y, class_weight=dict(enumerate(class_weight)))",
         "xentcli loss y.csv p.csv --class-weight balanced --like keras"),
    says("Expected `class_weight` to be a dict with keys from 0 to one less than the number of classes, "
         "found <x:list={1: 1.0, 2: 2.0}>", "XE404",
         "The keys of class_weight must be the class ids 0, 1, 2 and so on without gaps, but it is {x}. "
         "Names and ids from 1 do not work.",
         "class_weight = {i: w for i, w in enumerate(weights)}",
         "xentcli loss y.csv p.csv --class-weight balanced --like keras"),
    says("`class_weight` not supported for 3+ dimensional targets", "XE404",
         "class_weight needs one label per row, but these targets have three axes or more, as masks do. "
         "Give each element a weight instead.",
         "model.fit(x, y, sample_weight=class_weight[y])",
         "xentcli loss y.npy p.npy --class-weight balanced --like keras"),
    says("Argument `output` must have rank (ndim) `target.ndim - 1`. Received: "
         "target.shape=<a:shape=(None, 3)>, output.shape=<b:shape=(None, 3)>", "XE302",
         "The labels have the shape {a}, the predictions {b}. The sparse loss needs one class id per row of "
         "predictions. For one-hot rows use categorical_crossentropy.",
         "model.compile(loss='categorical_crossentropy')  # for one-hot rows",
         "xentcli detect y.csv p.csv", "xentcli convert onehot.csv --to sparse -o ids.npy"),
    says(("<f:word=FBetaScore> expects 2D inputs with shape (batch_size, output_dim), with output_dim fully "
          "defined (not None). Received input shapes: y_pred.shape=<b:shape=(8,)> and "
          "y_true.shape=<a:shape=(8,)>",
          "<f:word=FBetaScore> expects 2D inputs with shape (batch_size, output_dim). Received input shapes: "
          "y_pred.shape=<b:shape=(8,)> and y_true.shape=<a:shape=(8,)>"), "XE302",
         "{f} (and F1Score) needs labels and predictions of shape (N, C), but these are {a} and {b}. "
         "Convert class ids to one-hot rows, and one column of 0 and 1 to the shape (N, 1).",
         "y = keras.utils.to_categorical(y)  # two classes: y.reshape(-1, 1)",
         "xentcli convert y.csv --to one-hot -o onehot.npy"),
    says(("No loss to compute. Provide a `loss` argument in `compile()`",
          "No loss found. You may have forgotten to provide a `loss` argument in the `compile()` method"),
         None,
         "The model was compiled without a loss. Use sparse_categorical_crossentropy for class ids, "
         "categorical_crossentropy for one-hot rows, and binary_crossentropy for 0 and 1.",
         "model.compile(loss='sparse_categorical_crossentropy')",
         "xentcli detect y.csv", "xentcli loss y.csv p.csv --like keras"),
    says("You must call `compile()` before using the model", None,
         "The model has no loss and no optimizer yet.",
         "model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')",
         "xentcli detect y.csv"),
    says("SparseCategoricalCrossentropy.__init__() got an unexpected keyword argument 'label_smoothing'",
         "XE303",
         "Smoothed labels are not class ids, so the sparse loss has no label_smoothing. Convert the labels "
         "to one-hot, and use CategoricalCrossentropy.",
         "loss = keras.losses.CategoricalCrossentropy(label_smoothing=0.1)",
         "xentcli convert y.csv --to one-hot -o onehot.npy",
         "xentcli loss y.csv p.csv --label-smoothing 0.1"),
    says("CategoricalCrossentropy.__init__() got an unexpected keyword argument 'ignore_class'", "XE303",
         "One-hot rows have no value to ignore, so only SparseCategoricalCrossentropy has ignore_class. A "
         "row of zeros has the loss 0.",
         "loss = keras.losses.SparseCategoricalCrossentropy(ignore_class=-1)",
         "xentcli loss y.csv p.csv --ignore-index=-1 --like keras"),
    says("<f:crossentropy=BinaryCrossentropy>.__init__() got an unexpected keyword argument "
         "'<x:word=class_weight>'",
         None,
         "{f} has no option {x}. Pass weights to fit (class_weight, sample_weight), and a reduction, "
         "from_logits or smoothing to a loss that supports it.",
         "model.fit(x, y, class_weight={0: 1.0, 1: 2.0})",
         "xentcli loss y.csv p.csv --class-weight balanced"),
    says("Argument `segment_ids` and `data` should have same leading dimension. Got <b:shape=(60,)> v.s. "
         "<a:shape=(20,)>", "XE302",
         "A metric such as AUC got {a} labels and {b} predictions. It needs one column of 0 and 1, or "
         "one-hot rows, but these are class ids.",
         "y = keras.utils.to_categorical(y)",
         "xentcli convert y.csv --to one-hot -o onehot.npy"),
    says(("`y` argument is not supported when using",
          "`y` should not be passed. Instead, the targets should be included as part of the"), None,
         "A dataset or generator includes its labels, so y must not be passed as well.",
         "model.fit(dataset)  # of pairs (x, y)",
         "xentcli detect y.csv"),
    says("When passing `label_mode=<q:any=\"binary\">`, there must be exactly <n:int=2> class_names", "XE304",
         "Binary labels need exactly {n} folders of images, but there are more or fewer.",
         "image_dataset_from_directory(folder, label_mode='int')",
         "xentcli detect y.csv"),
)  # fmt: skip
"""Errors of options, names and types."""
