import { expect, test } from 'vitest';
import { RecentValues } from '../../../server/src/cluster/recent-values.ts';

test('what is asked for again is kept once, and what is not asked for is forgotten', () => {
  const values = new RecentValues<object>(2);
  const made: string[] = [];
  const get = (key: string): object =>
    values.get(key, () => {
      made.push(key);
      return {};
    });
  const often = get('often');
  for (let index = 0; index < 10; index++) {
    get(`once ${index}`);
    expect(get('often')).toBe(often);
  }
  get('once 0');
  expect(made.filter((key) => key === 'once 0')).toHaveLength(2);
  expect(made.filter((key) => key === 'often')).toHaveLength(1);
});
