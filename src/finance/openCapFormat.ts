/**
 * A cap table to and from the Open Cap Format: JSON files of stakeholders, stock classes, stock plans and transactions.
 * The format keeps records and computes nothing; what is read here is who was issued how much, and what plans reserve.
 */
import { require } from '@/lib/errors';
import { COMMON, POOL, capTable, type CapTable } from './capTable';
import { rational, sum, type Exact, type Rational } from './rational';
import { OPTIONS, WARRANTS } from './shareEvents';

/** A file of the format, as JSON has it. */
export type OcfFile = { readonly file_type: string; readonly items: readonly OcfItem[] };
export type OcfItem = Readonly<Record<string, unknown>> & { readonly id: string; readonly object_type: string };

/** What the format asks for and a cap table does not know. */
export type OcfDetails = {
  /** Of all issuances, YYYY-MM-DD. */
  readonly date: string;
  /** ISO 4217: 'USD'. */
  readonly currency: string;
  /** What a share of a class was issued for, a strike for options; absent: 0. Currency units. */
  readonly prices?: Readonly<Record<string, Exact>>;
};

/**
 * The four files of a cap table. Options become equity compensation under a plan that also reserves the pool.
 *
 * @throws {DomainError} a date or a currency of another form; a number with more than 10 decimals, which the format cannot
 *   say (floor the shares first)
 * @example exportOcf(capTable([{ stakeholder: 'Ada', quantity: 4e6 }]), { date: '2026-01-31', currency: 'USD' })[0].items[0].name // { legal_name: 'Ada' }
 * @source github:Open-Cap-Table-Coalition/Open-Cap-Format-OCF schema/objects, schema/files
 */
export function exportOcf(table: CapTable, { date, currency, prices = {} }: OcfDetails): readonly OcfFile[] {
  require(isDate(date), 'exportOcf', 'the date reads YYYY-MM-DD', date);
  require(/^[A-Z]{3}$/.test(currency), 'exportOcf', 'the currency is a code like USD', currency);
  const owners = table.filter(({ stakeholder }) => stakeholder !== POOL);
  const pool = table.filter(({ stakeholder }) => stakeholder === POOL);
  const granted = owners.filter(({ stockClass }) => stockClass === OPTIONS);
  const names = [...new Set(owners.map(({ stakeholder }) => stakeholder))];
  const issued = [...owners, ...pool].filter(({ stockClass }) => stockClass !== OPTIONS && stockClass !== WARRANTS);
  const planned = pool.length > 0 || granted.length > 0;
  const classes = [...new Set([...issued.map(({ stockClass }) => stockClass), ...(planned ? [pool[0]?.stockClass ?? COMMON] : [])])]; // prettier-ignore
  const money = (stockClass: string) => ({ amount: numeric(rational(prices[stockClass] ?? 0), stockClass), currency });
  const holderId = (stakeholder: string) => `stakeholder-${names.indexOf(stakeholder) + 1}`;
  const classId = (stockClass: string) => `stock-class-${classes.indexOf(stockClass) + 1}`;
  const reserved = sum([...pool, ...granted].map(({ quantity }) => quantity));

  const stakeholders = names.map((name) => ({ object_type: 'STAKEHOLDER', id: holderId(name), name: { legal_name: name }, stakeholder_type: 'INDIVIDUAL' })); // prettier-ignore
  const stockClasses = classes.map((name) => ({
    object_type: 'STOCK_CLASS',
    id: classId(name),
    name,
    class_type: name === COMMON ? 'COMMON' : 'PREFERRED',
    default_id_prefix: `${name}-`,
    initial_shares_authorized: 'NOT APPLICABLE',
    votes_per_share: '1',
    seniority: String(classes.indexOf(name)),
  }));
  const plan = {
    object_type: 'STOCK_PLAN',
    id: 'stock-plan-1',
    plan_name: POOL,
    initial_shares_reserved: numeric(reserved, POOL),
    stock_class_ids: [classId(pool[0]?.stockClass ?? COMMON)],
  };
  const transactions = owners.map(({ stakeholder, stockClass, quantity }, i): OcfItem => {
    const common = {
      id: `transaction-${i + 1}`,
      security_id: `security-${i + 1}`,
      custom_id: `${i + 1}`,
      date,
      stakeholder_id: holderId(stakeholder),
      security_law_exemptions: [],
      quantity: numeric(quantity, stakeholder),
    };
    if (stockClass === OPTIONS) {
      const price = { compensation_type: 'OPTION', exercise_price: money(OPTIONS) };
      const dates = { expiration_date: null, termination_exercise_windows: [] };
      return { object_type: 'TX_EQUITY_COMPENSATION_ISSUANCE', ...common, stock_plan_id: plan.id, ...price, ...dates };
    }
    if (stockClass === WARRANTS) {
      return { object_type: 'TX_WARRANT_ISSUANCE', ...common, purchase_price: money(WARRANTS), exercise_triggers: [] };
    }
    const stock = { stock_class_id: classId(stockClass), share_price: money(stockClass), stock_legend_ids: [] };
    return { object_type: 'TX_STOCK_ISSUANCE', ...common, ...stock };
  });
  return [
    { file_type: 'OCF_STAKEHOLDERS_FILE', items: stakeholders },
    { file_type: 'OCF_STOCK_CLASSES_FILE', items: stockClasses },
    { file_type: 'OCF_STOCK_PLANS_FILE', items: planned ? [plan] : [] },
    { file_type: 'OCF_TRANSACTIONS_FILE', items: transactions },
  ];
}

