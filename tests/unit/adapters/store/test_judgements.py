"""A model's judgement tells a reader nothing of the part that he may not see."""

from __future__ import annotations

from pathlib import Path

from isthmus.adapters.store import open_sqlite
from isthmus.model.judgement import Decision
from tests import make
from tests.contract.arrange import acting, laid, said


def test_its_decision_and_label_rest_on_what_is_shown(tmp_path: Path):
    store = open_sqlite(tmp_path)
    with acting(store) as unit:
        ground = laid(unit)
        joined = unit.labels.intern(make.label("TOP SECRET"))
        [lark] = said(unit, ground, make.Claim("lark"))
        [number] = said(unit, ground, make.Claim("lark", "imo", "1"), label=ground.high)
        shown = make.comparison(ground.statement, lark, labels=(ground.low, ground.low), bits=7.0)
        withheld = make.comparison(
            ground.statement, number, labels=(ground.low, ground.high), bits=20.0
        )
        whole = make.judgement("dhow", "lark", shown, withheld, label=joined)
        unit.judgements.add([whole])
    with store.reading() as unit:
        [part] = unit.judgements.around([make.entity("dhow")], ground.lower)
        reader = make.reader(ground.low, ground.high, joined)
        assert unit.judgements.around([make.entity("dhow")], reader) == [whole]
    assert part.comparisons == (shown,)
    assert part.decision is Decision.UNDECIDED
    assert part.label == ground.low
    store.close()
