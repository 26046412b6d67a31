"""A law is no stopwatch: on a busy machine an example may take long and still hold."""

from hypothesis import settings

settings.register_profile("laws", deadline=None)
settings.load_profile("laws")
