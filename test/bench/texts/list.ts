const HEADER_LINES = 3;

/** One document: a List of this many Deployments, each with findings that have fixes. */
export function listOfDeployments(count: number): string {
  const items = Array.from({ length: count }, (_, index) => item(index)).join('');
  return `apiVersion: v1\nkind: List\nitems:\n${items}`;
}

/** A place in the line `privileged: true` of one of the Deployments, whose finding has a fix. */
export function placeOfFix(index: number): { readonly line: number; readonly character: number } {
  const lines = item(index).split('\n');
  const line = lines.findIndex((text) => text.includes('privileged'));
  return { line: HEADER_LINES + index * (lines.length - 1) + line, character: lines[line]?.indexOf('true') ?? 0 };
}

function item(index: number): string {
  return `  - apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: shop-${index}
      namespace: shop
    spec:
      replicas: 2
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
              image: registry.example.com/shop:1.${index}
              securityContext:
                privileged: true
              volumeMounts:
                - name: logs
                  mountPath: /var/log/shop
            - name: log-shipper
              image: k8s.gcr.io/log-shipper:2.1
              volumeMounts:
                - name: logs
                  mountPath: /var/log/shop
          volumes:
            - name: logs
              emptyDir: {}
`;
}
