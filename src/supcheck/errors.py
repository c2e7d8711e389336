"""The one family of errors that ends a run; the command line turns it into one line and exit 2."""

from __future__ import annotations


class SupcheckError(Exception):
    """What is wrong with the invocation, in one line that names the mend."""


class InstallError(SupcheckError):
    """A file that travels with supcheck is missing or cannot be read."""


class ModelError(SupcheckError):
    """The encoder or its head is missing or is not the one that was trained."""


class SettingsError(SupcheckError):
    """A settings file cannot be used; the message holds file:line:column."""


class RubricError(SupcheckError):
    """A rubric, prompt, word list or waivers file cannot be used; the message holds file:line:column."""


class StoreError(SupcheckError):
    """A baseline or a cache cannot be used; the message names the file, the place in it and the mend."""
