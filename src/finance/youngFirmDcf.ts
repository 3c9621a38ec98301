/** The income method for a company that is young, grows fast, loses money and may fail. */
import { silent, type Note } from './derivation';
import { survivalValue } from './survivalValue';
import { requireYoungFirm, type YoungFirm } from './youngFirm';
import { forecastOf, type ForecastYear } from './youngFirmForecast';

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

/**
 * Discounted cash flow of a young company. With the flowₜ and dₜ of forecastOf:
 *
 *   TV = revenue_T (1 + g) · targetMargin · (1 − τ) (1 − g / ROC) / (k − g)
 *   value = (Σ flowₜ dₜ + TV d_T) (1 − π) + distress · π
 *
 * When g is below 0, shrinking frees no capital. Losses left at the end are not used.
 *
 * @throws {DomainError} a number that is not finite or out of its range; growth for ever above the risk-free rate or not below
 *   the stable cost of capital
 * @example youngFirmDcf({ revenue: 100, growth: 0.02, fastYears: 1, years: 1, stableGrowth: 0.02, margin: 0.2, targetMargin: 0.2, marginYears: 1, salesToCapital: 2, taxRate: 0.25, costOfCapital: 0.1, stableCostOfCapital: 0.1, riskFreeRate: 0.03, stableReturnOnCapital: 0.306 }).value // 178.75
 * @source A. Damodaran, Valuing Young, Start-up and Growth Companies (2009); his spreadsheets higrowth and fcffsimpleginzu
 */
export function youngFirmDcf(firm: YoungFirm, note: Note = silent): YoungFirmValue {
  requireYoungFirm('youngFirmDcf', firm);
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
