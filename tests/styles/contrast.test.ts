/**
 * The colours of tokens.css against WCAG 2.2 contrast, and against colour-blind eyes.
 *
 * Contrast: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio. Colour blindness: Machado, Oliveira, Fernandes 2009,
 * doi:10.1109/TVCG.2009.113, table 1, severity 1. Distance: OKLab, https://bottosson.github.io/posts/oklab/.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync('src/styles/tokens.css', 'utf8');
const THEMES = ['light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

const tokens = new Map(
  [...css.matchAll(/--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\);/g)].map(([, name, light, dark]) => [
    name!,
    { light: light!, dark: dark! },
  ]),
);
function colour(name: string, theme: Theme): string {
  const token = tokens.get(name);
  if (!token) throw new Error(`colour: the token is one of ${[...tokens.keys()].join(', ')}; got ${name}`);
  return token[theme];
}

type Triple = [number, number, number];
const linear = (hex: string) =>
  [1, 3, 5].map((i) => {
    const c = parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as Triple;
const luminance = (hex: string) => {
  const [r, g, b] = linear(hex);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a: string, b: string) => {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
};

const EYES = {
  trichromat: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanope: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranope: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
};
function oklab([r, g, b]: Triple): Triple {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}
/** Luminance of an OKLab colour. */
function luminanceOf([L, a, b]: Triple): number {
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const red = 4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s;
  const green = -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s;
  const blue = -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
function distance(a: string, b: string, eye: number[]): number {
  const see = (hex: string) => {
    const rgb = linear(hex);
    const seen = [0, 3, 6].map((i) => eye[i]! * rgb[0] + eye[i + 1]! * rgb[1] + eye[i + 2]! * rgb[2]);
    return oklab(seen.map((c) => Math.min(1, Math.max(0, c))) as Triple);
  };
  const [p, q] = [see(a), see(b)];
  return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}

test('the instruments are right: published values', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 9);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2); // WebAIM's contrast checker
  expect(oklab([1, 1, 1])[0]).toBeCloseTo(1, 6);
  expect(luminanceOf(oklab(linear('#9a6a00')))).toBeCloseTo(luminance('#9a6a00'), 6); // there and back
});

const SURFACES = ['paper', 'raised'];
const NOT_MARKS = [...SURFACES, 'ink', 'muted', 'rule', 'rule-strong'];
const MARKS = [...tokens.keys()].filter((name) => !NOT_MARKS.includes(name));

test('the tokens that demos draw with exist', () => {
  expect(MARKS).toEqual(
    expect.arrayContaining(
      'gold bubble input weight-pos weight-neg activation gradient loss baseline founder pool investor-1 investor-2 investor-3 investor-4 debt forecast danger'.split(
        ' ',
      ),
    ),
  );
});

describe.each(THEMES)('%s', (theme) => {
  describe.each(SURFACES)('on %s', (surface) => {
    const against = (name: string) => contrast(colour(name, theme), colour(surface, theme));
    test('ink is at least 7 : 1', () => expect(against('ink')).toBeGreaterThanOrEqual(7));
    test.each(['muted', 'gold', 'bubble', 'danger', 'loss', 'gradient', 'input'])(
      '%s, set as text, is at least 4.5 : 1',
      (name) => expect(against(name)).toBeGreaterThanOrEqual(4.5),
    );
    test.each([...MARKS, 'rule-strong'])('%s is at least 3 : 1', (name) =>
      expect(against(name)).toBeGreaterThanOrEqual(3),
    );
  });

  // Marks that stand in the same picture. 0.08 in OKLab is four times a just noticeable difference (about 0.02).
  test.each([
    ['weight-pos', 'weight-neg'],
    ['input', 'loss'],
    ['input', 'gradient'],
    ['loss', 'gradient'],
    ['loss', 'baseline'],
    ['founder', 'pool'],
    ['founder', 'investor-1'],
    ['founder', 'investor-4'],
    ['pool', 'investor-1'],
    ['pool', 'investor-2'],
    ['investor-1', 'investor-2'],
    ['investor-2', 'investor-3'],
    ['investor-3', 'investor-4'],
    ['gold', 'bubble'],
  ])('%s and %s differ for every eye', (a, b) => {
    for (const [eye, matrix] of Object.entries(EYES))
      expect(distance(colour(a, theme), colour(b, theme), matrix), eye).toBeGreaterThan(0.08);
  });

  test('investors grow darker by round', () => {
    const rounds = [1, 2, 3, 4].map((i) => luminance(colour(`investor-${i}`, theme)));
    expect(rounds).toEqual([...rounds].sort((a, b) => b - a));
  });

  test('a number is legible on every tint of every mark', () => {
    const chart = readFileSync('src/components/chart/chart.css', 'utf8');
    const turn = Number(/clamp\(0, \(([\d.]+) - y\)/.exec(chart)![1]);
    for (const name of MARKS)
      for (const surface of SURFACES)
        for (let share = 0; share <= 1; share += 0.01) {
          const [full, none] = [oklab(linear(colour(name, theme))), oklab(linear(colour(surface, theme)))];
          const y = luminanceOf(full.map((v, i) => v * share + none[i]! * (1 - share)) as Triple);
          const ratio = y < turn ? 1.05 / (y + 0.05) : (y + 0.05) / 0.05;
          expect(ratio, `${name} at ${share} on ${surface}`).toBeGreaterThanOrEqual(4.5);
        }
  });
});
