import { expect, test } from 'vitest';
import { requireYoungFirm, type YoungFirm } from '@/finance/youngFirm';
import { refusals } from '../support/refusals';
import { lossMaker } from '../support/youngFirm';

test('refusals', () => {
  const with_ = (change: Partial<YoungFirm>) => () => requireYoungFirm('value', { ...lossMaker, ...change });
  expect(
    refusals({
      'no revenue': with_({ revenue: 0 }),
      'not a number': with_({ margin: NaN }),
      'outgrows the economy': with_({ stableGrowth: 0.04 }),
      'growth at the cost of capital': with_({ stableCostOfCapital: 0.03 }),
      'no growth rate': with_({ growth: -1 }),
      'half a year': with_({ years: 2.5 }),
      'fast for longer than the forecast': with_({ fastYears: 5 }),
      'margin at once': with_({ marginYears: 0 }),
      'margin after the forecast': with_({ marginYears: 5 }),
      'more tax than profit': with_({ taxRate: 1.2 }),
      'fails for certain and more': with_({ failureProbability: 1.1 }),
      'a debt of losses': with_({ lossCarriedForward: -1 }),
      'less than nothing left': with_({ distressValue: -1 }),
      'capital brings nothing': with_({ salesToCapital: 0 }),
    }),
  ).toMatchInlineSnapshot(`
    {
      "a debt of losses": "DomainError: value: lossCarriedForward is at least 0; got -1",
      "capital brings nothing": "DomainError: value: salesToCapital is a finite number greater than 0; got 0",
      "fails for certain and more": "DomainError: value: failureProbability is a finite number from 0 to 1; got 1.1",
      "fast for longer than the forecast": "DomainError: value: fastYears is a whole number from 0 to years; got 5",
      "growth at the cost of capital": "DomainError: value: stableGrowth is below the stable cost of capital; got "0.03 and 0.03"",
      "half a year": "DomainError: value: years is a whole number from 1 to 200; got 2.5",
      "less than nothing left": "DomainError: value: distressValue is at least 0; got -1",
      "margin after the forecast": "DomainError: value: marginYears is a whole number from 1 to years; got 5",
      "margin at once": "DomainError: value: marginYears is a whole number from 1 to years; got 0",
      "more tax than profit": "DomainError: value: taxRate is a finite number from 0 to 1; got 1.2",
      "no growth rate": "DomainError: value: growth is a finite number greater than -1; got -1",
      "no revenue": "DomainError: value: revenue is a finite number greater than 0; got 0",
      "not a number": "DomainError: value: margin is a finite number; got NaN",
      "outgrows the economy": "DomainError: value: stableGrowth is at most the risk-free rate: no company outgrows the economy for ever; got "0.04 above 0.035"",
    }
  `);
});
