"""Exercises: a seeded generator of invented data whose truth is known.

In: a `random.Random`, the moment at which the story begins, a `Scale`. Out: the files that
agencies would deliver, in their real formats over real waters, and the truth behind them. Every
person, company, vessel and number is put together from tables of this room; a likeness with
anyone is chance. Nothing here reads a clock or a file.
"""
