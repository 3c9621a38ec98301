/** Switching language keeps the reader's place: the section being read and the settings of the demos, both in the address. */
import { currentSection } from './currentSection';

function carry(event: Event): void {
  const link = (event.target as Element | null)?.closest<HTMLAnchorElement>('a[data-language]');
  if (!link) return;
  link.search = location.search;
  link.hash = currentSection()?.id ?? '';
}

// Before the click, so that opening in a new tab carries the place too.
for (const type of ['pointerdown', 'focusin', 'click']) document.addEventListener(type, carry, { capture: true });
