import { policyImageUsage } from '../../cel/policy-look';
import type { YamlValue } from '../../manifest/value';
import type { Weakness } from '../engine';
import { isOfPods, policyTextsIn } from './policy-text';

const EFFECT =
  'checks all images of a pod at every change, also those that the pod already had, so that a Job with a denied image never completes and its pod cannot be changed';

/** The pod spec of the new and the old object. */
const PODS = `[object, oldObject].map(o,
  object.kind == 'Pod' ? o.spec
    : object.kind == 'CronJob' ? o.spec.jobTemplate.spec.template.spec
    : o.spec.template.spec)`;
const IMAGES = `(pod.containers
  + (has(pod.initContainers) ? pod.initContainers : [])
  + (has(pod.ephemeralContainers) ? pod.ephemeralContainers : [])).map(c, c.image)
  + (has(pod.volumes) ? pod.volumes : [])
    .filter(v, has(v.image) && has(v.image.reference)).map(v, v.image.reference)`;
/** True where an object is created, or gets an image that it did not have. Not by `oldObject == null`: Kyverno's is empty then. */
const HAS_NEW_IMAGES = onOneLine(
  `request.operation != 'UPDATE' || [${PODS}.map(pod, ${IMAGES})].exists(images, images[0].exists(image, !(image in images[1])))`,
);

/** A policy with CEL expressions that judges changes of pods by their images, whatever the old object had. */
export function stopsWhatRuns(spec: YamlValue): Weakness[] {
  const rule = spec.at('matchConstraints', 'resourceRules').items.find((one) => isOfPods(one) && isAboutChanges(one));
  if (!rule || !policyImageUsage(spec).validations.some(({ readsImages }) => readsImages)) return [];
  // A policy that knows the old object, or the operation, makes a difference of its own.
  if (policyTextsIn(spec).some(({ text }) => /\boldObject\b|\brequest\s*\.\s*\??operation\b/.test(text))) return [];
  return [
    {
      kind: 'stops-what-runs',
      at: rule.get('operations'),
      effect: EFFECT,
      addition: {
        list: spec.get('matchConditions'),
        item: { name: 'has-new-images', expression: HAS_NEW_IMAGES },
        title: 'Check changes only if there is a new image',
      },
    },
  ];
}

/** `UPDATE` of the pods themselves: the subresource of ephemeral containers is about new images. */
function isAboutChanges(rule: YamlValue): boolean {
  const operations = rule.get('operations').strings;
  const resources = rule.get('resources').strings;
  return (
    operations.some((operation) => operation === 'UPDATE' || operation === '*') &&
    resources.some((resource) => ['pods', 'pods/*', '*', '*/*'].includes(resource))
  );
}

function onOneLine(expression: string): string {
  return expression.replace(/\s+/g, ' ').replaceAll(' .', '.');
}
