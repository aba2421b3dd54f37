"""An answer in, feedback out. No language model, no network, milliseconds."""
