#!/usr/bin/env bash
# Write requirements/*.txt anew: every version with its hashes, for Python 3.11 and later on every
# platform, from wheels alone. Nothing of this machine may enter: uv's own configuration is set
# aside, and the files name neither an index nor a path.
#   tools/pins.sh             keep the versions that are pinned; add and drop what the .in files say
#   tools/pins.sh --upgrade   take the newest versions that pyproject.toml and the .in files allow
set -euo pipefail
cd "$(dirname "$0")/.."

pin() { # pin OUTPUT INPUT... [--option...]
  env -u UV_FIND_LINKS .venv/bin/uv pip compile --quiet --no-config --no-header --no-annotate \
    --no-emit-index-url --no-emit-find-links --generate-hashes --universal --python-version 3.11 \
    --only-binary :all: --output-file "$@"
}

pin requirements/bootstrap.txt requirements/bootstrap.in "$@"
pin requirements/core.txt pyproject.toml "$@"
# One package of the tests exists as source only; it is built with the pinned setuptools, see Makefile.
pin requirements/dev.txt pyproject.toml requirements/dev.in --constraint requirements/core.txt \
  --no-binary cpe --no-build-isolation-package cpe "$@"
