// SPDX-License-Identifier: EUPL-1.2
// Trying other numbers than those that are saved: the engine answers at once, and nothing is kept unless one asks for it.
import { useState, useMemo } from './html.js';
import { change, mainIndex, useEvaluation, resultOf } from './estimate.js';

const SIMULATION = { draws: 10000, seed: 20260101 };

/** The line and the field of a parameter of the engine: "E5.qty_baseline" or "volume". */
export function parameterOf(inputs, parameter) {
  const at = parameter.lastIndexOf('.');
  if (at < 0) return { field: parameter, line: null };
  const main = mainIndex(inputs);
  const no = inputs.alternatives[main].lines.findIndex((l) => l.id === parameter.slice(0, at));
  return { field: parameter.slice(at + 1), no, line: inputs.alternatives[main].lines[no] };
}

/** The number as it stands in the inputs. */
export function numberAt(inputs, parameter) {
  const { field, line } = parameterOf(inputs, parameter);
  if (line) return line[field] ?? (field === 'multiplier' || field === 'realisation_share' ? 1 : 0);
  return { volume: inputs.alternatives[mainIndex(inputs)].volume_multiplier ?? 1, discount_rate: inputs.discount.steps[0]?.rate ?? 0,
    capacity_realisation: inputs.capacity_realisation ?? 0 }[field];
}

const PEAKED = ['triangular', 'pert'];

/** The uncertainty of a number that got another value: gone when it is taken as known, else its most likely value moves along. */
function uncertaintyOf(list, field, value, known) {
  if (!list) return list;
  return known ? list.filter((u) => u.field !== field) : list.map((u) => (u.field === field && PEAKED.includes(u.dist) ? { ...u,
    mode: value } : u));
}

/** The inputs with another number. `known`: as if it were known, so that the simulation holds it fast. */
export function withNumber(inputs, parameter, value, known) {
  const { field, no, line } = parameterOf(inputs, parameter);
  const of = (x) => ({ ...x, uncertainty: uncertaintyOf(x.uncertainty, field, value, known) });
  const main = mainIndex(inputs);
  if (line) return change(inputs, ['alternatives', main, 'lines', no], (l) => of({ ...l, [field]: value }));
  if (field === 'volume') return change(inputs, ['alternatives', main], (a) => of({ ...a, volume_multiplier: value }));
  if (field === 'discount_rate') return of({ ...inputs, discount: { ...inputs.discount, steps: [{ from_year: 0, rate: value }] } });
  return of({ ...inputs, [field]: value });
}

const changed = (inputs, numbers, known) => Object.entries(numbers).reduce((all, [p, v]) => withNumber(all, p, v, known), inputs);

/**
 * What is tried on a draft: {numbers, set(parameter, value), reset(), keep(), perspective, setPerspective, simulate(), simulated, result, busy, on}.
 * result is the draft's own, which has no simulation, until there is another.
 */
export function useTrial(draft) {
  const { inputs } = draft.doc;
  const saved = inputs.perspective || 'limited_societal';
  const [numbers, setNumbers] = useState({});
  const [perspective, setPerspective] = useState(saved);
  const [simulated, setSimulated] = useState(false);
  const on = Object.keys(numbers).length > 0;
  const tried = useMemo(() => {
    const simulation = inputs.simulation || (simulated ? SIMULATION : null);
    if (!on && perspective === saved && !simulation) return null;
    return { ...changed({ ...inputs, perspective }, numbers, true), simulation };
  }, [inputs, numbers, perspective, simulated]);
  const evaluation = useEvaluation(tried, true);
  const result = useMemo(() => (tried ? resultOf(evaluation.result, tried) : null), [evaluation.result, tried]);
  return {
    numbers, perspective, setPerspective, simulated, on, inputs: tried || inputs, result: result || draft.result,
    busy: tried ? evaluation.busy : draft.evaluation.busy, problem: tried && evaluation.problem,
    set: (parameter, value) => setNumbers((n) => ({ ...n, [parameter]: value })),
    reset: () => setNumbers({}),
    simulate: () => setSimulated(true),
    /** What is tried becomes what is written: numbers and simulation. */
    keep: () => {
      draft.setInputs({ ...changed(inputs, numbers, false), ...(simulated && !inputs.simulation ? { simulation: SIMULATION } : {}) });
      setNumbers({});
      setSimulated(false);
    },
  };
}
