/** The income method for a company that is young, grows fast, loses money and may fail. */
import { require } from '@/lib/errors';
import { requireFinite, requireFraction, requirePositive, requireRate } from './check';
import { silent, type Note, type Step } from './derivation';
import { survivalValue } from './survivalValue';

/** All rates are fractions a year. */
export type YoungFirm = {
  /** Last year's revenue, currency units, > 0. */
  readonly revenue: number;
  /** Growth of revenue in the first years, > −1. */
  readonly growth: number;
  /** Years at that growth and cost of capital, 0 … years; from then on both fade in equal steps to the stable ones. */
  readonly fastYears: number;
  /** Years of the forecast, a whole number ≥ 1. */
  readonly years: number;
  /** Growth for ever after; > −1, at most riskFreeRate and below stableCostOfCapital. */
  readonly stableGrowth: number;
  /** Operating margin of last year; below 0 for a loss. */
  readonly margin: number;
  /** Operating margin that is reached in equal steps … */
  readonly targetMargin: number;
  /** … in this many years, a whole number ≥ 1. */
  readonly marginYears: number;
  /** Revenue that one currency unit of new capital brings a year, > 0. */
  readonly salesToCapital: number;
  /** Tax on profits, from 0 to 1. */
  readonly taxRate: number;
  /** Losses of the past that future profits may be set against, currency units, ≥ 0. */
  readonly lossCarriedForward?: number;
  /** > −1 */
  readonly costOfCapital: number;
  readonly stableCostOfCapital: number;
  readonly riskFreeRate: number;
  /** What new capital earns for ever after, > 0; it decides how much of the profit growth takes. */
  readonly stableReturnOnCapital: number;
  /** From 0 to 1. */
  readonly failureProbability?: number;
  /** What is left if the company fails, currency units of today, ≥ 0. */
  readonly distressValue?: number;
};

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

export type YoungFirmValue = {
  readonly forecast: readonly ForecastYear[];
  /** What all years after the forecast are worth at its end, currency units. */
  readonly terminalValue: number;
  /** Of the forecast, and of the terminal value: currency units today. */
  readonly presentValueOfForecast: number;
  readonly presentValueOfTerminal: number;
  /** Both together: the company if it lives. */
  readonly goingConcern: number;
  /** The enterprise value, the chance of failure counted, currency units. */
  readonly value: number;
};

function requireFirm(where: string, firm: YoungFirm): void {
  const { growth, margin, targetMargin, years, fastYears, marginYears, stableGrowth, stableCostOfCapital } = firm;
  requirePositive(where, {
    revenue: firm.revenue,
    salesToCapital: firm.salesToCapital,
    stableReturnOnCapital: firm.stableReturnOnCapital,
  });
  requireFinite(where, { margin, targetMargin, riskFreeRate: firm.riskFreeRate });
  for (const [name, rate] of Object.entries({
    growth,
    stableGrowth,
    costOfCapital: firm.costOfCapital,
    stableCostOfCapital,
  })) {
    requireRate(where, rate, name);
  }
  require(Number.isInteger(years) && years >= 1 && years <= 200, where, 'years is a whole number from 1 to 200', years);
  const fast = Number.isInteger(fastYears) && fastYears >= 0 && fastYears <= years;
  require(fast, where, `fastYears is a whole number from 0 to years`, fastYears);
  require(Number.isInteger(marginYears) &&
    marginYears >= 1, where, 'marginYears is a whole number from 1', marginYears);
  requireFraction(where, { taxRate: firm.taxRate, failureProbability: firm.failureProbability ?? 0 });
  const { lossCarriedForward = 0, distressValue = 0 } = firm;
  requireFinite(where, { lossCarriedForward, distressValue });
  require(lossCarriedForward >= 0, where, 'lossCarriedForward is at least 0', lossCarriedForward);
  require(distressValue >= 0, where, 'distressValue is at least 0', distressValue);
  require(stableGrowth <=
    firm.riskFreeRate, where, 'stableGrowth is at most the risk-free rate: no company outgrows the economy for ever', `${stableGrowth} above ${firm.riskFreeRate}`);
  require(stableGrowth <
    stableCostOfCapital, where, 'stableGrowth is below the stable cost of capital', `${stableGrowth} and ${stableCostOfCapital}`);
}

/** `from` for the first `fast` years, then in equal steps to `to` in the last year. */
const fade = (from: number, to: number, fast: number, years: number, year: number): number =>
  year <= fast ? from : to + ((from - to) * (years - year)) / (years - fast);

