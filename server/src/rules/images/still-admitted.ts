import { decideWithImages } from '../../gating/decide-on';
import type { Pod } from '../../pod/pod';
import type { PodImage } from '../../pod/pod-image';
import type { RuleContext } from '../rule';

/** Whether every policy that admits an image as it is written also admits it under another name: some compare texts. */
export function isStillAdmitted(
  used: PodImage,
  pod: Pod,
  name: string,
  { decisionsOn }: Pick<RuleContext, 'decisionsOn'>,
): boolean {
  return decisionsOn(pod).every((result) => {
    const { images } = result.pod;
    const index = images.findIndex((image) => image.list === used.list && image.index === used.index);
    if (result.decision.images[index]?.verdict !== 'admits') return true;
    const renamed = images.map((_, other) => (other === index ? name : undefined));
    return decideWithImages(result, renamed).images[index]?.verdict === 'admits';
  });
}
