// SPDX-License-Identifier: EUPL-1.2
// Inside the value engine only: functions in a second version for machines with wide registers,
// chosen when the program starts. Both do the same operations in the same order (nothing fuses a
// product and a sum), so they give the same bits. Sanitizers cannot choose that early.
#ifndef SAMSPIL_VALUE_WIDE_H
#define SAMSPIL_VALUE_WIDE_H

#if defined(__x86_64__) && defined(__GLIBC__) && !defined(__clang__) &&                            \
    !defined(__SANITIZE_THREAD__) && !defined(__SANITIZE_ADDRESS__)
#define WIDE __attribute__((target_clones("avx2", "default")))
#else
#define WIDE
#endif

#endif
