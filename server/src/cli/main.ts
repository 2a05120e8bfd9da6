import { access } from './access';
import { audit } from './audit';
import { check } from './check';
import { explain } from './explain';
import { gates } from './gates';
import type { Io } from './io';
import { UsageError } from './options';
import { listRules } from './rules';

declare const __VERSION__: string;

const HELP = `Usage: sidecar-guard COMMAND

  check [PATH...]     check manifests: files, folders (their *.yaml and *.yml; .gitignore is respected), - for stdin
    --format FORMAT             text (default), json, sarif, github, junit
    --output FILE               write the report to a file
    --fail-on SEVERITY          error (default), warning, information, hint, never
    --config FILE               the configuration for all manifests (default: the nearest .sidecar-guard.yaml of each)
    --rule ID=SEVERITY          set a rule's severity, or switch it off (repeatable)
    --only ID,...               run only these rules
    --pod-security LEVEL        privileged, baseline or restricted, also with a version: baseline:v1.30
                                (default: the namespace's labels, else baseline as warnings)
    --kubernetes-version 1.N    what the manifests are for (default: the newest known)
    --fix                       apply the safe fixes to the files
    --fix-dry-run               print what --fix would change, as a diff
    --pin                       with --fix: ask registries for the digests of images, and write them
    --insecure-registry HOST    a registry that may speak plain HTTP or have any certificate (repeatable)
  access [PATH...]    say who can get into pods, by the roles and bindings of the manifests
    --format FORMAT             text (default), json
    --kubernetes-version 1.N    as for check
  gates [PATH...]     say what the image policies of the manifests make of each image in them
    --format FORMAT             text (default), json
  audit [PATH...]     say how the pods that run differ from their templates and from the manifests (kubectl reads them)
    --namespace, -n NAMESPACE   whose pods (default: the context's namespace)
    --all-namespaces, -A        the pods of all namespaces
    --context CONTEXT           which cluster (default: kubectl's current context)
    --kubectl PATH              the kubectl to run (default: the one on the PATH)
    --format FORMAT             text (default), json, sarif
    --output FILE, --fail-on SEVERITY   as for check
  rules [--format json]         list the rules
  explain RULE                  say what a rule finds, why, and what to do

Exit code: 0 no finding at or above --fail-on, 1 findings, 2 wrong usage, unreadable input or an internal error.
`;

/** Runs a command line (without the program's own name) and gives its exit code. */
export async function main(words: readonly string[], io: Io): Promise<number> {
  const [command, ...rest] = words;
  try {
    if (asksForHelp(words)) {
      io.stdout(HELP);
      return 0;
    }
    switch (command) {
      case 'check':
        return await check(rest, io);
      case 'access':
        return await access(rest, io);
      case 'audit':
        return await audit(rest, io);
      case 'gates':
        return await gates(rest, io);
      case 'rules':
        return listRules(rest, io);
      case 'explain':
        return explain(rest, io);
      case '--version':
        io.stdout(`${__VERSION__}\n`);
        return 0;
      default:
        throw new UsageError(
          command === undefined
            ? 'No command was given; see "sidecar-guard --help".'
            : `There is no command "${command}"; see "sidecar-guard --help".`,
        );
    }
  } catch (error) {
    if (error instanceof UsageError) io.stderr(`sidecar-guard: ${error.message}\n`);
    else
      io.stderr(
        `sidecar-guard: an internal error, please report it: ${error instanceof Error ? error.stack : String(error)}\n`,
      );
    return 2;
  }
}

/** Wherever it stands, but for words behind `--`, which are paths. */
function asksForHelp(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return words.slice(0, end === -1 ? words.length : end).some((word) => word === '--help' || word === '-h');
}
