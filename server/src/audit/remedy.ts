/** What to do about something that was added to a workload in the cluster and is not in its manifest. */
export function removeFrom(kind: string): string {
  return `Find out who changed the ${kind} in the cluster. Then remove it there (\`kubectl apply\` keeps what the manifest does not set), or declare it in the manifest.`;
}
