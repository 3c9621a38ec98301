/** Dates without clocks and zones, and how contracts count the time between two of them. */
import { require } from '@/lib/errors';

/** 'YYYY-MM-DD' of the Gregorian calendar. */
export type IsoDate = string;

/**
 * How days become years:
 *
 *   ACT/365     days / 365, leap years or not ("fixed"); what XIRR and XNPV use
 *   ACT/360     days / 360; money markets
 *   ACT/365.25  days / 365.25
 *   ACT/ACT     days in leap years / 366 + days in other years / 365 (ISDA)
 *   30/360      months of 30 days: (360 (Y₂ − Y₁) + 30 (M₂ − M₁) + D₂ − D₁) / 360 (bond basis); a 31st counts as the 30th,
 *               the later one only when the earlier date is past the 29th; the end of February is as it is
 */
export type DayCount = 'ACT/365' | 'ACT/360' | 'ACT/365.25' | 'ACT/ACT' | '30/360';

const DAY = 86_400_000;

type Parts = { readonly year: number; readonly month: number; readonly day: number; readonly serial: number };

function read(date: IsoDate, where: string): Parts {
  const [, year, month, day] = (/^(\d{4})-(\d\d)-(\d\d)$/.exec(date) ?? []).map(Number);
  const serial = year === undefined ? NaN : Date.UTC(year, month! - 1, day) / DAY;
  const real = !Number.isNaN(serial) && new Date(serial * DAY).toISOString().slice(0, 10) === date;
  require(real, where, 'a date is a day of the calendar written YYYY-MM-DD', date);
  return { year: year!, month: month!, day: day!, serial };
}

/**
 * Days from one date to another; negative when the second comes first.
 *
 * @throws {DomainError} a text that is no date, such as 2025-02-29
 * @example daysBetween('2024-02-01', '2024-03-01') // 29
 * @example daysBetween('2025-02-29', '2025-03-01') // throws "daysBetween: a date is a day of the calendar written YYYY-MM-DD; got \"2025-02-29\""
 */
export const daysBetween = (from: IsoDate, to: IsoDate): number =>
  read(to, 'daysBetween').serial - read(from, 'daysBetween').serial;

/**
 * Years from one date to another by a day count.
 *
 * @returns years; negative when the second date comes first
 * @throws {DomainError} a text that is no date
 * @example yearFraction('2019-07-01', '2020-07-01', 'ACT/365') // 366 / 365
 * @example yearFraction('2019-07-01', '2020-07-01', 'ACT/ACT') // 184 / 365 + 182 / 366
 * @example yearFraction('2007-01-31', '2007-03-31', '30/360') // 60 / 360
 * @source ISDA 2006 Definitions, section 4.16 (b), (d), (e), (f)
 */
export function yearFraction(from: IsoDate, to: IsoDate, dayCount: DayCount): number {
  const [a, b] = [read(from, 'yearFraction'), read(to, 'yearFraction')];
  if (a.serial > b.serial) return -yearFraction(to, from, dayCount);
  const days = b.serial - a.serial;
  switch (dayCount) {
    case 'ACT/365':
      return days / 365;
    case 'ACT/360':
      return days / 360;
    case 'ACT/365.25':
      return days / 365.25;
    case 'ACT/ACT':
      return b.year - a.year + (partOfYear(b) - partOfYear(a));
    case '30/360': {
      const first = Math.min(a.day, 30);
      const last = first === 30 ? Math.min(b.day, 30) : b.day;
      return (360 * (b.year - a.year) + 30 * (b.month - a.month) + last - first) / 360;
    }
  }
}

/** How much of its year lies before a date. */
function partOfYear({ year, serial }: Parts): number {
  const [start, end] = [Date.UTC(year, 0, 1) / DAY, Date.UTC(year + 1, 0, 1) / DAY];
  return (serial - start) / (end - start);
}
