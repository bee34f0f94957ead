// SPDX-License-Identifier: EUPL-1.2
// Prices of the region's library: what a line takes of one, and the index values that bring it to the estimate's price level.
import { get, query } from './api.js';

/** A row of the library as members of a line. */
export function priceOf({ code, price_year: year, index_code: index, source, source_url: address }) {
  return { reference: code, value_price_year: year, index: index || null, source: source || null, source_url: address || null };
}

/** Values by year of an index of the reference set; none when the set does not know it. */
export async function indexOf(code) {
  const { data } = await get(`/reference/price-indices${query({ code, limit: 200 })}`);
  return Object.fromEntries(data.items.filter((r) => r.value !== null).map((r) => [String(r.year), r.value]));
}

/** Puts the index values that the lines need and the draft lacks among its inputs. Without them the engine says what is missing. */
export async function takeIndices(draft, lines) {
  const { price_year: year, indices = {} } = draft.doc.inputs;
  const wanted = [...new Set(lines.filter((l) => l.index && l.value_price_year && l.value_price_year !== year
    && !indices?.[l.index]).map((l) => l.index))];
  for (const code of wanted) {
    const years = await indexOf(code);
    if (Object.keys(years).length) draft.put((d) => ({ ...d, inputs: { ...d.inputs, indices: { ...d.inputs.indices,
      [code]: years } } }));
  }
}
