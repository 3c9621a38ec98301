import { expect, test } from 'vitest';
import { chineseWords } from '@/data/bookText';
import { cutWords, frequentWords, isFunctionCharacter } from '@/data/tokenizers/chineseWords';

test('sentences of the book, cut by its words', () => {
  const cut = (text: string) => cutWords(text, chineseWords).join(' ');
  expect(cut('损失函数在下降，学习率不变。')).toMatchInlineSnapshot(`"损失函数 在 下降 学习率 不 变"`);
  expect(cut('创始人的股份按投后估值计算')).toMatchInlineSnapshot(`"创始人 的 股份 按 投后估值 计算"`);
  expect(cut('GPT-3 有 1,750 亿个参数；ＢＥＲＴ　呢？')).toMatchInlineSnapshot(`"gpt 有 亿 个 参数 bert 呢"`);
  expect(cut('The model’s loss, cross-entropy.')).toMatchInlineSnapshot(`"the model's loss cross-entropy"`);
});

test('the longest word that fits comes first, and nothing is lost', () => {
  expect(cutWords('梯度下降法', ['梯度', '梯度下降', '下降法'])).toEqual(['梯度下降', '法']);
  const text = '随机梯度下降每一步只用一批样本估计梯度';
  expect(cutWords(text, chineseWords).join('')).toBe(text);
});

test('words are what comes again, holds together and stands in different surroundings', () => {
  const text = '看损失，算损失，损失小；看梯度，算梯度，梯度大。';
  expect(frequentWords(text)).toEqual(['损失', '梯度']);
  expect(frequentWords(text, 4)).toEqual([]);
  // Always with the same neighbour: a part of a longer word.
  expect(frequentWords('卷积核，小卷积核；大卷积核，卷积核。')).toEqual(['卷积核']);
  expect(isFunctionCharacter('的')).toBe(true);
  expect(isFunctionCharacter('目的')).toBe(false);
});
