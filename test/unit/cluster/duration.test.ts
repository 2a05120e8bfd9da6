import { describe, expect, it } from 'vitest';
import { duration } from '../../../server/src/cluster/duration';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

describe('kubectl tells an age', () => {
  it.each([
    [-DAY, '<invalid>'],
    [-2 * SECOND, '<invalid>'],
    [-2 * SECOND + 1, '0s'],
    [-SECOND, '0s'],
    [-1, '0s'],
    [0, '0s'],
    [SECOND - 1, '0s'],
    [SECOND, '1s'],
    [45 * SECOND, '45s'],
    [MINUTE, '60s'],
    [2 * MINUTE - 1, '119s'],
    [2 * MINUTE, '2m'],
    [2 * MINUTE + SECOND, '2m1s'],
    [3 * MINUTE + 20 * SECOND, '3m20s'],
    [10 * MINUTE - 1, '9m59s'],
    [10 * MINUTE, '10m'],
    [10 * MINUTE + SECOND, '10m'],
    [45 * MINUTE + 59 * SECOND, '45m'],
    [HOUR, '60m'],
    [3 * HOUR - 1, '179m'],
    [3 * HOUR, '3h'],
    [3 * HOUR + MINUTE - 1, '3h'],
    [3 * HOUR + MINUTE, '3h1m'],
    [3 * HOUR + 20 * MINUTE, '3h20m'],
    [8 * HOUR - 1, '7h59m'],
    [8 * HOUR, '8h'],
    [8 * HOUR + 59 * MINUTE, '8h'],
    [30 * HOUR, '30h'],
    [2 * DAY - 1, '47h'],
    [2 * DAY, '2d'],
    [2 * DAY + HOUR - 1, '2d'],
    [2 * DAY + HOUR, '2d1h'],
    [2 * DAY + 3 * HOUR, '2d3h'],
    [8 * DAY - 1, '7d23h'],
    [8 * DAY, '8d'],
    [9 * DAY + 23 * HOUR, '9d'],
    [YEAR, '365d'],
    [2 * YEAR - 1, '729d'],
    [2 * YEAR, '2y'],
    [2 * YEAR + DAY - 1, '2y'],
    [2 * YEAR + DAY, '2y1d'],
    [3 * YEAR + 20 * DAY, '3y20d'],
    [8 * YEAR - 1, '7y364d'],
    [8 * YEAR, '8y'],
    [8 * YEAR + 364 * DAY, '8y'],
    [20 * YEAR, '20y'],
  ])('of %i ms as %s', (milliseconds, expected) => {
    expect(duration(milliseconds)).toBe(expected);
  });
});
