import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Whether there is a file that kubectl would read its clusters from. It is not read here. */
export async function hasKubeconfig(): Promise<boolean> {
  const files = process.env.KUBECONFIG?.split(delimiter).filter((file) => file !== '') ?? [];
  const candidates = files.length > 0 ? files : [join(homedir(), '.kube', 'config')];
  const found = await Promise.all(
    candidates.map((file) =>
      access(file).then(
        () => true,
        () => false,
      ),
    ),
  );
  return found.includes(true);
}
