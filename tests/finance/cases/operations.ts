/** Operating metrics and markets. */
import { declinedPrice, declineFactor } from '@/finance/llm/decline';
import { compoundGrowth, exponentialGrowth } from '@/finance/market/growth';
import { COHORTS } from '@/finance/runway/cohorts';
import { burnMultiple, cacPayback, magicNumber, magicPayback, revenueForMagic } from '@/finance/runway/efficiency';
import { fitSbg, sbgResidualLifetime, sbgSurvival, type Sbg } from '@/finance/runway/sbg';
import { read, readList, readNumber, type Adapters, type Inputs } from './adapter';

const has = (inputs: Inputs, ...names: string[]) => names.some((name) => inputs[name] !== undefined);

/** A value given once or as a list: answered in the same form. */
const each = (value: unknown, answer: (x: number) => number) =>
  Array.isArray(value) ? value.map((x) => answer(readNumber(x))) : answer(readNumber(value));

/** α and β as numbers; 'fit' takes them from the survival given, or from the cohort of Fader & Hardie that is meant without one. */
function sbgOf(inputs: Inputs): Sbg {
  if (typeof inputs['alpha'] === 'number') return { alpha: read(inputs, ['alpha']), beta: read(inputs, ['beta']) };
  return fitSbg(has(inputs, 'survival') ? readList(inputs, ['survival']) : COHORTS.highEnd);
}

export const operations: Adapters = {
  'price-decline'(inputs) {
    const years = read(inputs, ['years', 't']);
    if (has(inputs, 'p1', 'end')) {
      const { total, perYear } = declineFactor(read(inputs, ['p0', 'start']), read(inputs, ['p1', 'end']), years);
      return { total, per_year: perYear };
    }
    const start = read(inputs, ['p0', 'start', 'price'], 1);
    return each(inputs['factor_per_year'] ?? inputs['factor'], (factor) => declinedPrice(start, factor, years));
  },
  'market-growth'(inputs) {
    const start = read(inputs, ['tam0', 'd0', 'D0', 'initial']);
    const t = read(inputs, ['years', 'periods', 't']);
    return has(inputs, 'k')
      ? exponentialGrowth(start, read(inputs, ['k']), t)
      : compoundGrowth(start, read(inputs, ['g', 'growth']), t);
  },
  'cac-payback': (inputs) =>
    cacPayback(read(inputs, ['cac']), read(inputs, ['mrr', 'arpa']), read(inputs, ['gm', 'gross_margin'], 1)),
  'burn-multiple'(inputs) {
    if (!has(inputs, 'cases')) return burnMultiple(read(inputs, ['net_burn', 'burn']), read(inputs, ['net_new_arr']));
    return (inputs['cases'] as [number, number][]).map(([burn, arr]) =>
      burnMultiple(readNumber(burn), readNumber(arr)),
    );
  },
  'magic-number'(inputs) {
    const spent = read(inputs, ['sm_prior', 'sm', 'sales_marketing']);
    const added = has(inputs, 'qoq_delta', 'delta')
      ? read(inputs, ['qoq_delta', 'delta'])
      : read(inputs, ['cur']) - read(inputs, ['prev']);
    const magic = magicNumber(added, spent);
    const answer: Record<string, number> = { magic, annualized: 4 * added };
    if (magic > 0) answer['payback_months'] = magicPayback(magic);
    if (has(inputs, 'target')) answer['required_delta'] = revenueForMagic(read(inputs, ['target']), spent);
    // Revenue of the quarter that reaches a target: what there was before, and what must be added.
    const before = has(inputs, 'prev')
      ? read(inputs, ['prev'])
      : has(inputs, 'qoq_growth')
        ? added / read(inputs, ['qoq_growth'])
        : undefined;
    if (before !== undefined) {
      answer['rev_for_075'] = before + revenueForMagic(0.75, spent);
      answer['rev_for_1'] = before + revenueForMagic(1, spent);
    }
    return answer;
  },
  'cohort-retention'(inputs) {
    const sbg = sbgOf(inputs);
    if (has(inputs, 'discount')) {
      const derl = sbgResidualLifetime(sbg, read(inputs, ['t']) + 1, read(inputs, ['discount']));
      return { derl, clv: derl * read(inputs, ['v_avg', 'value'], 1) };
    }
    const seen = has(inputs, 'survival') ? readList(inputs, ['survival']).length : read(inputs, ['t'], 0);
    return Array.from({ length: read(inputs, ['horizon']) }, (_, i) => sbgSurvival(sbg, seen + 1 + i));
  },
};
