import { programsOfEngines } from '../gating/policy-resources';
import { qualifiedRepository } from '../image/image-name';

/** A right that a program is there to use: it could do nothing without it. */
export type Purpose = 'read-secrets' | 'exec' | 'write-gates';

/**
 * Programs that are made to read Secrets, to run commands in containers of others, or to be the gates of a cluster, by the repositories of their publishers.
 * The roles of their own charts and manifests give them these rights.
 */
const PROGRAMS: readonly { readonly purpose: Purpose; readonly images: string }[] = [
  {
    // They copy, renew, decrypt or reload Secrets, or take certificates from them.
    purpose: 'read-secrets',
    images: `ghcr.io/stakater/reloader docker.io/stakater/reloader quay.io/kiwigrid/k8s-sidecar docker.io/kiwigrid/k8s-sidecar
      ghcr.io/kiwigrid/k8s-sidecar ghcr.io/external-secrets/external-secrets oci.external-secrets.io/external-secrets/external-secrets
      quay.io/jetstack/cert-manager-controller quay.io/jetstack/cert-manager-cainjector
      docker.io/bitnami/sealed-secrets-controller ghcr.io/bitnami-labs/sealed-secrets-controller
      registry.k8s.io/csi-secrets-store/driver docker.io/hashicorp/vault-secrets-operator docker.io/hashicorp/vault-k8s
      docker.io/emberstack/kubernetes-reflector quay.io/mittwald/kubernetes-replicator
      docker.io/velero/velero quay.io/argoproj/argocd ghcr.io/fluxcd/source-controller ghcr.io/fluxcd/kustomize-controller
      ghcr.io/fluxcd/helm-controller ghcr.io/fluxcd/notification-controller ghcr.io/fluxcd/image-reflector-controller
      registry.k8s.io/ingress-nginx/controller docker.io/traefik docker.io/library/traefik docker.io/istio/pilot
      ghcr.io/projectcontour/contour docker.io/kong/kubernetes-ingress-controller docker.io/haproxytech/kubernetes-ingress
      quay.io/prometheus-operator/prometheus-operator ghcr.io/prometheus-operator/prometheus-operator
      registry.k8s.io/kube-state-metrics/kube-state-metrics`,
  },
  {
    // They are policy engines, or they keep the certificates of webhooks.
    purpose: 'write-gates',
    images: `quay.io/jetstack/cert-manager-cainjector docker.io/istio/pilot cr.l5d.io/linkerd/controller docker.io/hashicorp/vault-k8s
      ${programsOfEngines().join(' ')}`,
  },
  {
    // They run the commands of builds or backups in other pods.
    purpose: 'exec',
    images: `docker.io/velero/velero docker.io/gitlab/gitlab-runner registry.gitlab.com/gitlab-org/gitlab-runner
      docker.io/jenkins/jenkins ghcr.io/actions/actions-runner quay.io/argoproj/workflow-controller`,
  },
];

const PURPOSES_OF = new Map<string, Purpose[]>();
for (const { purpose, images } of PROGRAMS) {
  for (const image of images.split(/\s+/)) PURPOSES_OF.set(image, [...(PURPOSES_OF.get(image) ?? []), purpose]);
}

/** What the programs of these images are there for. */
export function purposesOf(images: readonly string[]): Purpose[] {
  return [...new Set(images.flatMap((image) => PURPOSES_OF.get(qualifiedRepository(image)) ?? []))];
}
