/** What a chapter may use: `import { Figure, Term } from '@prose'`. */
export { default as AsPrinted } from './AsPrinted.astro';
export { default as Cite } from './Cite.astro';
export { default as Demo } from './Demo.astro';
export { default as Errata } from './Errata.astro';
export { default as Exercise } from './Exercise.astro';
export { default as Figure } from './Figure.astro';
export { default as Glossary } from './Glossary.astro';
export { default as Note } from './Note.astro';
export { default as Ref } from './Ref.astro';
export { default as References } from './References.astro';
export { default as Term } from './Term.astro';
export { default as Try } from './Try.astro';
export { default as Value } from './Value.astro';
