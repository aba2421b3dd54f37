"""extrabrain: practise interviews on your own machine, with feedback tied to your own words."""

import os

# Libraries that report home unless told not to before they are loaded. The jail stops them anyway.
# onnxruntime 1.32 keeps a device id and sends events to mobile.events.data.microsoft.com.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
os.environ["DO_NOT_TRACK"] = "1"

# Our matrices are small: a second thread of numpy's waits by spinning and takes the core from the models.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
