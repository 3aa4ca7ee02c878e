noinst_LIBRARIES += libunslouch-io.a
libunslouch_io_a_CPPFLAGS = $(AM_CPPFLAGS) $(MOSQUITTO_CFLAGS) $(SYSTEMD_CFLAGS) $(SQLITE_CFLAGS) $(JANSSON_CFLAGS)
libunslouch_io_a_SOURCES = \
	daemon/io/api.c daemon/io/api.h daemon/io/api_inside.h \
	daemon/io/api_command.c daemon/io/api_error.c daemon/io/api_history.c daemon/io/api_manager.c \
	daemon/io/api_person.c daemon/io/api_rights.c daemon/io/api_routine.c daemon/io/api_screening.c \
	daemon/io/api_signal.c daemon/io/api_value.c \
	daemon/io/bus.c daemon/io/bus.h \
	daemon/io/child.c daemon/io/child.h \
	daemon/io/clock.c daemon/io/clock.h \
	daemon/io/desktop_idle.c daemon/io/desktop_idle.h daemon/io/desktop_idle_internal.h \
	daemon/io/desktop_idle_inhibit.c daemon/io/desktop_idle_mutter.c daemon/io/desktop_idle_name.c \
	daemon/io/desktop_idle_saver.c \
	daemon/io/log.c daemon/io/log.h daemon/io/message_ids.h \
	daemon/io/log_entry.c daemon/io/log_entry.h \
	daemon/io/logind.c daemon/io/logind.h daemon/io/logind_internal.h \
	daemon/io/logind_facts.c daemon/io/logind_machine.c daemon/io/logind_session.c \
	daemon/io/mqtt.c daemon/io/mqtt.h daemon/io/mqtt_internal.h \
	daemon/io/mqtt_attempt.c daemon/io/mqtt_client.c daemon/io/mqtt_link.c daemon/io/mqtt_password.c \
	daemon/io/mqtt_queue.c daemon/io/mqtt_reason.c daemon/io/mqtt_retry.c daemon/io/mqtt_session.c \
	daemon/io/mqtt_setup.c daemon/io/mqtt_worker.c \
	daemon/io/notifications.c daemon/io/notifications.h daemon/io/notifications_internal.h \
	daemon/io/notifications_notify.c daemon/io/notifications_server.c daemon/io/notifications_text.c \
	daemon/io/store.c daemon/io/store.h daemon/io/store_internal.h \
	daemon/io/store_announcement.c daemon/io/store_announcement.h \
	daemon/io/store_backup.c daemon/io/store_backup.h \
	daemon/io/store_file.c daemon/io/store_history.c daemon/io/store_plan.c daemon/io/store_read.c \
	daemon/io/store_recovery.c daemon/io/store_routine.c daemon/io/store_routine.h daemon/io/store_row.c \
	daemon/io/store_check.c daemon/io/store_schema.c daemon/io/store_screening.c daemon/io/store_state.c daemon/io/store_statement.c
