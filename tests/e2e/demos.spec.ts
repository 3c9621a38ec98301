/** Every demo, on its own page: what the frame promises a reader, by mouse (by touch on the phone) and by keyboard. */
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import type { Preset } from '../../src/lib/demo';
import { numberRuleOf, ruleOf, type Param } from '../../src/lib/params';
import type { Lang } from '../../src/lib/text';
import { Demo, demos, tabTo } from './support/demo';
import { expect, test } from './support/test';

const langOfProject = (name: string): Lang => (name === 'phone' ? 'en' : 'zh');

/**
 * A page is opened once for all that a reader does on it in a row: opening takes longer than most of what follows.
 * What the phone lays out and touches differently is tried there too; what both do alike, on the desktop only.
 */
for (const card of demos) {
  test.describe(card.id, () => {
    let demo: Demo;
    let press: Press;
    test.beforeEach(({ page, hasTouch }, { project }) => {
      demo = new Demo(page, card, langOfProject(project.name));
      press = (target) => (hasTouch ? target.tap() : target.click());
    });

    test('the first frame is in the page before any script, and does not jump', async ({
      browser,
      viewport,
      baseURL,
    }) => {
      const bare = await browser.newContext({ javaScriptEnabled: false, viewport, baseURL: baseURL! });
      const first = new Demo(await bare.newPage(), card, demo.lang);
      await first.page.goto(`${demo.lang}/demos/${card.id}/`);
      await expect(first.root.locator('noscript, .demo-noscript').first()).toBeAttached();
      const [sentence, box] = [await first.sentence(), await first.role('stage').boundingBox()];
      expect(sentence).toMatch(/\d/);
      await demo.open();
      expect(await demo.sentence()).toBe(sentence);
      const then = await demo.role('stage').boundingBox();
      for (const side of ['width', 'height'] as const)
        expect(Math.abs(then![side] - box![side])).toBeLessThanOrEqual(1);
      await bare.close();
    });

    test('settings, presets, run and tour', async ({ hasTouch }) => {
      await demo.open();
      await test.step('each control sets, and refuses what its rule forbids', async () => {
        if (await demo.act('controls').isVisible()) await press(demo.act('controls')); // folded on a phone
        const more = demo.root.locator('details.demo-more > summary');
        if (await more.count()) await press(more);
        for (const [key, param] of Object.entries(card.params)) {
          if (param.hidden) continue;
          await use(demo, key, param, press);
        }
        await demo.expectSound();
        expect(new URL(demo.page.url()).searchParams.get(card.id)).toMatch(/^1;/);
      });
      // A touch chooses as a click does: on the phone a few stand for all.
      for (const preset of hasTouch ? card.presets.slice(0, 3) : card.presets)
        await test.step(`preset ${preset.id}`, async () => {
          await press(demo.preset(preset));
          await demo.expectPreset(preset);
        });
      for (const preset of card.presets.filter(({ id }) => id.includes('diverge')))
        await test.step(`${preset.id} says where it diverges, and goes back to the last good step`, () =>
          diverge(demo, preset, press));
      await test.step('a run plays, pauses, steps, and is rewound', async () => {
        if (!(await demo.runs())) return;
        await press(demo.preset(card.presets[0]!));
        await demo.expectPreset(card.presets[0]!);
        await run(demo, press);
      });
      await test.step('the tour leads through all its stops', async () => {
        if (card.tour) await takeTour(demo, press);
      });
    });

    test('table, files, embed code, full screen', async ({ hasTouch }) => {
      test.skip(hasTouch, 'the phone does the same');
      await demo.open();
      await test.step('the table shows exact numbers', () => readTable(demo, press));
      await test.step('what is shown is exported as SVG, PNG, CSV and JSON', () => saveFiles(demo, press));
      await test.step('it fills the screen, gives code to embed, and leads to its source', async () => {
        await press(demo.act('fullscreen'));
        await expect.poll(() => demo.root.evaluate((e) => document.fullscreenElement === e)).toBe(true);
        await press(demo.act('fullscreen'));
        await expect.poll(() => demo.root.evaluate(() => document.fullscreenElement)).toBe(null);

        await press(demo.act('embed'));
        const codes = demo.role('embed').locator('textarea');
        await expect(codes.first()).toHaveValue(new RegExp(`embed\\.js[^]*${card.id}`));
        await expect(codes.last()).toHaveValue(new RegExp(`<iframe[^>]+/embed/${demo.lang}/${card.id}/`));

        await press(demo.act('source'));
        await expect(demo.page.locator('main')).toContainText('createModel');
      });
    });

    test('a copied link shows the same to another reader', async ({ context, hasTouch }) => {
      test.skip(hasTouch, 'the phone does the same');
      await context.grantPermissions(['clipboard-read', 'clipboard-write']);
      const preset = card.presets.at(-1)!;
      await demo.open();
      await press(demo.preset(preset));
      await demo.expectPreset(preset);
      await press(demo.act('link'));
      await expect.poll(() => demo.page.evaluate(() => navigator.clipboard.readText())).toContain(`${card.id}=1;`);
      const link = await demo.page.evaluate(() => navigator.clipboard.readText());
      const other = new Demo(await context.newPage(), card, demo.lang);
      await other.page.goto(link);
      await other.ready();
      await expect(other.preset(preset)).toHaveAttribute('aria-pressed', 'true');
      await expect(other.role('problems')).toHaveCount(0);
      await expect(other.role('sentence')).toHaveText(await demo.sentence());
      await other.expectSound();
    });

    test('by keyboard alone', async ({ page, hasTouch }) => {
      test.skip(hasTouch, 'the phone has no keyboard');
      await demo.open();
      const preset = card.presets.at(-1)!;
      await tabTo(page, demo.preset(preset));
      await page.keyboard.press('Enter');
      await demo.expectPreset(preset);
      if (await demo.runs()) await runByKeyboard(demo, page);
      await tabTo(page, demo.act('table'));
      await page.keyboard.press('Space');
      await expect(demo.role('tables')).toBeVisible();
      await tabTo(page, demo.act('export'));
      await page.keyboard.press('Enter');
      await tabTo(page, demo.act('export-csv'));
      const download = page.waitForEvent('download');
      await page.keyboard.press('Enter');
      expect((await download).suggestedFilename()).toMatch(/\.csv$/);
      await demo.expectSound();
    });
  });
}

