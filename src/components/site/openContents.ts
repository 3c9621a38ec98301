/** The contents stand beside the page where there is room, and open over it where there is none. */
const pane = document.getElementById('starlight__sidebar');
const roomy = matchMedia('(min-width: 64rem)');

if (pane) {
  const fit = () => {
    pane.popover = roomy.matches ? null : 'auto';
  };
  fit();
  roomy.addEventListener('change', fit);
  // While they cover the page, the keyboard stays with them and the bar.
  pane.addEventListener('toggle', (event) => {
    document.querySelector('.main-frame')?.toggleAttribute('inert', (event as ToggleEvent).newState === 'open');
  });
}
