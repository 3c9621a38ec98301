/**
 * The reader's own data: values of local params, kept in this browser between visits and sent nowhere.
 * Loaded only by demos that have such params.
 */
import type { Card } from '@/lib/demo';
import { allows, isLocal, ruleOf, type AnyValues, type Problem } from '@/lib/params';

const nameOf = (card: Card, key: string) => `demo ${card.id} ${key}`;

/** What the browser keeps for `card`; what its params no longer allow is left out, and told. */
export function readOwn(card: Card): { values: Partial<AnyValues>; problems: Problem[] } {
  const values: Record<string, string> = {};
  const problems: Problem[] = [];
  for (const [key, param] of Object.entries(card.params)) {
    if (!isLocal(param)) continue;
    const kept = attempt(() => localStorage.getItem(nameOf(card, key)));
    if (typeof kept !== 'string') continue;
    if (allows(param, kept)) values[key] = kept;
    else {
      const [{ label }, rule] = [param, ruleOf(param)];
      problems.push({
        key,
        text: {
          zh: `上次留下的“${label.zh}”不能用了：应为${rule.zh}`,
          en: `what was kept as ${label.en} cannot be used any more: it is ${rule.en}`,
        },
      });
    }
  }
  return { values, problems };
}

/** Keeps what of `change` is the reader's own; an empty or default text is forgotten. Tells what could not be kept. */
export function keepOwn(card: Card, change: Partial<AnyValues>): Problem[] {
  return Object.entries(change).flatMap(([key, value]) => {
    const param = card.params[key]!;
    if (!isLocal(param)) return [];
    const done = attempt(() => {
      if (value === param.default) localStorage.removeItem(nameOf(card, key));
      else localStorage.setItem(nameOf(card, key), value as string);
      return true;
    });
    if (done) return [];
    const { label } = param;
    return {
      key,
      text: {
        zh: `浏览器没有存下“${label.zh}”：这一页上照常使用，刷新后要重新打开`,
        en: `the browser did not keep ${label.en}: it is used on this page, and must be opened again after a reload`,
      },
    };
  });
}

/** Storage is refused in sandboxed frames and when it is full. */
function attempt<T>(access: () => T): T | undefined {
  try {
    return access();
  } catch {
    return undefined;
  }
}
