/** Operating metrics and markets. */
import { declinedPrice, declineFactor } from '@/finance/llm/decline';
import {
  bassAdopters,
  bassPeak,
  compoundGrowth,
  compoundRate,
  exponentialGrowth,
  logisticGrowth,
} from '@/finance/market/growth';
import { COHORTS } from '@/finance/runway/cohorts';
import {
  burnMultiple,
  cacPayback,
  lifetimeValue,
  magicNumber,
  magicPayback,
  revenueForMagic,
  ruleOf40,
} from '@/finance/runway/efficiency';
import { fitSbg, sbgResidualLifetime, sbgRetention, sbgSurvival, type Sbg } from '@/finance/runway/sbg';
import { AnyOf, has as hasOne, read, readList, readNumber, type Adapters, type Inputs } from './adapter';

const has = (inputs: Inputs, ...names: string[]) => hasOne(inputs, names);

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
    const START = ['tam0', 'd0', 'D0', 'initial', 'start'];
    const t = read(inputs, ['years', 'periods', 't'], 0);
    const ceiling = read(inputs, ['M', 'L', 'ceiling', 'market'], 1);
    if (has(inputs, 'p', 'innovation')) {
      const [p, q] = [read(inputs, ['p', 'innovation']), read(inputs, ['q', 'imitation'])];
      const adopters = bassAdopters(ceiling, p, q, t);
      return new AnyOf({ adopters, F: adopters, peak: bassPeak(p, q) });
    }
    if (has(inputs, 't0', 'midpoint')) {
      return logisticGrowth(ceiling, read(inputs, ['k']), read(inputs, ['t0', 'midpoint']), t);
    }
    const start = read(inputs, START);
    if (has(inputs, 'end', 'tam1')) return compoundRate(start, read(inputs, ['end', 'tam1']), t);
    return has(inputs, 'k')
      ? exponentialGrowth(start, read(inputs, ['k']), t)
      : compoundGrowth(start, read(inputs, ['g', 'growth']), t);
  },
  'cac-payback': (inputs) =>
    cacPayback(read(inputs, ['cac']), read(inputs, ['mrr', 'arpa', 'arpu']), read(inputs, ['gm', 'gross_margin'], 1)),
  'burn-multiple'(inputs) {
    const [burns, added] = [inputs['net_burn'] ?? inputs['burn'], inputs['net_new_arr']] as [unknown, unknown];
    if (Array.isArray(burns) && Array.isArray(added)) {
      return burns.map((burn, i) => burnMultiple(readNumber(burn), readNumber(added[i])));
    }
    if (!has(inputs, 'cases')) return burnMultiple(read(inputs, ['net_burn', 'burn']), read(inputs, ['net_new_arr']));
    return (inputs['cases'] as [number, number][]).map(([burn, arr]) =>
      burnMultiple(readNumber(burn), readNumber(arr)),
    );
  },
  'magic-number'(inputs) {
    const PREVIOUS = ['prev', 'previous', 'previous_revenue', 'prior_revenue'];
    const spent = read(inputs, ['sm_prior', 'sm', 'sales_marketing', 'sales_and_marketing']);
    const added = has(inputs, 'qoq_delta', 'delta')
      ? read(inputs, ['qoq_delta', 'delta'])
      : read(inputs, ['cur', 'current', 'current_revenue']) - read(inputs, PREVIOUS);
    const magic = magicNumber(added, spent);
    const answer: Record<string, number> = { magic, magic_number: magic, annualized: 4 * added };
    if (magic > 0) answer['payback_months'] = magicPayback(magic);
    if (has(inputs, 'target')) answer['required_delta'] = revenueForMagic(read(inputs, ['target']), spent);
    // Revenue of the quarter that reaches a target: what there was before, and what must be added.
    const before = has(inputs, ...PREVIOUS)
      ? read(inputs, PREVIOUS)
      : has(inputs, 'qoq_growth')
        ? added / read(inputs, ['qoq_growth'])
        : undefined;
    if (before !== undefined) {
      answer['rev_for_075'] = before + revenueForMagic(0.75, spent);
      answer['rev_for_1'] = before + revenueForMagic(1, spent);
    }
    return new AnyOf(answer);
  },
  'rule-of-40'(inputs) {
    const score = 100 * ruleOf40(read(inputs, ['growth', 'g']), read(inputs, ['margin', 'profit_margin']));
    return new AnyOf({ score, fraction: score / 100, passes: score >= 40 });
  },
  ltv(inputs) {
    const gross = read(inputs, ['gm', 'gross_margin'], 1);
    const churn = read(inputs, ['churn', 'c']);
    const ltv = lifetimeValue(read(inputs, ['arpa', 'arpu', 'mrr']), gross, churn, read(inputs, ['discount', 'd'], 0));
    return new AnyOf({ ltv, ...(has(inputs, 'cac') ? { ltv_cac: ltv / read(inputs, ['cac']) } : {}) });
  },
  'cohort-retention'(inputs) {
    const sbg = sbgOf(inputs);
    if (has(inputs, 'discount')) {
      const derl = sbgResidualLifetime(sbg, read(inputs, ['t']) + 1, read(inputs, ['discount']));
      return { derl, clv: derl * read(inputs, ['v_avg', 'value'], 1) };
    }
    if (!has(inputs, 'horizon')) {
      const t = read(inputs, ['t', 'year', 'period']);
      return new AnyOf({ survival: sbgSurvival(sbg, t), retention: sbgRetention(sbg, t) });
    }
    const seen = has(inputs, 'survival') ? readList(inputs, ['survival']).length : read(inputs, ['t'], 0);
    return Array.from({ length: read(inputs, ['horizon']) }, (_, i) => sbgSurvival(sbg, seen + 1 + i));
  },
};