type Press = (target: Locator) => Promise<void>;

async function run(demo: Demo, press: Press): Promise<void> {
  const most = await demo.most();
  if ((await demo.step()) > 0) await press(demo.act('reset'));
  await demo.expectStep(0);

  await press(demo.act('step'));
  await demo.expectStep(1);
  const second = await demo.sentence();
  await press(demo.act('step'));
  await demo.expectStep(2);
  await press(demo.act('back'));
  await demo.expectStep(1);
  expect(await demo.sentence(), 'a step back shows the same').toBe(second);

  await press(demo.act('play'));
  await expect.poll(demo.step).toBeGreaterThan(3);
  await press(demo.act('play'));
  const paused = await demo.rest();
  expect(paused, 'a pause holds').toBeLessThan(most);
  await expect(demo.act('step')).toBeEnabled();

  await demo.act('speed').selectOption({ index: 3 });
  await press(demo.act('play'));
  await demo.expectStep(most);
  const end = await demo.sentence();
  await demo.scrub(Math.floor(most / 2));
  expect(await demo.sentence()).not.toBe(end);
  await press(demo.act('play'));
  await demo.expectStep(most);
  expect(await demo.sentence(), 'going on from the middle leads to the same end').toBe(end);

  await press(demo.act('reset'));
  await demo.expectStep(0);
  await demo.expectSound();
}

async function diverge(demo: Demo, preset: Preset, press: Press): Promise<void> {
  await press(demo.preset(preset));
  const told = demo.role('diverged');
  await expect(told).toContainText(/\d/);
  await expect(demo.act('play')).toBeDisabled();
  await demo.expectSound();
  await press(demo.act('recover'));
  await expect(told).toBeHidden();
  await demo.expectSound();
}

async function takeTour(demo: Demo, press: Press): Promise<void> {
  await press(demo.act('tour'));
  const tour = demo.role('tour');
  const stops = demo.card.tour!;
  for (const [i, stop] of stops.entries()) {
    await expect(tour).toContainText(stop.text[demo.lang]);
    await demo.expectSound();
    if (stop.look) await expect(demo.root.locator('.demo-looked-at').first(), stop.look).toBeAttached();
    if (i + 1 < stops.length) await press(tour.getByRole('button').nth(1));
  }
  await press(tour.getByRole('button').last());
  await expect(tour).toHaveCount(0);
}

