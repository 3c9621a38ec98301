/** A young company's years to come: from revenue to the money that is left over. */
import { silent, type Note, type Step } from './derivation';
import { requireYoungFirm, type YoungFirm } from './youngFirm';

export type ForecastYear = {
  /** 1, 2 … */
  readonly year: number;
  readonly growth: number;
  /** Currency units, as are the next six. */
  readonly revenue: number;
  readonly operatingIncome: number;
  readonly tax: number;
  readonly reinvestment: number;
  readonly freeCashFlow: number;
  /** Losses left to set against later profits. */
  readonly lossCarriedForward: number;
  readonly presentValue: number;
  readonly margin: number;
  readonly costOfCapital: number;
  /** What a currency unit of this year is worth today. */
  readonly discountFactor: number;
};

/** Symbols that are the same in every year. */
const CONSTANTS = new Set(['τ', 'S']);

/** `from` for the first `fast` years, then in equal steps to `to` in the last year. */
const fade = (from: number, to: number, fast: number, years: number, year: number): number =>
  year <= fast ? from : to + ((from - to) * (years - year)) / (years - fast);

/**
 * The years of the forecast.
 *
 *   revenueₜ = revenueₜ₋₁ (1 + gₜ)            growth, and the cost of capital kₜ, fade to the stable ones
 *   incomeₜ = revenueₜ · marginₜ              the margin goes to its target in equal steps
 *   taxₜ = τ · max(0, incomeₜ − lossesₜ₋₁)     lossesₜ = max(0, lossesₜ₋₁ − incomeₜ)
 *   flowₜ = incomeₜ − taxₜ − (revenueₜ − revenueₜ₋₁) / salesToCapital
 *   dₜ = Π 1 / (1 + kₛ), s ≤ t
 *
 * @throws {DomainError} a number that is not finite or out of its range
 * @example forecastOf({ revenue: 100, growth: 0.02, fastYears: 1, years: 1, stableGrowth: 0.02, margin: 0.2, targetMargin: 0.2, marginYears: 1, salesToCapital: 2, taxRate: 0.25, costOfCapital: 0.1, stableCostOfCapital: 0.1, riskFreeRate: 0.03, stableReturnOnCapital: 0.306 })[0].freeCashFlow.toFixed(9) // '14.300000000'
 * @source A. Damodaran, spreadsheets higrowth and fcffsimpleginzu
 */
export function forecastOf(firm: YoungFirm, note: Note = silent): ForecastYear[] {
  requireYoungFirm('forecastOf', firm);
  const { years, fastYears, marginYears, taxRate: τ, salesToCapital: S } = firm;
  const forecast: ForecastYear[] = [];
  let [revenue, losses, discountFactor] = [firm.revenue, firm.lossCarriedForward ?? 0, 1];
  for (let year = 1; year <= years; year++) {
    const growth = fade(firm.growth, firm.stableGrowth, fastYears, years, year);
    const costOfCapital = fade(firm.costOfCapital, firm.stableCostOfCapital, fastYears, years, year);
    const margin = fade(firm.margin, firm.targetMargin, 0, marginYears, Math.min(year, marginYears));
    /** A step of this year. In its formula, R is this year's revenue and R′ that of the year before. */
    const line = (symbol: string, zh: string, en: string, formula: string, used: Step['inputs'], value: number) => {
      if (note === silent) return value; // a million simulated firms write no formulas
      const dated = (name: string) => (name.endsWith('′') ? `${name.slice(0, -1)}${year - 1}` : `${name}${year}`);
      const names = new Map(Object.keys(used).map((name) => [name, CONSTANTS.has(name) ? name : dated(name)]));
      return note(
        {
          symbol: `${symbol}${year}`,
          name: { zh: `第 ${year} 年${zh}`, en: `${en}, year ${year}` },
          formula: formula.replace(/\p{L}+′?/gu, (name) => names.get(name) ?? name),
          inputs: Object.fromEntries(Object.entries(used).map(([name, x]) => [names.get(name)!, x])),
          unit: symbol === 'd' ? 'number' : 'money',
        },
        value,
      );
    };

    const [before, left, earlier] = [revenue, losses, discountFactor];
    revenue = line('R', '收入', 'revenue', 'R′ · (1 + g)', { 'R′': before, g: growth }, before * (1 + growth));
    const operatingIncome = line(
      'I',
      '经营利润',
      'operating income',
      'R · m',
      { R: revenue, m: margin },
      revenue * margin,
    );
    const taxed = { I: operatingIncome, 'L′': left };
    const tax = line('X', '税', 'tax', 'max(0, I − L′) · τ', { ...taxed, τ }, Math.max(0, operatingIncome - left) * τ);
    losses = line('L', '可抵扣亏损', 'losses left', 'max(0, L′ − I)', taxed, Math.max(0, left - operatingIncome));
    const grown = { R: revenue, 'R′': before, S };
    const reinvestment = line('A', '再投资', 'reinvestment', '(R − R′) / S', grown, (revenue - before) / S);
    const freeCashFlow = line(
      'f',
      '自由现金流',
      'free cash flow',
      'I − X − A',
      { I: operatingIncome, X: tax, A: reinvestment },
      operatingIncome - tax - reinvestment,
    );
    const discounting = { 'd′': earlier, k: costOfCapital };
    discountFactor = line(
      'd',
      '折现系数',
      'discount factor',
      'd′ / (1 + k)',
      discounting,
      earlier / (1 + costOfCapital),
    );
    const today = { f: freeCashFlow, d: discountFactor };
    const presentValue = line('V', '现金流的现值', 'present value', 'f · d', today, freeCashFlow * discountFactor);
    forecast.push({
      year,
      growth,
      revenue,
      operatingIncome,
      tax,
      reinvestment,
      freeCashFlow,
      lossCarriedForward: losses,
      presentValue,
      margin,
      costOfCapital,
      discountFactor,
    });
  }
  return forecast;
}
