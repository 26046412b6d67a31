"""The words of the house: values that every floor above names.

Nothing here does I/O, reads a clock or draws randomness.
"""
