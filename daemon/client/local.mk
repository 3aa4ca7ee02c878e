# All of the client but its main, so that tests can link it.
noinst_LIBRARIES += libunslouch-client.a
libunslouch_client_a_CPPFLAGS = $(libunslouch_app_a_CPPFLAGS)
libunslouch_client_a_SOURCES = \
	daemon/client/backup.c \
	daemon/client/check.c \
	daemon/client/check_listen.c daemon/client/check_listen.h \
	daemon/client/clock_text.c daemon/client/clock_text.h \
	daemon/client/coach.c daemon/client/coach.h \
	daemon/client/coach_store.c daemon/client/coach_store.h \
	daemon/client/command.c daemon/client/command_inside.h daemon/client/command_set.c \
	daemon/client/connection.c daemon/client/connection.h daemon/client/connection_inside.h \
	daemon/client/connection_backup.c daemon/client/connection_coach.c daemon/client/connection_error.c daemon/client/connection_history.c \
	daemon/client/connection_people.c \
	daemon/client/connection_read.c daemon/client/connection_reload.c \
	daemon/client/day_bar.c daemon/client/day_bar.h \
	daemon/client/day_range.c daemon/client/day_range.h \
	daemon/client/discover.c daemon/client/discover_inside.h daemon/client/discover_sit.c \
	daemon/client/ear.c daemon/client/ear.h \
	daemon/client/fact.c daemon/client/fact.h \
	daemon/client/history.c daemon/client/history.h \
	daemon/client/history_csv.c daemon/client/history_json.c daemon/client/history_print.c \
	daemon/client/history_rows.c daemon/client/history_rows.h \
	daemon/client/history_store.c daemon/client/history_store.h \
	daemon/client/options.c daemon/client/options.h \
	daemon/client/paint.c daemon/client/paint.h \
	daemon/client/people.c \
	daemon/client/person_picture.c daemon/client/person_picture.h \
	daemon/client/plan.c \
	daemon/client/plan_text.c daemon/client/plan_text.h \
	daemon/client/programme.c \
	daemon/client/programme_print.c daemon/client/programme_print.h \
	daemon/client/progress.c daemon/client/progress.h \
	daemon/client/prose.c daemon/client/prose.h \
	daemon/client/reload.c \
	daemon/client/report.c \
	daemon/client/report_file.c daemon/client/report_file.h \
	daemon/client/report_html.c daemon/client/report_json.c \
	daemon/client/report_plot.h \
	daemon/client/report_plot_days.c daemon/client/report_plot_hours.c daemon/client/report_plot_lengths.c \
	daemon/client/report_plot_routine.c daemon/client/report_plot_weeks.c \
	daemon/client/report_print.h \
	daemon/client/report_read.c daemon/client/report_read.h \
	daemon/client/report_text.c daemon/client/report_text_weeks.c \
	daemon/client/report_text.h \
	daemon/client/report_zone.c \
	daemon/client/report_words.c daemon/client/report_words.h \
	daemon/client/phase_text.c daemon/client/phase_text.h \
	daemon/client/replay.c \
	daemon/client/replay_summary.c daemon/client/replay_summary.h \
	daemon/client/restore.c \
	daemon/client/screen.c daemon/client/screen.h \
	daemon/client/screening.c \
	daemon/client/screening_text.c daemon/client/screening_text.h \
	daemon/client/session.c \
	daemon/client/session_row.h \
	daemon/client/session_text.c daemon/client/session_text.h \
	daemon/client/stanza.c daemon/client/stanza.h \
	daemon/client/status.c \
	daemon/client/status_text.c daemon/client/status_text.h \
	daemon/client/svg.c daemon/client/svg.h \
	daemon/client/verbs.h \
	daemon/client/watch.c \
	daemon/client/why.c \
	daemon/client/why_text.c daemon/client/why_text.h \
	daemon/client/zone_name.c daemon/client/zone_name.h

bin_PROGRAMS += unslouch
unslouch_SOURCES = daemon/client/main.c
unslouch_CPPFLAGS = $(libunslouch_client_a_CPPFLAGS)
unslouch_LDADD = libunslouch-client.a $(app_libs)
