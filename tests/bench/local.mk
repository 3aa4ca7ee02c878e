# SPDX-License-Identifier: MIT
# What scripts/bench measures with. Not built by default: scripts/bench asks make for `benches`.
bench_programs = \
	tests/bench/bare-client \
	tests/bench/engine-cost \
	tests/bench/flood \
	tests/bench/parse-lines \
	tests/bench/round-trips
EXTRA_PROGRAMS += $(bench_programs)
CLEANFILES += $(bench_programs)
bench_cppflags = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
bench_mqtt_line = tests/bench/mqtt_line.c tests/bench/mqtt_line.h
# All libraries of unslouchd, whether it calls them or not.
tests_bench_bare_client_SOURCES = tests/bench/bare_client.c
tests_bench_bare_client_CPPFLAGS = $(bench_cppflags) $(MOSQUITTO_CFLAGS) $(SYSTEMD_CFLAGS) $(SQLITE_CFLAGS)
tests_bench_bare_client_LDFLAGS = $(AM_LDFLAGS) -Wl,--no-as-needed
tests_bench_bare_client_LDADD = $(MOSQUITTO_LIBS) $(SYSTEMD_LIBS) $(SQLITE_LIBS) $(LIBCONFIG_LIBS) $(INIPARSER_LIBS) \
	$(JANSSON_LIBS) -lm -lpthread
tests_bench_engine_cost_SOURCES = tests/bench/engine_cost.c tests/bench/radar.h
tests_bench_engine_cost_CPPFLAGS = $(bench_cppflags)
tests_bench_engine_cost_LDADD = $(app_libs)
tests_bench_flood_SOURCES = tests/bench/flood.c tests/bench/radar.h $(bench_mqtt_line)
tests_bench_flood_CPPFLAGS = $(bench_cppflags)
tests_bench_parse_lines_SOURCES = tests/bench/parse_lines.c
tests_bench_parse_lines_CPPFLAGS = $(bench_cppflags) $(JANSSON_CFLAGS)
tests_bench_parse_lines_LDADD = $(JANSSON_LIBS)
tests_bench_round_trips_SOURCES = tests/bench/round_trips.c $(bench_mqtt_line)
tests_bench_round_trips_CPPFLAGS = $(bench_cppflags)
.PHONY: benches
benches: $(bench_programs)
EXTRA_DIST += tests/bench/bench.py tests/bench/bench_alone.py tests/bench/bench_growth.py tests/bench/bench_process.py \
	tests/bench/bench_report.py tests/bench/bench_running.py tests/bench/bench_setup.py
