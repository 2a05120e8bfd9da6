import { decideOn } from '../../gating/gate';
import { withImages } from '../../gating/mutators/digest-mutation';
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
  return decisionsOn(pod).every(({ gate, pod: admitted, decision }) => {
    const index = admitted.images.findIndex((image) => image.list === used.list && image.index === used.index);
    if (decision.images[index]?.verdict !== 'admits') return true;
    const images = admitted.images.map((_, other) => (other === index ? name : undefined));
    return decideOn(gate, withImages(admitted, images)).images[index]?.verdict === 'admits';
  });
}
