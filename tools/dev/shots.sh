#!/usr/bin/env bash
# shots.sh [NAME]: a picture of every page of the workbench in both languages, into build/shots.
set -euo pipefail
exec bash "$YISHOU_ROOT/tools/dev/browser.sh" shots "$@"
