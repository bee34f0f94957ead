// SPDX-License-Identifier: EUPL-1.2
// The simulation of a portfolio, as the work process does it.
#ifndef SAMSPIL_API_PORTFOLIO_SIMULATION_H
#define SAMSPIL_API_PORTFOLIO_SIMULATION_H

#include <stdint.h>

#include "store/db.h"

// Topic portfolio.simulate (work/work.h).
MUST_USE enum err simulation_run(struct db *db, struct db *aside, int64_t id);

#endif
