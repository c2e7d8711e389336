"""Properties are not timed: a busy machine is no fault."""

from hypothesis import settings

settings.register_profile("supcheck", deadline=None)
settings.load_profile("supcheck")