/** The years of the forecast; the firm is checked by the caller. */
function forecastOf(firm: YoungFirm, note: Note): ForecastYear[] {
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

/** Symbols that are the same in every year. */
const CONSTANTS = new Set(['τ', 'S']);

/**
 * Discounted cash flow of a young company.
 *
 *   revenueₜ = revenueₜ₋₁ (1 + gₜ)            growth, and the cost of capital kₜ, fade to the stable ones
 *   incomeₜ = revenueₜ · marginₜ              the margin goes to its target in equal steps
 *   taxₜ = τ · max(0, incomeₜ − lossesₜ₋₁)     lossesₜ = max(0, lossesₜ₋₁ − incomeₜ)
 *   flowₜ = incomeₜ − taxₜ − (revenueₜ − revenueₜ₋₁) / salesToCapital
 *   TV = revenue_T (1 + g) · targetMargin · (1 − τ) (1 − g / ROC) / (k − g)
 *   value = (Σ flowₜ dₜ + TV d_T) (1 − π) + distress · π,   dₜ = Π 1 / (1 + kₛ), s ≤ t
 *
 * When g is below 0, shrinking frees no capital. Losses left at the end are not used.
 *
 * @throws {DomainError} a number that is not finite or out of its range; growth for ever above the risk-free rate or not below
 *   the stable cost of capital
 * @example youngFirmDcf({ revenue: 100, growth: 0.02, fastYears: 1, years: 1, stableGrowth: 0.02, margin: 0.2, targetMargin: 0.2, marginYears: 1, salesToCapital: 2, taxRate: 0.25, costOfCapital: 0.1, stableCostOfCapital: 0.1, riskFreeRate: 0.03, stableReturnOnCapital: 0.306 }).value // 178.75
 * @source A. Damodaran, Valuing Young, Start-up and Growth Companies (2009); his spreadsheets higrowth and fcffsimpleginzu
 */
export function youngFirmDcf(firm: YoungFirm, note: Note = silent): YoungFirmValue {
  requireFirm('youngFirmDcf', firm);
  const forecast = forecastOf(firm, note);
  const T = firm.years;
  const { revenue: R, discountFactor: d } = forecast.at(-1)!;
  const { stableGrowth: g, targetMargin: m, taxRate: τ, stableReturnOnCapital: ROC, stableCostOfCapital: k } = firm;
  const profit = note(
    {
      symbol: 'N',
      name: { zh: '预测期后第一年的税后利润', en: 'profit after tax in the year after the forecast' },
      formula: `R${T} · (1 + g) · m · (1 − τ)`,
      inputs: { [`R${T}`]: R, g, m, τ },
      unit: 'money',
    },
    R * (1 + g) * m * (1 - τ),
  );
  const terminalValue = note(
    {
      symbol: 'TV',
      name: { zh: '终值', en: 'terminal value' },
      formula: 'N · (1 − max(0, g) / ROC) / (k − g)',
      inputs: { N: profit, g, ROC, k },
      unit: 'money',
    },
    (profit * (1 - Math.max(0, g) / ROC)) / (k - g),
  );
  const flows = forecast.map(({ presentValue }) => presentValue);
  const presentValueOfForecast = note(
    {
      symbol: 'F',
      name: { zh: '预测期现金流的现值', en: 'present value of the forecast' },
      formula: flows.map((_, i) => `V${i + 1}`).join(' + '),
      inputs: Object.fromEntries(flows.map((flow, i) => [`V${i + 1}`, flow])),
      unit: 'money',
    },
    flows.reduce((sum, flow) => sum + flow, 0),
  );
  const presentValueOfTerminal = note(
    {
      symbol: 'W',
      name: { zh: '终值的现值', en: 'present value of the terminal value' },
      formula: `TV · d${T}`,
      inputs: { TV: terminalValue, [`d${T}`]: d },
      unit: 'money',
    },
    terminalValue * d,
  );
  const goingConcern = note(
    {
      symbol: 'G',
      name: { zh: '持续经营价值', en: 'value if the company lives' },
      formula: 'F + W',
      inputs: { F: presentValueOfForecast, W: presentValueOfTerminal },
      unit: 'money',
    },
    presentValueOfForecast + presentValueOfTerminal,
  );
  const value = survivalValue(goingConcern, firm.failureProbability ?? 0, firm.distressValue ?? 0, note);
  return { forecast, terminalValue, presentValueOfForecast, presentValueOfTerminal, goingConcern, value };
}
