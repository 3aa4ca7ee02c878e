EXTRA_DIST += scripts/boot scripts/coverage scripts/crash scripts/demo.py scripts/faults scripts/fuzz scripts/lint scripts/package scripts/run scripts/setup scripts/simulate scripts/test
