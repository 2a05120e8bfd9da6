// Writes `server/src/workspace/built-in-roles.generated.ts`: the ClusterRoles that the API server makes itself, as the cluster
// of the current kubeconfig has them. The cluster should be new, of the newest version, and only have what the server made:
// `KUBECONFIG=… node scripts/built-in-roles.mjs`. Set KUBECTL for another kubectl than the one in the PATH.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

const FILE = 'server/src/workspace/built-in-roles.generated.ts';
const MADE_BY_SERVER = 'kubernetes.io/bootstrapping';
const AGGREGATES = 'rbac.authorization.k8s.io/aggregate-to-';
const AUTO_UPDATE = 'rbac.authorization.kubernetes.io/autoupdate';

const get = (...words) =>
  JSON.parse(
    execFileSync(process.env.KUBECTL ?? 'kubectl', [...words, '-o', 'json'], { encoding: 'utf8', maxBuffer: 1 << 28 }),
  );
const isBuiltIn = ({ metadata }) =>
  metadata.labels?.[MADE_BY_SERVER] === 'rbac-defaults' && metadata.annotations?.[AUTO_UPDATE] === 'true';

const { serverVersion } = get('version');
const roles = get('get', 'clusterroles').items.filter(isBuiltIn);
const bindings = get('get', 'clusterrolebindings').items.filter(isBuiltIn);

const groups = bindings.flatMap(({ roleRef, subjects = [] }) =>
  subjects.filter(({ kind }) => kind === 'Group').map(({ name }) => `${roleRef.name} ${name}`),
);
writeFileSync(
  FILE,
  `// Written by scripts/built-in-roles.mjs from an API server ${serverVersion.gitVersion}.

/**
 * The ClusterRoles of the API server. A line with a name begins a role; \`>edit\` is its label \`aggregate-to-edit\`, and \`<edit\`
 * says that it aggregates the roles with that label. The lines below it are its rules: API groups (\`-\` is the core group),
 * resources, verbs and, if there are any, names of objects.
 */
export const BUILT_IN_ROLE_LINES = \`${roles.map(roleText).join('\n')}\`;

/** The groups that the API server itself binds a ClusterRole to: role and group. */
export const BUILT_IN_GROUP_BINDINGS: readonly string[] = [
${groups.map((line) => `  '${line}',\n`).join('')}];
`,
);

function roleText({ metadata: { name, labels }, aggregationRule, rules }) {
  const gives = Object.keys(labels).filter((label) => label.startsWith(AGGREGATES) && labels[label] === 'true');
  const takes = (aggregationRule?.clusterRoleSelectors ?? []).map(({ matchLabels, ...more }) => {
    const [[label, value], ...others] = Object.entries(matchLabels ?? {});
    if (Object.keys(more).length > 0 || others.length > 0 || value !== 'true' || !label.startsWith(AGGREGATES))
      throw new Error(`The role ${name} aggregates in a way that the format has no word for.`);
    return label;
  });
  const words = [...gives.map((label) => `>${after(label)}`), ...takes.map((label) => `<${after(label)}`)];
  // The control plane makes the rules of an aggregating role. Rules for paths that are no resources say nothing of resources.
  const own = aggregationRule ? [] : (rules ?? []).filter(({ resources }) => resources);
  return [[name, ...words].join(' '), ...own.map(ruleText)].join('\n');
}

function ruleText({ apiGroups, resources, verbs, resourceNames }) {
  const lists = [apiGroups.map((group) => group || '-'), resources, verbs, ...(resourceNames ? [resourceNames] : [])];
  return ` ${lists.map((list) => list.join()).join(' ')}`;
}

function after(label) {
  return label.slice(AGGREGATES.length);
}
