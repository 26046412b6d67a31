"""A law is no stopwatch: on a busy machine an example may take long and still hold.

`make soak` tries each law on many more examples than `make test`.
"""

import os

from hypothesis import settings

settings.register_profile("laws", deadline=None, max_examples=50)
settings.register_profile("soak", deadline=None, max_examples=2_000)
settings.load_profile("soak" if "SOAK" in os.environ else "laws")
