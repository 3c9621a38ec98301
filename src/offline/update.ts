/** The notice of a new edition: at the foot of the page, until the reader chooses. */
import { langOf } from '../lib/text';
import { words } from './updateWords';
import css from './update.css?inline';

// As text, because Astro drops style sheets that only a lazy script imports; as a sheet, because the policy of the
// page refuses inline styles that it does not know.
const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
document.adoptedStyleSheets.push(sheet);

let shown: HTMLElement | undefined;

/** Shows the notice, in place of an earlier one. `accept` is what its button does. */
export function showUpdate(why: 'updated' | 'elsewhere', accept: () => void): void {
  const lang = langOf(document.documentElement.lang);
  const button = (name: string, text: string, act: () => void) => {
    const made = document.createElement('button');
    made.type = 'button';
    made.dataset['act'] = name;
    made.textContent = text;
    made.addEventListener('click', act);
    return made;
  };
  shown?.remove();
  const notice = document.createElement('div');
  notice.className = 'book-update';
  notice.setAttribute('role', 'status');
  document.body.append(notice); // before its words: a live region announces what changes in it
  notice.append(
    words[why][lang],
    button('update', words[why === 'updated' ? 'update' : 'reload'][lang], () => {
      notice.remove();
      accept();
    }),
    button('later', words.later[lang], () => notice.remove()),
  );
  shown = notice;
}
