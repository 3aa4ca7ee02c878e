/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * skim_oracle - whether skim says of some bytes what jansson says. For the unit test and the fuzzer: no
 * cmocka.
 */
#include <stddef.h>

/* Return: NULL, or a static text that says in what they differ. @bytes are looked at in a copy of their size.
 */
const char *skim_oracle_compare(const char *bytes, size_t size);
