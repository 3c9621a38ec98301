import type { YoungFirm } from '@/finance/youngFirm';

/** Four years from loss to profit. */
export const lossMaker: YoungFirm = {
  revenue: 100,
  growth: 0.5,
  fastYears: 2,
  years: 4,
  stableGrowth: 0.03,
  margin: -0.35,
  targetMargin: 0.1,
  marginYears: 3,
  salesToCapital: 2,
  taxRate: 0.25,
  lossCarriedForward: 15,
  costOfCapital: 0.12,
  stableCostOfCapital: 0.08,
  riskFreeRate: 0.035,
  stableReturnOnCapital: 0.12,
  failureProbability: 0.3,
  distressValue: 20,
};
