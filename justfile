# `just check` is CI exactly; `.ci/run` only installs what a bare machine lacks and calls it.

default: check

check: style types stairs front test

style:
    uv run ruff format --check src tests benchmarks tools
    uv run ruff check src tests benchmarks tools

types:
    uv run pyright
    uv run pyright -p pyrightconfig.tests.json

stairs:
    uv run lint-imports --no-logo

front:
    cd web && npm ci --no-audit --no-fund && npm run check && npm test

# The very command of the README.
test:
    uv run pytest

# What is generated from the code: wire types, command line page, pack schema.
generate:
    uv run python -m extrabrain.web.schema > web/src/wire.gen.ts
    uv run python tools/make_docs.py

format:
    uv run ruff format src tests benchmarks tools
    uv run ruff check --fix src tests benchmarks tools

# Fits the parameters of the coach anew: `just fit ~/.cache/extrabrain/models ../shared/data`.
fit models data:
    uv run python tools/fit_boundaries.py --data {{data}}
    uv run python tools/fit_coach.py --models {{models}} --data {{data}}
    uv run python tools/fit_specificity.py --models {{models}} --data {{data}}
    uv run python tools/fit_coverage.py --models {{models}} --data {{data}}
    uv run python tools/fit_places.py --data {{data}}
    uv run python tools/fit_findings.py --models {{models}} --data {{data}}
