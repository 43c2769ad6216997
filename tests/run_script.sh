#!/usr/bin/env bash
# run_script.sh SCRIPT RESULT: runs a script test and keeps what it says, for tools/dev/count_tests.py.
set -o pipefail
case "$1" in
  *.py) python3 "$1" ;;
  *) bash "$1" ;;
esac 2>&1 | tee "$2"
