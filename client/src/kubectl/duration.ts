const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** No leap years: only two figures count. */
const YEAR = 365 * DAY;

const SECONDS = { one: 1, sign: 's' };
const MINUTES = { one: MINUTE, sign: 'm' };
const HOURS = { one: HOUR, sign: 'h' };
const DAYS = { one: DAY, sign: 'd' };
const YEARS = { one: YEAR, sign: 'y' };

/** From shortest to longest: in what a duration below this many seconds is told. */
const STEPS = [
  { below: 2 * MINUTE, unit: SECONDS },
  { below: 10 * MINUTE, unit: MINUTES, rest: SECONDS },
  { below: 3 * HOUR, unit: MINUTES },
  { below: 8 * HOUR, unit: HOURS, rest: MINUTES },
  { below: 2 * DAY, unit: HOURS },
  { below: 8 * DAY, unit: DAYS, rest: HOURS },
  { below: 2 * YEAR, unit: DAYS },
  { below: 8 * YEAR, unit: YEARS, rest: DAYS },
];

/**
 * A duration as kubectl shows ages (apimachinery, HumanDuration): cut, never rounded up.
 * @param milliseconds a little less than nothing is nothing: the clocks of machines differ
 */
export function duration(milliseconds: number): string {
  const seconds = Math.trunc(milliseconds / 1000);
  if (seconds < -1) return '<invalid>';
  const { unit, rest } = STEPS.find(({ below }) => seconds < below) ?? { unit: YEARS, rest: undefined };
  const whole = Math.max(0, Math.floor(seconds / unit.one));
  const left = rest ? Math.floor((seconds % unit.one) / rest.one) : 0;
  return `${whole}${unit.sign}${rest && left > 0 ? `${left}${rest.sign}` : ''}`;
}
