"""The demo: three throwaway centers that take in files, agree, share, and call back."""

from isthmus.demo.running import (
    NOTHING_SHARED,
    PURPOSE,
    Options,
    Run,
    deliver_folder,
    finish,
    invented,
    main,
    peak_memory_bytes,
)

__all__ = [
    "NOTHING_SHARED",
    "PURPOSE",
    "Options",
    "Run",
    "deliver_folder",
    "finish",
    "invented",
    "main",
    "peak_memory_bytes",
]
