"""The pipes: what carries out the ports on files, drivers and the machine's randomness.

Plain values come in from `node`, which alone chooses adapters; nothing of a room is known here.
"""
