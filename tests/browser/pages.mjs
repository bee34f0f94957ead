// SPDX-License-Identifier: EUPL-1.2
// Every page, those at even places of the list: lib/pages.mjs.
import { walkPages } from './lib/pages.mjs';

await walkPages(0);
