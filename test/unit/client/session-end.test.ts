import { describe, expect, it } from 'vitest';
import type { KubectlSession } from '../../../client/src/containers/terminal/session';
import { questionOf, type SessionEnd, saysWhy, whyEnded } from '../../../client/src/containers/terminal/session-end';
import { sessionTexts } from '../../../client/src/containers/terminal/session-texts';

const WORDS = ['--context=kind', '--namespace=shop', 'exec', '-it', 'pod/web-1', '--container=web', '--', 'sh'];
const SESSION: KubectlSession = {
  program: 'kubectl',
  words: WORDS,
  name: 'The shell in web of web-1',
  heading: '',
  isProduction: false,
  texts: sessionTexts((text) => text),
  probe: WORDS,
  runsAgain: true,
  answers: [{ letter: 'd', label: 'debug' }],
  answerFile: '',
};

function ended(stderr: string, exitCode = 1): SessionEnd {
  return { stderr, exitCode };
}

const CUT = ended('error: next reader: unexpected EOF\n');

describe('the end of a shell', () => {
  it.each([
    [
      'error: Internal error occurred: exec: "sh": executable file not found in $PATH',
      /could not be opened\. There is no shell in .*web/,
    ],
    [
      'Error from server (NotFound): pods "web-1" not found',
      /could not be opened\. There is no "web-1" among the pods/,
    ],
    [
      'Error from server (Forbidden): pods "web-1" is forbidden: User "me" cannot create resource "pods/exec" in API group "" in the namespace "shop"',
      /"me" may not create pods\/exec in the namespace "shop"\. Ask your cluster administrator/,
    ],
    ['command terminated with exit code 127', /There is no shell in .*web/],
  ])('is explained by what kubectl said: %s', (stderr, why) => {
    expect(saysWhy(WORDS, ended(stderr))).toBe(true);
    expect(whyEnded(SESSION, ended(stderr), undefined)).toMatch(why);
  });

  it('is the end of its container where that was killed', () => {
    const killed = ended('command terminated with exit code 137', 137);
    expect(saysWhy(WORDS, killed)).toBe(true);
    expect(whyEnded(SESSION, killed, undefined)).toBe(
      'The shell in web of web-1 has ended with its container (exit code 137: killed, for example because the pod was deleted or out of memory).',
    );
  });

  it('is a cut connection where kubectl said nothing that explains it', () => {
    expect(saysWhy(WORDS, CUT)).toBe(false);
    expect(whyEnded(SESSION, CUT, ended('', 0))).toMatch(
      /^The connection to the cluster was cut\. .* can be reached again/,
    );
    const refused = ended('The connection to the server 127.0.0.1:6443 was refused - did you specify the right host?');
    expect(whyEnded(SESSION, CUT, refused)).toMatch(
      /^The connection was cut, and the shell in web of web-1 has ended\. Nothing answers at 127\.0\.0\.1:6443/,
    );
  });

  it('says nothing of a cluster in more than a line', () => {
    expect(whyEnded(SESSION, ended('error: a\u001b]0;x\u0007\nerror: b'), undefined)).not.toMatch(/\p{Cc}/u);
  });

  it('leaves what a user may do next', () => {
    expect(questionOf(SESSION)).toBe('[a] again   [d] debug   [c] close\nType a letter and press Enter: ');
    expect(questionOf({ ...SESSION, runsAgain: false })).not.toContain('[a]');
  });
});
