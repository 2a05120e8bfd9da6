import { afterAll, describe, expect, it } from 'vitest';
import { crashers } from '../fuzz/crashers';
import { attempt } from '../fuzz/meter';
import { Random } from '../fuzz/random';
import { TARGETS } from '../fuzz/targets';

afterAll(async () => {
  for (const target of TARGETS) await target.stop?.();
});

describe('what once broke a promise keeps it', () => {
  it.each(crashers().map(({ file, target, text }) => [file, target, text]))('%s', async (_, name, text) => {
    const target = TARGETS.find((one) => one.name === name);
    if (!target) throw new Error(`There is no target "${name}" any more: rename the file, or remove it.`);
    const { problem } = await attempt(target, text);
    expect(problem).toBeUndefined();
  });
});

it.each(TARGETS.map((target) => [target.name, target]))('%s makes the same case of the same seed', (name, target) => {
  const text = (number: number): string => target.input(new Random(7, name, number));
  expect(text(3)).toBe(text(3));
  expect(new Set(Array.from({ length: 20 }, (_, number) => text(number))).size).toBeGreaterThan(5);
});
