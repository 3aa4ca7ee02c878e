# SPDX-License-Identifier: MIT
# Seeded households on the core alone. SIM_SEED= and SIM_YEARS= (person-years) override; two processes share the years.
# SIM_TRAIN=1 gives every home exercise programmes, which takes ten times as long.
# Without optimisation, or with sanitizers, a year costs ten times as much: then fewer are run.
check_PROGRAMS += tests/sim/simulate
TESTS += tests/sim/simulate
if SANITIZERS
sim_years = 40
else
sim_years = 1000
endif
tests_sim_simulate_SOURCES = tests/sim/simulate.c tests/sim/home.c tests/sim/trainee.c tests/sim/log.c tests/sim/check.c tests/sim/check_routine.c tests/sim/sim.h tests/unit/zones.h
tests_sim_simulate_CPPFLAGS = $(test_cppflags) $(JANSSON_CFLAGS) -DSIM_YEARS_DEFAULT=$(sim_years)
tests_sim_simulate_LDADD = $(config_libs)
