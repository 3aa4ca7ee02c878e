/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * What every cmocka test includes, in the order that cmocka wants.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/units.h"
