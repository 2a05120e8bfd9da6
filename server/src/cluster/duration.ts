const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Without leap years: only two units are shown. */
const YEAR = 365 * DAY;

const SECONDS = { one: 1, sign: 's' };
const MINUTES = { one: MINUTE, sign: 'm' };
const HOURS = { one: HOUR, sign: 'h' };
const DAYS = { one: DAY, sign: 'd' };
const YEARS = { one: YEAR, sign: 'y' };

/** From shortest to longest: the units for a duration below this many seconds. */
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
 * A duration in the format of kubectl (apimachinery, HumanDuration): truncated, never rounded up.
 * @param milliseconds a small negative value counts as 0, because the clocks of machines differ
 */
export function duration(milliseconds: number): string {
  const seconds = Math.trunc(milliseconds / 1000);
  if (seconds < -1) return '<invalid>';
  const { unit, rest } = STEPS.find(({ below }) => seconds < below) ?? { unit: YEARS, rest: undefined };
  const whole = Math.max(0, Math.floor(seconds / unit.one));
  const left = rest ? Math.floor((seconds % unit.one) / rest.one) : 0;
  return `${whole}${unit.sign}${rest && left > 0 ? `${left}${rest.sign}` : ''}`;
}
