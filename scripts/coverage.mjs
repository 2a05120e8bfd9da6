// Runs the unit tests, and prints how many lines and branches of each room of the server they run. Arguments are passed to
// vitest: `npm run coverage -- test/unit/cel` runs only the tests in that folder.
// Code in separate processes (the bundled server and command line, VS Code) is not counted.
import { spawnSync } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

const SERVER = join('server', 'src');
const FOLDER = join('out', 'coverage');
const REPORT = join(FOLDER, 'coverage-summary.json');

await rm(FOLDER, { recursive: true, force: true });
const vitest = join('node_modules', 'vitest', 'vitest.mjs');
const options = [
  '--coverage.enabled',
  '--coverage.provider=v8',
  `--coverage.include=${SERVER.replaceAll(sep, '/')}/**/*.ts`,
  '--coverage.reporter=json-summary',
  `--coverage.reportsDirectory=${FOLDER}`,
  '--coverage.reportOnFailure',
];
const words = process.argv.slice(2);
const { status } = spawnSync(process.execPath, [vitest, 'run', '--project', 'unit', ...options, ...words], {
  stdio: 'inherit',
});
process.exitCode = status ?? 1;

const { total, ...files } = JSON.parse(await readFile(REPORT, 'utf8'));
const rooms = new Map();
for (const [file, summary] of Object.entries(files)) {
  const room = roomOf(relative(SERVER, relative('.', file)).split(sep).slice(0, -1));
  rooms.set(room, [...(rooms.get(room) ?? []), summary]);
}
const rows = [...rooms].sort(([a], [b]) => (a < b ? -1 : 1)).map(([room, summaries]) => row(room, summaries));
print([['Room', 'Files', 'Lines', 'Branches'], ...rows, row('all', Object.values(files))]);

/** A folder of the server. Each policy engine is a separate room. */
function roomOf([first = 'src', second, third]) {
  return second === 'engines' && third !== undefined ? [first, second, third].join('/') : first;
}

function row(room, summaries) {
  return [room, String(summaries.length), percent(summaries, 'lines'), percent(summaries, 'branches')];
}

/** The coverage of all files together. A file without branches counts as fully covered. */
function percent(summaries, kind) {
  const sum = (part) => summaries.reduce((count, summary) => count + summary[kind][part], 0);
  return sum('total') === 0 ? '' : `${((100 * sum('covered')) / sum('total')).toFixed(1)} %`;
}

function print(table) {
  const widths = table[0].map((_, column) => Math.max(...table.map((cells) => cells[column].length)));
  for (const [name, ...numbers] of table) {
    const aligned = numbers.map((cell, index) => cell.padStart(widths[index + 1]));
    console.log([name.padEnd(widths[0]), ...aligned].join('  '));
  }
}
