"""The hallway: one file per journey, from top to bottom like the journey itself.

Flows alone join rooms, store and audit. They reach the outside through ports only.
"""
