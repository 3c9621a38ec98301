/** Marks the section that is being read in the contents, and closes the contents after a choice on small screens. */
import { currentSection } from './currentSection';

const pane = document.getElementById('starlight__sidebar');
const links = [...document.querySelectorAll<HTMLAnchorElement>('.contents .sections a')];
const linkTo = new Map(links.map((link) => [decodeURIComponent(link.hash.slice(1)), link]));

let marked: HTMLAnchorElement | undefined;
let waiting = false;

function mark(): void {
  waiting = false;
  const link = linkTo.get(currentSection()?.id ?? '');
  if (link === marked) return;
  marked?.removeAttribute('aria-current');
  link?.setAttribute('aria-current', 'true');
  marked = link;
}

const soon = () => {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(mark);
};

if (links.length) {
  addEventListener('scroll', soon, { passive: true });
  addEventListener('resize', soon);
  mark();
}
pane?.addEventListener('click', (event) => {
  const chosen = (event.target as Element).closest('a');
  if (chosen && pane.matches(':popover-open')) pane.hidePopover();
});
