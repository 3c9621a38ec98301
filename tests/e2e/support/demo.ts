/** A demo on its own page, by the names that the frame gives its parts (data-act, data-role, data-preset, data-param). */
import { expect, type Locator, type Page } from '@playwright/test';
import { demos } from '../../../src/demos';
import type { Card, Preset } from '../../../src/lib/demo';
import type { Lang } from '../../../src/lib/text';

export { demos };

export class Demo {
  readonly root: Locator;
  readonly card: Card;
  readonly lang: Lang;
  readonly page: Page;

  constructor(page: Page, card: Card, lang: Lang) {
    this.page = page;
    this.card = card;
    this.lang = lang;
    this.root = page.locator(`section.demo[data-demo="${card.id}"]`);
  }

  /** `settings` is the value of the demo's query parameter. */
  async open(settings = ''): Promise<this> {
    await this.page.goto(`${this.lang}/demos/${this.card.id}/${settings && `?${this.card.id}=${settings}`}`);
    await this.ready();
    return this;
  }

  async ready(): Promise<void> {
    await this.root.scrollIntoViewIfNeeded();
    await expect(this.root).toHaveAttribute('data-ready', /.*/);
  }

  act = (name: string): Locator => this.root.locator(`[data-act="${name}"]`);
  role = (name: string): Locator => this.root.locator(`[data-role="${name}"]`);
  preset = ({ id }: Preset): Locator => this.root.locator(`[data-preset="${id}"]`);
  control = (key: string): Locator => this.root.locator(`[data-param="${key}"]`);

  /** Whether the demo has steps. */
  runs = async (): Promise<boolean> => (await this.act('play').count()) > 0;
  /** The step that is shown: a run is read off its scrubber. */
  step = async (): Promise<number> => Number(await this.act('scrub').inputValue());
  most = async (): Promise<number> => Number(await this.act('scrub').getAttribute('max'));
  sentence = async (): Promise<string> => (await this.role('sentence').innerText()).trim();

  /** The step at which a run has come to rest after a pause: what was on its way has arrived. */
  async rest(): Promise<number> {
    let last = NaN;
    await expect(async () => {
      const before = last;
      last = await this.step();
      expect(last).toBe(before);
    }).toPass({ intervals: [150] });
    return last;
  }

  async expectStep(step: number): Promise<void> {
    await expect(this.act('scrub')).toHaveValue(String(step));
    await expect(this.role('step')).toContainText(step.toLocaleString('en'));
  }

  /** Trains one step, from the start again where the page shows a run at its end. */
  async train(): Promise<void> {
    if ((await this.step()) === (await this.most())) {
      await this.act('reset').click();
      await this.expectStep(0);
    }
    const before = await this.step();
    await this.act('step').click();
    await this.expectStep(before + 1);
  }

  /** Moves the scrubber as a drag does: the value, and the event that tells of it. */
  async scrub(step: number): Promise<void> {
    await this.act('scrub').fill(String(step));
    await this.expectStep(step);
  }

  /** Nothing broke: no failure is told, and no number on show is not a number. */
  async expectSound(): Promise<void> {
    await expect(this.role('failure')).toHaveCount(0);
    const text = await this.root.innerText();
    expect(text).not.toMatch(/\bNaN\b|\bundefined\b|\bInfinity\b|\[object/);
    expect(await this.sentence()).not.toBe('');
  }

  /** Waits until the preset is the one shown, and its run has come to rest at the promised step or at a halt. */
  async expectPreset(preset: Preset): Promise<void> {
    await expect(this.preset(preset)).toHaveAttribute('aria-pressed', 'true');
    if (preset.steps !== undefined) {
      await expect(async () => {
        const halted = await this.role('diverged').isVisible();
        expect(halted || (await this.step()) === preset.steps).toBe(true);
      }).toPass();
    }
    await this.expectSound();
  }
}

/** Goes on with Tab until the focus is on `target`, as a reader without a mouse does. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  const element = await target.elementHandle();
  for (let i = 0; i < 400; i++) {
    if (await element!.evaluate((e) => e === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`tabTo: Tab reaches ${String(target)}; got nowhere in 400 steps`);
}
