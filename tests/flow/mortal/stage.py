"""Where stories are told of centers that die, and compared with the one in which nobody does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import rmtree

from tests.flow.mortal.ground import CENTERS, Facts, Ground
from tests.flow.mortal.story import Fate, Nursery, Story


@dataclass
class Stage:
    """Where stories are told, and what became of the one in which nobody died."""

    folder: Path
    ground: Ground
    nurseries: dict[str, Nursery]
    steps: dict[str, list[str]] = field(default_factory=dict)
    facts: Facts = field(default_factory=dict)

    def told(self, fates: Mapping[str, Fate]) -> tuple[Story, Facts]:
        """Tell the story with these fates, let the power fail, and look at what is there."""
        folder = self.folder / "story"
        ground = self.ground.copied(folder)
        story = Story(ground, self.nurseries, fates)
        try:
            story.tell()
        finally:
            for nursery in self.nurseries.values():
                nursery.end()
        assert [name for name in CENTERS if ground.holds(name)] == ["alder"]
        facts = ground.facts()
        rmtree(folder)
        return story, facts

    def check(self, **fates: Fate) -> Story:
        """Tell it with these fates, and find what there is without them."""
        story, facts = self.told(fates)
        differing = {
            (name, what): (self.facts[name].get(what), facts[name].get(what))
            for name in CENTERS
            for what in {*facts[name], *self.facts[name]}
            if facts[name].get(what) != self.facts[name].get(what)
        }
        assert not differing, (fates, story.deaths, differing)
        return story


@contextmanager
def staged(folder: Path, lay: Callable[[Path], Ground]) -> Iterator[Stage]:
    """Give a stage on which the story without a death has been told."""
    with ExitStack() as open_things:
        nurseries = {
            name: open_things.enter_context(closing(Nursery(name, folder))) for name in CENTERS
        }
        stage = Stage(folder, lay(folder / "ground"), nurseries)
        story, stage.facts = stage.told({})
        stage.steps = story.steps
        yield stage
