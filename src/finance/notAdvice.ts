import type { Text } from '@/lib/text';

/** What stands with every calculator, in one wording. */
export const NOT_ADVICE: Text = {
  zh: '仅作教学，不构成法律、税务或投资建议。',
  en: 'For teaching; not legal, tax or investment advice.',
};
