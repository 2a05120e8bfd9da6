import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { KUBECTL_COMMANDS } from '../../../client/src/commands/kubectl-command-names';
import { lookOf } from '../../../client/src/views/overview/node-look';

interface MenuItem {
  readonly command?: string;
  readonly submenu?: string;
  readonly when?: string;
}

const { contributes } = JSON.parse(readFileSync('package.json', 'utf8'));
const commands: string[] = contributes.commands.map(({ command }: MenuItem) => command);
const menus: Record<string, MenuItem[]> = contributes.menus;
/** A program can run on this machine, or on the remote one; and it may. */
const CAN_RUN = '(!isWeb || remoteName) && isWorkspaceTrusted';
const SOURCE = readdirSync('client/src', { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
  .join('\n');

describe('a command', () => {
  it.each(KUBECTL_COMMANDS)('that runs kubectl is offered only where a program can run: %s', (command) => {
    const items = [...Object.values(menus).flat(), ...contributes.keybindings].filter(
      (item) => item.command === command,
    );
    expect(menus.commandPalette?.some((item) => item.command === command)).toBe(true);
    for (const { when = '' } of items) expect(when).toContain(CAN_RUN);
  });

  it('of a menu, of a key or of a text that is shown is there', () => {
    const texts = JSON.stringify([contributes.viewsWelcome, contributes.walkthroughs]);
    const linked = [...texts.matchAll(/command:(sidecarGuard\.\w+)(?!\.focus)\b/g)].map(([, command]) => command);
    const used = [...Object.values(menus).flat(), ...contributes.keybindings].flatMap(({ command }) => command ?? []);
    const views = contributes.views.sidecarGuard.map(({ id }: { id: string }) => id);
    expect([...used, ...linked].filter((command) => !commands.includes(command) && !views.includes(command))).toEqual(
      [],
    );
  });

  it.each(commands)('of package.json is registered by the client: %s', (command) => {
    expect(SOURCE).toContain(`'${command}'`);
  });
});

const SEVERITIES = { error: 'error', warning: 'warning', information: 'information', hint: 'hint' };

describe('a node of a view', () => {
  const hostile = '$(error) [x](command:evil)\u202e\n';

  it('has foreign names as plain text, for eyes and for screen readers', () => {
    const look = lookOf({ key: 'x', icon: 'app', label: hostile, description: hostile, detail: hostile }, SEVERITIES);
    for (const text of [look.label, look.description, look.tooltip, look.spoken])
      expect(text).not.toMatch(/\$\(|\]\(|[\u202e\n]/);
  });

  it('says its severity to a screen reader, and offers what can be done', () => {
    const look = lookOf(
      { key: 'x', icon: 'warning', label: 'It runs as root.', rule: 'run-as-user', isFixable: true },
      SEVERITIES,
    );
    expect(look.spoken).toBe('warning, It runs as root.');
    expect(look.actions).toBe('finding fixable');
  });
});
