import type { Target } from './target';
import { cel } from './targets/cel';
import { cli } from './targets/cli';
import { comments } from './targets/comments';
import { configuration } from './targets/configuration';
import { editor } from './targets/editor';
import { fixes } from './targets/fixes';
import { gitignore } from './targets/gitignore';
import { imageReferences } from './targets/image-references';
import { jmespath } from './targets/jmespath';
import { kubectlJson } from './targets/kubectl-json';
import { kustomizations } from './targets/kustomizations';
import { lsp } from './targets/lsp';
import { policies } from './targets/policies';
import { reader } from './targets/reader';
import { registry } from './targets/registry';
import { rego } from './targets/rego';
import { rules } from './targets/rules';
import { shell } from './targets/shell';

/** Everything that takes foreign text. */
export const TARGETS: readonly Target[] = [
  reader,
  rules,
  fixes,
  comments,
  imageReferences,
  cel,
  jmespath,
  rego,
  policies,
  kustomizations,
  configuration,
  gitignore,
  shell,
  kubectlJson,
  registry,
  editor,
  lsp,
  cli,
];
