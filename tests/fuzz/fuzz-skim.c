/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as JSON, to skim and to jansson: what skim says must be what jansson says, and it must read
 * nothing behind the last byte.
 */
#include "fuzz/fuzz.h"
#include "unit/skim_oracle.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
        const char *difference = skim_oracle_compare(size > 0 ? (const char *)data : "", size);

        if (difference)
                fuzz_fail(__FILE__, __LINE__, difference);
        return 0;
}
