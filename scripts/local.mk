EXTRA_DIST += scripts/boot scripts/demo.py scripts/faults scripts/lint scripts/package scripts/run scripts/setup scripts/test
