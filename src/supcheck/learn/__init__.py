"""Train a head and evaluate it; needed by `train` and `evaluate` only."""
