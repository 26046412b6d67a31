import pytest

from isthmus.errors import InputError
from isthmus.exercise.scale import Scale


@pytest.mark.parametrize("short", ["vessels", "persons", "companies", "days"])
def test_a_cast_that_cannot_play_the_story_is_refused(short: str):
    with pytest.raises(InputError, match=f"{short} >= "):
        Scale(**{short: 3})
