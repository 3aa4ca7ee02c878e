# SPDX-License-Identifier: MIT
# Seeded households on the core alone. SIM_SEED= and SIM_YEARS= (person-years) override; two processes share the years.
# SIM_TRAIN=1 gives every home exercise programmes, which takes ten times as long.
# Without optimisation, or with sanitizers, a year costs ten times as much: then fewer are run.
check_PROGRAMS += tests/sim/simulate
TESTS += tests/sim/simulate
if SANITIZERS
sim_years = 16
else
sim_years = 1000
endif
tests_sim_simulate_SOURCES = tests/sim/simulate.c tests/sim/home.c tests/sim/trainee.c tests/sim/log.c tests/sim/check.c tests/sim/check_routine.c tests/sim/sim.h tests/unit/zones.h
tests_sim_simulate_CPPFLAGS = $(test_cppflags) $(JANSSON_CFLAGS) -DSIM_YEARS_DEFAULT=$(sim_years)
tests_sim_simulate_LDADD = $(config_libs)
# Homes around the whole of app, with everything outside of it made up and faulty: STORM_SEED=, STORM_YEARS=, STORM_DAYS=
# and STORM_TRACE=FILE; scripts/simulate runs the years of a night.
check_PROGRAMS += tests/sim/storm
TESTS += tests/sim/storm
tests_sim_storm_SOURCES = tests/sim/storm.c tests/sim/storm_world.c tests/sim/storm_config.c tests/sim/storm_people.c \
	tests/sim/storm_devices.c tests/sim/storm_broker.c tests/sim/storm_wire.c tests/sim/storm_disk.c \
	tests/sim/storm_daemon.c tests/sim/storm_heard.c tests/sim/storm_kept.c tests/sim/storm_look.c tests/sim/storm.h \
	tests/sim/storm_disk.h tests/unit/zones.h
tests_sim_storm_CPPFLAGS = $(test_cppflags) $(MOSQUITTO_CFLAGS) $(SYSTEMD_CFLAGS) $(SQLITE_CFLAGS) $(JANSSON_CFLAGS) \
	-DSTORM_YEARS_DEFAULT=0 -DSTORM_DAYS_DEFAULT=8
tests_sim_storm_LDADD = $(app_libs)
