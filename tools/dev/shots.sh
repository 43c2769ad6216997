#!/usr/bin/env bash
# shots.sh [NAME]: a picture of every page of the workbench in both languages, into build/shots. `shots.sh pictures`: those of the README.
set -euo pipefail
exec bash "$YISHOU_ROOT/tools/dev/browser.sh" shots "$@"
