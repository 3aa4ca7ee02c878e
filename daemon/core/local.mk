noinst_LIBRARIES += libunslouch-core.a
libunslouch_core_a_SOURCES = \
	daemon/core/bout.c daemon/core/bout.h \
	daemon/core/break_answer.c \
	daemon/core/break_delivery.c \
	daemon/core/break_parts.h \
	daemon/core/break_policy.c daemon/core/break_policy.h \
	daemon/core/day_summary.c daemon/core/day_summary.h \
	daemon/core/effect.h \
	daemon/core/event.h \
	daemon/core/hold.c daemon/core/hold.h \
	daemon/core/hours.c daemon/core/hours.h \
	daemon/core/household.c daemon/core/household.h \
	daemon/core/instant.c daemon/core/instant.h \
	daemon/core/ladder.c daemon/core/ladder.h \
	daemon/core/person.c daemon/core/person.h \
	daemon/core/person_command.c \
	daemon/core/person_keep.c \
	daemon/core/person_moment.c \
	daemon/core/person_parts.h \
	daemon/core/person_routine.c \
	daemon/core/person_standing.c \
	daemon/core/person_view.c \
	daemon/core/plan_view.h \
	daemon/core/posture.c daemon/core/posture.h \
	daemon/core/programme.c daemon/core/programme.h \
	daemon/core/progression.c daemon/core/progression.h \
	daemon/core/progression_pain.c \
	daemon/core/progression_parts.h \
	daemon/core/progression_week.c \
	daemon/core/room.c daemon/core/room.h \
	daemon/core/routine.c daemon/core/routine.h \
	daemon/core/routine_adopt.c \
	daemon/core/routine_command.c daemon/core/routine_command.h \
	daemon/core/routine_hold.c \
	daemon/core/routine_log.c \
	daemon/core/routine_news.c \
	daemon/core/routine_offer.c \
	daemon/core/routine_outlook.c \
	daemon/core/routine_parts.h \
	daemon/core/routine_plan.c \
	daemon/core/routine_session.c \
	daemon/core/routine_view.c \
	daemon/core/screening.c daemon/core/screening.h \
	daemon/core/screening_fit.c \
	daemon/core/session.c daemon/core/session.h \
	daemon/core/session_cue.c \
	daemon/core/session_flow.c \
	daemon/core/session_length.c \
	daemon/core/session_parts.h \
	daemon/core/session_plan.c \
	daemon/core/session_record.c \
	daemon/core/session_verb.c \
	daemon/core/session_view.c \
	daemon/core/source.c daemon/core/source.h \
	daemon/core/week_plan.c daemon/core/week_plan.h
