"""Inventing: the files of an exercise, for whoever delivers them; the door brings the dice."""

from __future__ import annotations

from isthmus.exercise.generator import TRUTH_FILE, File, exercise_files
from isthmus.exercise.scale import Scale

__all__ = ["TRUTH_FILE", "File", "Scale", "exercise_files"]