const isDate = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

/** The format's Numeric: at most 10 decimals. */
function numeric(value: Rational, what: string): string {
  const text = value.toFixed(10);
  require(rational(text).compare(value) === 0, 'exportOcf', 'a number has at most 10 decimals', `${what}: ${value}`);
  return text.replace(/\.?0+$/, '');
}

/** Transactions that leave every quantity as it is. */
const SILENT = /^TX_(\w+_ACCEPTANCE|VESTING_\w+|STOCK_CLASS_AUTHORIZED_SHARES_ADJUSTMENT|ISSUER_AUTHORIZED_SHARES_ADJUSTMENT)$/; // prettier-ignore

/**
 * The cap table that files of the format describe, in the order of its transactions, the pool last. Several issuances of a
 * class to one stakeholder are added up. Files of other kinds are passed over; transactions that change holdings in
 * another way than by issue are refused by name, as they would be miscounted. What a plan reserves includes what has been
 * granted from it; the rest is the pool.
 *
 * @param files parsed JSON, in any order
 * @throws {DomainError} which file, item and field is not as the format has it
 * @example importOcf(exportOcf(capTable([{ stakeholder: 'Ada', quantity: 4e6 }]), { date: '2026-01-31', currency: 'USD' })).length // 1
 */
export function importOcf(files: readonly unknown[]): CapTable {
  const where = 'importOcf';
  files.forEach((file, i) => {
    const ok = isRecord(file) && typeof file['file_type'] === 'string' && Array.isArray(file['items']);
    require(ok, where, 'a file has file_type and items', `file ${i + 1}`);
  });
  const items = (type: string): Reader[] =>
    (files as readonly OcfFile[])
      .filter(({ file_type }) => file_type === type)
      .flatMap((file) => file.items.map((item, i) => reader(item, `${type}, item ${i + 1}`)));
  const byId = (type: string, name: (item: Reader) => string) => {
    const found = new Map<string, string>();
    for (const item of items(type)) {
      const id = item.text('id');
      require(!found.has(id), where, 'every id is used once', `${item.at}: ${id}`);
      found.set(id, name(item));
    }
    return found;
  };
  const names = byId('OCF_STAKEHOLDERS_FILE', (item) => item.sub('name').text('legal_name'));
  const classes = byId('OCF_STOCK_CLASSES_FILE', (item) => item.text('name'));
  const different = (list: ReadonlyMap<string, string>) => new Set(list.values()).size === list.size;
  require(different(names), where, 'stakeholders have different names', [...names.values()]);
  require(different(classes), where, 'stock classes have different names', [...classes.values()]);

  const totals = new Map<string, { stakeholder: string; stockClass: string; quantity: Rational }>();
  const issue = (stakeholder: string, stockClass: string, quantity: Rational) => {
    const key = JSON.stringify([stakeholder, stockClass]);
    const before = totals.get(key)?.quantity ?? 0;
    totals.set(key, { stakeholder, stockClass, quantity: quantity.add(before) });
  };
  const granted = new Map<string, Rational>();
  const reserves = new Map<string, { reserved: Rational; date: string }>();
  for (const item of items('OCF_TRANSACTIONS_FILE')) {
    const type = item.text('object_type');
    if (SILENT.test(type)) continue;
    if (type === 'TX_STOCK_PLAN_POOL_ADJUSTMENT') {
      const [plan, date] = [item.text('stock_plan_id'), item.text('date')];
      const last = reserves.get(plan);
      if (!last || last.date <= date) reserves.set(plan, { reserved: item.number('shares_reserved'), date });
      continue;
    }
    const option = type === 'TX_EQUITY_COMPENSATION_ISSUANCE' || type === 'TX_PLAN_SECURITY_ISSUANCE';
    const stock = type === 'TX_STOCK_ISSUANCE';
    const known = option || stock || type === 'TX_WARRANT_ISSUANCE';
    require(known, where, 'holdings change by issue of stock, options or warrants only', `${item.at}: ${type}`);
    const holder = item.look(names, 'stakeholder_id', 'a stakeholder');
    const quantity = item.number('quantity');
    require(quantity.compare(0) > 0, where, 'a quantity is greater than 0', `${item.at}: ${quantity}`);
    issue(
      holder,
      stock ? item.look(classes, 'stock_class_id', 'a stock class') : option ? OPTIONS : WARRANTS,
      quantity,
    );
    if (item.has('stock_plan_id')) {
      const plan = item.text('stock_plan_id');
      granted.set(plan, quantity.add(granted.get(plan) ?? 0));
    }
  }
  for (const item of items('OCF_STOCK_PLANS_FILE')) {
    const id = item.text('id');
    const first = item.has('initial_shares_reserved') ? 'initial_shares_reserved' : 'current_shares_reserved';
    const left = (reserves.get(id)?.reserved ?? item.number(first)).sub(granted.get(id) ?? 0);
    require(left.compare(0) >= 0, where, 'a plan reserves at least what it has granted', `${item.at}: ${left} left`);
    if (left.compare(0) > 0) issue(POOL, planClass(item, classes), left);
  }
  return capTable([...totals.values()]);
}

