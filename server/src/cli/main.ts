import { access } from './access';
import { runAudit } from './audit';
import { check } from './check';
import { runExplain } from './explain';
import { gates } from './gates';
import { type Io, safeIo } from './io';
import { UsageError } from './options';
import { listRules } from './rules';

const HELP = `Usage: sidecar-guard COMMAND

  check [PATH...]     find risky containers in manifests: files, folders (the *.yaml and *.yml files that git tracks
                      or does not ignore), or - for stdin
    --format FORMAT             text (default), json, sarif, github, junit
    --output FILE               write the report to a file
    --fail-on SEVERITY          error (default), warning, information, hint, never
    --config FILE               the configuration for all manifests (default: the nearest .sidecar-guard.yaml)
    --rule ID=SEVERITY          set the severity of a rule; off disables it (repeatable)
    --only ID,...               run only these rules
    --pod-security LEVEL        privileged, baseline or restricted, optionally with a version: baseline:v1.30
                                (default: the labels of the namespace, else baseline as warnings)
    --kubernetes-version 1.N    the Kubernetes version of the cluster (default: the newest known version)
    --fix                       apply the safe fixes to the files
    --fix-dry-run               print the changes of --fix as a diff, and change no file
    --pin                       with --fix: ask registries for the digests of images, and write them into the files
    --insecure-registry HOST    allow plain HTTP, or any certificate, for this registry (repeatable)
    --no-ignore                 also check the files that .gitignore names
  access [PATH...]    list the subjects that can get into pods, by the roles and bindings in the manifests
    --format FORMAT             text (default), json
    --kubernetes-version 1.N, --no-ignore   as for check
  gates [PATH...]     list what the image policies in the manifests decide about each image in them
    --format FORMAT             text (default), json
    --no-ignore                 as for check
  audit [PATH...]     compare running pods, which kubectl reads, with their templates and with the manifests
    --namespace, -n NAMESPACE   the namespace of the pods (default: the namespace of the context)
    --all-namespaces, -A        audit the pods of all namespaces
    --context CONTEXT           the context of the cluster (default: the current context of kubectl)
    --kubectl PATH              the kubectl to run (default: kubectl on the PATH)
    --format FORMAT             text (default), json, sarif
    --output FILE, --fail-on SEVERITY, --no-ignore   as for check
  rules [--format json]         list the rules
  explain RULE                  show what a rule finds, why it matters, and what to do

Symbolic links are followed only inside the git repository of each PATH (outside of a repository: inside PATH), also if
PATH or FILE is a link itself. No file is written through a link. The end of the report lists what was skipped.

Exit code: 0 if no finding is at or above --fail-on, 1 if one is, 2 for wrong usage, no file found, a file that can't be
read (or has more than 16 MiB), or an internal error.
`;

/** Runs a command line (without the name of the program) and returns its exit code. */
export async function main(words: readonly string[], raw: Io): Promise<number> {
  const io = safeIo(raw);
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
        return await runAudit(rest, io);
      case 'gates':
        return await gates(rest, io);
      case 'rules':
        return listRules(rest, io);
      case 'explain':
        return runExplain(rest, io);
      default:
        throw new UsageError(
          command === undefined
            ? 'No command was given; see "sidecar-guard --help".'
            : `There is no command "${command}"; see "sidecar-guard --help".`,
        );
    }
  } catch (error) {
    if (error instanceof UsageError) io.tell(error.message);
    else io.tellMistake(`an internal error, please report it: ${error instanceof Error ? error.stack : String(error)}`);
    return 2;
  }
}

/** The option can be anywhere before `--`. Words after `--` are paths. */
function asksForHelp(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return words.slice(0, end === -1 ? words.length : end).some((word) => word === '--help' || word === '-h');
}
