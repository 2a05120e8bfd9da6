import { everyCommandOf } from '../../pod/every-command';
import { code, joined, markdown } from '../../text/markdown';
import type { PodHover } from './part';

const MOST_COMMANDS = 8;

/** On the key `command` or `args`: the commands that were understood, each of which the rules judge. */
export const commandHover: PodHover = (pod, { isAt }) => {
  for (const container of pod.containers) {
    const keys = ['command', 'args'].map((field) => container.value.get(field).keySpan);
    const span = keys.find((key) => key && isAt(key));
    if (!span) continue;
    const commands = everyCommandOf(container).filter(({ text }) => text.trim() !== '');
    if (commands.length === 0) return undefined;
    const lines = commands.slice(0, MOST_COMMANDS).map(({ text, isUnread, isLooped, isBackground }) => {
      const how = [isLooped ? 'again and again' : [], isBackground ? 'in the background' : []].flat();
      if (isUnread) return markdown`- a script that is too long to be read: no rule judges it`;
      return markdown`- ${code(text)}${how.length > 0 ? markdown` (${how.join(', ')})` : ''}`;
    });
    const more = commands.length > MOST_COMMANDS ? [markdown`- and ${commands.length - MOST_COMMANDS} more`] : [];
    return { span, text: joined([markdown`${code(container.label)} runs:`, '', ...lines, ...more], '\n') };
  }
  return undefined;
};
