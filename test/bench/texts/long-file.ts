/** The lines of a document, with the marker before it. */
const LINES = 32;
/** Edits are made in so many documents, from the start on: what they change is among the worst thousand findings. */
const EDITED = 300;
/** The line of the sidecar's image, in its document. */
const IMAGE_LINE = 24;

/** A file of Deployments, each with a sidecar and nine findings. It ends with an empty line. */
export function longFile(documents: number): string {
  return Array.from({ length: documents }, (_, index) => deployment(index)).join('');
}

/** The place behind the image of a sidecar. The edits are spread over the file. */
export function placeOfEdit(edit: number, documents: number): { readonly line: number; readonly character: number } {
  const document = (edit * 37) % Math.min(EDITED, documents);
  return { line: document * LINES + IMAGE_LINE, character: '          image: busybox'.length };
}

function deployment(index: number): string {
  return `---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop-${index}
  labels:
    app: shop-${index}
spec:
  selector:
    matchLabels:
      app: shop-${index}
  template:
    metadata:
      labels:
        app: shop-${index}
    spec:
      shareProcessNamespace: true
      containers:
        - name: shop-${index}
          image: registry.example.com/shop:1.${index}
          volumeMounts:
            - name: logs
              mountPath: /var/log/shop
        - name: log-shipper
          image: busybox
          command: [sh, -c, "while true; do cat /var/log/shop/access.log; sleep 30; done"]
          volumeMounts:
            - name: logs
              mountPath: /var/log/shop
      volumes:
        - name: logs
          emptyDir: {}
`;
}
