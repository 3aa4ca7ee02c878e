EXTRA_DIST += scripts/bench scripts/boot scripts/demo.py scripts/lint scripts/package scripts/run scripts/setup scripts/test