/** The class that a plan's shares are of; Common where the plan does not say. */
function planClass(item: Reader, classes: ReadonlyMap<string, string>): string {
  if (item.has('stock_class_id')) return item.look(classes, 'stock_class_id', 'a stock class');
  return (item.has('stock_class_ids') ? classes.get(String((item.value['stock_class_ids'] as unknown[])[0])) : COMMON) ?? COMMON; // prettier-ignore
}

/** An item that is being read; every way of reading says where it stands when a field is not as it should be. */
type Reader = {
  readonly at: string;
  readonly value: Readonly<Record<string, unknown>>;
  has(key: string): boolean;
  text(key: string): string;
  number(key: string): Rational;
  look(map: ReadonlyMap<string, string>, key: string, what: string): string;
  sub(key: string): Reader;
};

const isRecord = (x: unknown): x is Readonly<Record<string, unknown>> =>
  typeof x === 'object' && x !== null && !Array.isArray(x);

function reader(item: unknown, at: string): Reader {
  const where = 'importOcf';
  require(isRecord(item), where, 'an item is an object', at);
  const value = item;
  return {
    at,
    value,
    has: (key: string) => value[key] !== undefined && value[key] !== null,
    text(key: string): string {
      const text = value[key];
      require(typeof text === 'string' &&
        text.trim() !== '', where, `${key} is a text`, `${at}: ${JSON.stringify(text)}`);
      return text;
    },
    number(key: string): Rational {
      const text = value[key];
      const ok = typeof text === 'string' && /^[+-]?\d+(\.\d{1,10})?$/.test(text);
      require(ok, where, `${key} is a decimal in quotes, like "100.5"`, `${at}: ${JSON.stringify(text)}`);
      return rational(text);
    },
    look(map: ReadonlyMap<string, string>, key: string, what: string): string {
      const id = value[key];
      const name = typeof id === 'string' ? map.get(id) : undefined;
      require(name !== undefined, where, `${key} is the id of ${what}`, `${at}: ${JSON.stringify(id)}`);
      return name;
    },
    sub: (key: string): Reader => reader(value[key], `${at}, ${key}`),
  };
}
