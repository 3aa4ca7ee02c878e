EXTRA_DIST += scripts/bench scripts/boot scripts/crash scripts/demo.py scripts/faults scripts/fuzz scripts/lint scripts/package scripts/run scripts/setup scripts/simulate scripts/test
