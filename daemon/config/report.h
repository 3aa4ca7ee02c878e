/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * report - tells what is wrong with a setting of the file: where it is, what it is called, what its value is.
 *
 * Floor: config. People, sensors and channels are called by their own names: people.anna.sensors.chair.when.
 */
#include "config/problems.h"

#include <libconfig.h>

struct report {
        const char *file; /* as given, for settings that are in no included file */
        struct config_problems *problems;
};

/* "setting 'x': value 'y': REASON", for a setting that is there. */
__attribute__((format(printf, 3, 4))) void report_value(
        const struct report *report, const config_setting_t *at, const char *format, ...);
/* "setting 'x': REASON", about the setting as a whole. */
__attribute__((format(printf, 3, 4))) void report_setting(
        const struct report *report, const config_setting_t *at, const char *format, ...);
/* The same, but no error. */
__attribute__((format(printf, 3, 4))) void report_warning(
        const struct report *report, const config_setting_t *at, const char *format, ...);

/* As report_value() for the member @name of @group; where there is none, as report_setting() for the group.
 */
__attribute__((format(printf, 4, 5))) void report_member(const struct report *report,
        const config_setting_t *group, const char *name, const char *format, ...);
/* "setting 'x': missing ...", with the line of the group that should have it. */
void report_missing(
        const struct report *report, const config_setting_t *group, const char *name, const char *reason);
