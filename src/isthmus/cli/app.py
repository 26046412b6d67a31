"""The command line: every command, and how failures end."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from cyclopts import App, CycloptsError

from isthmus import __version__
from isthmus.cli import (
    accounts,
    alerts,
    audit,
    emergencies,
    entities,
    feeds,
    follow_ups,
    loading,
    names,
    nodes,
    partners,
    picture,
    quality,
    records,
    releases,
    requests,
    resolving,
    screening,
    training,
    trust,
    weights,
)
from isthmus.cli.printing import EXIT_NODE, EXIT_USAGE, tell_error
from isthmus.cli.wording import voice_of
from isthmus.errors import IsthmusError, UnavailableError

EPILOGUE = """\
Exit codes: 0 done; 1 what was asked for cannot be; 2 the command line or a setting is wrong;
3 the node itself needs a look."""

app = App(
    name="isthmus",
    help="The node of a cross-border intelligence fusion center.",
    help_epilogue=EPILOGUE,
    version=__version__,
    help_format="markdown",
    result_action="return_value",
)
for module in (
    nodes,
    feeds,
    follow_ups,
    entities,
    screening,
    resolving,
    weights,
    training,
    loading,
    quality,
    records,
    picture,
    alerts,
    partners,
    trust,
    emergencies,
    releases,
    requests,
    audit,
    accounts,
    names,
):
    module.add_to(app)
app.command("isthmus.cli.stream:events", name="events")


def main(tokens: Sequence[str] | None = None) -> None:
    """Run a command and end the process with its code."""
    sys.exit(run(sys.argv[1:] if tokens is None else tokens))


def run(tokens: Sequence[str]) -> int:
    """Run a command; give its exit code."""
    as_json = "--json" in tokens
    try:
        code = app(list(tokens), exit_on_error=False, print_error=True)
    except CycloptsError:
        return EXIT_USAGE
    except IsthmusError as error:
        return tell_error(error, as_json=as_json, voice=voice_of(tokens))
    except BrokenPipeError:
        # Whoever read the output has enough of it.
        sys.stderr.close()
        return 0
    except OSError as error:
        known = UnavailableError(
            f"expected a file or folder that can be used, got: {error.strerror} {error.filename}",
            repair="check the path and its permissions",
        )
        tell_error(known, as_json=as_json)
        return EXIT_NODE
    except Exception as error:  # noqa: BLE001 - a door is where what nobody foresaw must end
        return _defect(error, as_json=as_json)
    return code if isinstance(code, int) else 0


def _defect(error: Exception, *, as_json: bool) -> int:
    """Tell kind and place of what nobody foresaw; its words may hold values, and stay here."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(place.filename).name}:{place.lineno}"
    known = IsthmusError(f"expected no failure of this kind: {type(error).__name__} at {where}")
    tell_error(known, as_json=as_json)
    return EXIT_NODE
