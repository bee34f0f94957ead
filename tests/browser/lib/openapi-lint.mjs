// SPDX-License-Identifier: EUPL-1.2
// node openapi-lint.mjs FILE: the rules of `redocly lint` (its recommended set) on an OpenAPI document. Prints
// one line a problem; exit status 1 when one of them is an error.
import { createConfig, lint } from '@redocly/openapi-core';

const config = await createConfig({ extends: ['recommended'] });
const problems = await lint({ ref: process.argv[2], config });
for (const p of problems) {
  const at = p.location[0];
  console.log(`${p.severity}: ${at?.pointer ?? ''}: ${p.message} [${p.ruleId}]`);
}
process.exitCode = problems.some(p => p.severity === 'error') ? 1 : 0;
