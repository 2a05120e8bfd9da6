import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Teams have a namespace and a folder each. */
const TEAMS = 40;

/** A file as teams write it: a workload of 27 lines with a sidecar, and its Service. */
export function workloadFile(index: number): string {
  const team = `team-${index % TEAMS}`;
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop-${index}
  namespace: ${team}
spec:
  selector:
    matchLabels:
      app: shop-${index}
  template:
    metadata:
      labels:
        app: shop-${index}
    spec:
      containers:
        - name: shop
          image: registry.example.com/${team}/shop:1.${index}
          volumeMounts:
            - name: logs
              mountPath: /var/log/shop
        - name: log-shipper
          image: registry.example.com/log-shipper:2.1
          volumeMounts:
            - name: logs
              mountPath: /var/log/shop
      volumes:
        - { name: logs, emptyDir: { sizeLimit: 256Mi } }
---
# The front of the shop, which only the gateway of the team may reach from outside of its namespace.
apiVersion: v1
kind: Service
metadata:
  name: shop-${index}
  namespace: ${team}
  labels:
    app: shop-${index}
spec:
  selector:
    app: shop-${index}
  ports:
    - name: http
      port: 80
      targetPort: 8080
`;
}

/** Writes the files of this many workloads below a folder. */
export async function writeWorkloads(folder: string, count: number): Promise<void> {
  for (let team = 0; team < Math.min(TEAMS, count); team++)
    await mkdir(join(folder, `team-${team}`), { recursive: true });
  for (let index = 0; index < count; index++) await writeFile(join(folder, pathOf(index)), workloadFile(index));
}

/** Where the file of a workload is. */
export function pathOf(index: number): string {
  return `team-${index % TEAMS}/shop-${index}.yaml`;
}
