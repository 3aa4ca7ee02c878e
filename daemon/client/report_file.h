/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * report_file - a report as a page in a file.
 *
 * Floor: client. Blocks on the disk.
 */
#include "client/report_read.h"

/**
 * report_file_write() - writes the page to @path, which it replaces whole or not at all, and says so on
 * standard error where nothing is on record. Nobody but the owner may read the file: it is about their
 * health. In a directory that hands its group on to its files (set-group-ID) that group may read it, too. "-"
 * is standard output.
 *
 * Return: an exit status; what went wrong has been told.
 */
int report_file_write(const struct report_record *record, const char *path);