async function readTable(demo: Demo, press: Press): Promise<void> {
  await press(demo.act('table'));
  const tables = demo.role('tables').locator('table');
  await expect(tables.first()).toBeVisible();
  for (const table of await tables.all()) {
    await expect(table.locator('caption')).not.toBeEmpty();
    expect(await table.locator('tbody tr').count()).toBeGreaterThan(0);
  }
  expect(await demo.role('tables').innerText()).toMatch(/\d/);
  await demo.expectSound();
  await press(demo.act('table'));
  await expect(demo.role('tables')).toBeHidden();
}

async function saveFiles(demo: Demo, press: Press): Promise<void> {
  await press(demo.act('export'));
  const svg = await exported(demo, 'svg', press);
  expect(svg.toString()).toMatch(/^<svg[^>]+xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  expect(svg.toString()).toMatch(/<(path|rect|circle|line|text)\b/);
  expect(svg.toString()).not.toMatch(/NaN|undefined/);
  const png = await exported(demo, 'png', press);
  expect([...png.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  expect(png.readUInt32BE(16), 'its width').toBeGreaterThan(300);
  const csv = (await exported(demo, 'csv', press)).toString();
  expect(csv.trim().split('\n').length).toBeGreaterThan(1);
  expect(csv).toMatch(/\d/);
  expect(csv).not.toMatch(/NaN|undefined/);
  const json = JSON.parse((await exported(demo, 'json', press)).toString());
  expect(json).toMatchObject({ demo: demo.card.id, state: { step: expect.any(Number) } });
  expect(Object.keys(json.settings).sort()).toEqual(Object.keys(demo.card.params).sort());
}

test('a link that makes no sense falls back, and says so', async ({ page }, { project }) => {
  const card = demos[0]!;
  const demo = new Demo(page, card, langOfProject(project.name));
  await demo.open('1;nonsense:1');
  await expect(demo.role('problems')).toContainText('nonsense');
  await expect(demo.role('problems')).toContainText(demo.lang === 'zh' ? /没有/ : /there is no/);
  await expect(demo.preset(card.presets[0]!)).toHaveAttribute('aria-pressed', 'true');
  await demo.expectSound();

  await demo.open(`1;${Object.keys(card.params)[0]}:${encodeURIComponent('<img src=x>')}`);
  await expect(demo.role('problems')).toContainText('<img src=x>');
  await demo.expectSound();
});

test('a link of another version is not guessed at', async ({ page }, { project }) => {
  const card = demos[0]!;
  const demo = new Demo(page, card, langOfProject(project.name));
  await demo.open('99;whatever:1');
  await expect(demo.role('problems')).toContainText('99');
  await expect(demo.preset(card.presets[0]!)).toHaveAttribute('aria-pressed', 'true');
});

test('a link may leave controls out, and the panel that writes embed codes makes such links', async ({ page }, {
  project,
}) => {
  const card = demos.find(({ id }) => id === 'neural-network')!;
  const demo = new Demo(page, card, langOfProject(project.name));
  await demo.open('1;hide:learningRate');
  if (await demo.act('controls').isVisible()) await demo.act('controls').click();
  await expect(demo.control('learningRate')).toHaveCount(0);
  await expect(demo.control('loss')).toHaveCount(1);
  await demo.act('embed').click();
  const panel = demo.role('embed');
  await panel.getByLabel(card.params['loss']!.label[demo.lang], { exact: true }).check();
  await expect(demo.control('loss')).toHaveCount(0);
  await expect(panel.locator('textarea').last()).toHaveValue(/hide:learningRate_loss/);
  await panel.getByLabel(card.params['learningRate']!.label[demo.lang], { exact: true }).uncheck();
  await expect(demo.control('learningRate')).toBeVisible();
  expect(new URL(page.url()).searchParams.get(card.id)).toBe('1;hide:loss');
});

test('word-embeddings: what comes to life shows the step that the first frame showed', async ({ page }) => {
  const demo = new Demo(
    page,
    demos.find(({ id }) => id === 'word-embeddings')!,
    'zh',
  );
  await demo.open();
  const curve = demo.root.locator('[data-part="curve"]');
  const end = await curve.locator('[data-series="loss"]').evaluate((path: SVGPathElement) => {
    const { x, width } = path.getBBox();
    return x + width;
  });
  const mark = Number(await curve.locator('circle').first().getAttribute('cx'));
  expect(Math.abs(mark - end), 'the mark stands at the end of the run').toBeLessThan(1);
});

test('neural-network: closing the editor leads back to its mark; a picture holds the predictions too', async ({
  page,
}, { project }) => {
  const demo = new Demo(
    page,
    demos.find(({ id }) => id === 'neural-network')!,
    langOfProject(project.name),
  );
  await demo.open();
  const mark = demo.root.locator('[data-id="x0"]');
  await mark.focus();
  await page.keyboard.press('Enter');
  await expect(demo.root.locator('[data-part="editor"] input')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(mark).toBeFocused();

  const prediction = await demo.root.locator('[data-part="predictions"] .number').first().innerText();
  await demo.act('export').click();
  const svg = (await exported(demo, 'svg', (target) => target.click())).toString();
  expect(svg).toContain(`>${prediction}</text>`);
});

async function runByKeyboard(demo: Demo, page: Page): Promise<void> {
  await demo.open(); // anew: the preset before may have halted its run
  if ((await demo.step()) > 0) {
    await tabTo(page, demo.act('reset'));
    await page.keyboard.press('Enter');
  }
  await demo.expectStep(0);
  await tabTo(page, demo.act('play'));
  await page.keyboard.press('Space');
  await expect.poll(demo.step).toBeGreaterThan(2);
  await page.keyboard.press('Space');
  const paused = await demo.rest();
  await tabTo(page, demo.act('step'));
  await page.keyboard.press('Enter');
  await demo.expectStep(paused + 1);
  await tabTo(page, demo.act('scrub'));
  await page.keyboard.press('ArrowLeft');
  await demo.expectStep(paused);
  await page.keyboard.press('Home');
  await demo.expectStep(0);
}

async function exported(demo: Demo, kind: string, press: Press): Promise<Buffer> {
  const download = demo.page.waitForEvent('download');
  await press(demo.act(`export-${kind}`));
  const file = await download;
  expect(file.suggestedFilename()).toMatch(new RegExp(`^${demo.card.id}.*\\.${kind}$`));
  return readFile(await file.path());
}

/** Sets a param by its control to something other than what it is; a field is first given what it must refuse. */
async function use(demo: Demo, key: string, param: Param, press: Press): Promise<void> {
  const control = demo.control(key);
  const settings = () => new URL(demo.page.url()).searchParams.get(demo.card.id) ?? '';
  if (param.kind === 'choice') {
    const other = param.options.find(({ value }) => value !== param.default)!;
    await control.locator('select').selectOption(other.value);
    await expect.poll(settings).toContain(`${key}:${other.value}`);
  } else if (param.kind === 'switch') {
    await press(control.getByRole('switch'));
    await expect.poll(settings).toContain(`${key}:${param.default ? 0 : 1}`);
  } else if (param.kind === 'text') {
    const field = control.locator('.demo-text-field');
    if (param.maxLength <= 1000) {
      await field.fill('x'.repeat(param.maxLength + 1));
      await field.blur();
      await expect(control.getByRole('alert')).toContainText(ruleOf(param)[demo.lang]);
    }
    await field.fill(param.example!);
    await field.blur();
    await expect(control.getByRole('alert')).toHaveCount(0);
    if (param.local) {
      await demo.page.reload();
      await demo.ready();
      if (await demo.act('controls').isVisible()) await press(demo.act('controls'));
      await expect(field, 'own data are kept').toHaveValue(param.example!);
      expect(settings()).not.toContain(`${key}:`);
    } else await expect.poll(() => decodeURIComponent(settings())).toContain(`${key}:${param.example!}`);
  } else {
    const field = control.locator('input[type="text"]').first();
    await field.fill('12x');
    await field.blur();
    const scale = (param.kind === 'numbers' && param.scale?.[demo.lang]) || 1;
    await expect(control.getByRole('alert')).toContainText(numberRuleOf(param, scale)[demo.lang]);
    await expect(field, 'what was typed stays').toHaveValue('12x');
    const now = param.kind === 'number' ? param.default : param.default[0]!;
    const next =
      param.kind === 'number'
        ? now + (now + param.step <= param.max ? param.step : -param.step)
        : (now + param.max) / 2;
    const value = Number(next.toPrecision(4));
    await field.fill(String(Number((value * scale).toPrecision(7))));
    await field.blur();
    await expect(control.getByRole('alert')).toHaveCount(0);
    await expect.poll(settings).toContain(`${key}:${value}`);
  }
}
