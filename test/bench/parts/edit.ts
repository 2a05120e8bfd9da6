import type { ServerCommand } from '../measure/client';
import { EditSession, type EditTimes, measureEdits } from '../measure/edits';
import { type Figures, reasonOf } from '../measure/figure';
import { exponent } from '../measure/statistics';
import { ourServer, yamlServer, yamlServerWithSchema } from '../peers/servers';

const EDIT_BARS = 'Edit to diagnostics, 11,201 lines';
/** Documents of 32 lines. */
const SIZES = [
  { documents: 35, lines: '1,121', edits: 200 },
  { documents: 350, lines: '11,201', edits: 200 },
  { documents: 1600, lines: '51,201', edits: 100 },
] as const;
/** In each round, so many edits in our server, and one in the other, which takes much longer. */
const ROUNDS = 10;
const OWN_EDITS = 20;
/** What must hold, in milliseconds, by the number of documents. */
const LIMITS: Readonly<Record<number, number>> = { 350: 12, 1600: 25 };

/** From an edit to its diagnostics in the client, beside `yaml-language-server` with the same client and text. */
export async function measureEditing(figures: Figures): Promise<void> {
  const own = new Map<number, EditTimes>();
  for (const { documents, lines, edits } of SIZES) {
    const times = await measureEdits(ourServer(), documents, edits);
    own.set(documents, times);
    const bar = { group: EDIT_BARS, label: 'sidecar-guard', isOurs: true } as const;
    figures.add(`Edit to diagnostics, ${lines} lines, median`, times.median, 'ms', documents === 350 ? { bar } : {});
    const most = LIMITS[documents];
    figures.add(
      `Edit to diagnostics, ${lines} lines, p95`,
      times.p95,
      'ms',
      most === undefined ? {} : { limit: { most } },
    );
  }
  const points = [...own].map(([size, { median: cost }]) => ({ size, cost }));
  figures.add('Growth of an edit with the length of the file', exponent(points), 'exponent', { limit: { most: 0.3 } });
  const ours = own.get(350);
  if (!ours) return;
  figures.add('Open to first diagnostics, 11,201 lines', ours.open, 'ms');
  figures.add('Memory of the server, 11,201 lines', ours.peakMegabytes, 'MB');
  figures.add('An edit on processors, 11,201 lines', ours.processor, 'ms');
  const hasSchema = await besideSchema(figures);
  // Where the schema can't be had, what must hold is said of the server without it.
  await beside(figures, 'no schema', yamlServer(), !hasSchema);
}

async function besideSchema(figures: Figures): Promise<boolean> {
  let server: ServerCommand;
  try {
    server = await yamlServerWithSchema();
  } catch (error) {
    figures.skip('yaml-language-server with the schema of Kubernetes', reasonOf(error));
    return false;
  }
  await beside(figures, 'schema of Kubernetes', server, true);
  return true;
}

/** Edits the same text in both servers in turn, so that what disturbs the machine disturbs both. */
async function beside(figures: Figures, schema: string, server: ServerCommand, isHeld: boolean): Promise<void> {
  const own = await EditSession.start(ourServer(), 350);
  const other = await EditSession.start(server, 350, 2);
  for (let round = 0; round < ROUNDS; round++) {
    await own.edit(OWN_EDITS);
    await other.edit(1);
  }
  const [ours, theirs] = [await own.stop(), await other.stop()];
  const name = `yaml-language-server, ${schema}`;
  figures.add(`${name}: edit to diagnostics, 11,201 lines, median`, theirs.median, 'ms', {
    bar: { group: EDIT_BARS, label: name },
  });
  figures.add(`${name}: an edit on processors, 11,201 lines`, theirs.processor, 'ms');
  figures.add(`${name}: open to first diagnostics, 11,201 lines`, theirs.open, 'ms');
  const [faster, open] = [theirs.median / ours.median, ours.open / theirs.open];
  figures.add(`Edits faster than ${name}`, faster, '×', isHeld ? { limit: { least: 50 } } : {});
  figures.add(`Edits on processors, cheaper than ${name}`, theirs.processor / ours.processor, '×');
  figures.add(`Open to first diagnostics, of the time of ${name}`, open, '×', isHeld ? { limit: { most: 0.25 } } : {});
}
