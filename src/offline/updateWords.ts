/** What the reader is told about a new edition: apart from the other words, since every page may need these. */
import type { Text } from '../lib/text';

export const words = {
  updated: { zh: '本书有了新版本。', en: 'There is a new edition of the book.' },
  elsewhere: { zh: '本书已在另一个标签页里更新。', en: 'The book was updated in another tab.' },
  update: { zh: '更新', en: 'Update' },
  reload: { zh: '重新载入', en: 'Reload' },
  later: { zh: '以后再说', en: 'Later' },
} as const satisfies Record<string, Text>;
