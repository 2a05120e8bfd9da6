import { measureGoodRatios } from '../short/measure-ratios';
import { readResults } from './results';

/** So many times worse than the ratio in the repository is too much. */
const MOST = 1.3;

/** Prints the ratios beside those in the repository, and fails if one is much worse. */
export async function compareRatios(folder: string): Promise<void> {
  const { ratios } = await readResults();
  const change = (name: string, value: number): number => value / (ratios[name] ?? value);
  const measured = await measureGoodRatios(folder, (name, value) => change(name, value) <= MOST);
  for (const [name, value] of Object.entries(measured))
    console.log(`${value.toFixed(2).padStart(8)}  ${change(name, value).toFixed(2)} times the accepted one  ${name}`);
  const worse = Object.entries(measured).filter(([name, value]) => change(name, value) > MOST);
  if (worse.length === 0) return;
  console.error(
    `More than ${MOST} times the ratio in test/bench/results.json: ${worse.map(([name]) => name).join('; ')}. Make it faster again. If the change is worth it, run "npm run bench -- ratios", and commit the new ratios with the reason.`,
  );
  process.exitCode = 1;
}
