"""Centers that are processes, killed at steps of an exchange, with their stores on PostgreSQL."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest

from tests.flow.mortal.ground import CENTERS
from tests.flow.mortal.postgres import laid_on_server
from tests.flow.mortal.stage import staged
from tests.flow.mortal.story import Fate

SOAK = "SOAK" in os.environ


@pytest.mark.timeout(3600 if SOAK else 300)
def test_a_process_may_be_killed_at_any_step(tmp_path: Path):
    dice = Random(4)  # noqa: S311 - the same steps in every run; no secret
    with staged(tmp_path, laid_on_server) as stage:
        every = [(name, last) for name in CENTERS for last in range(len(stage.steps[name]))]
        for name, last in dice.sample(every, len(every) if SOAK else 2):
            assert stage.check(**{name: Fate([last])}).deaths == [stage.steps[name][last]]
