import { links } from '../links';
import { examplePolicy } from './example-policy';
import { gateRule } from './gate-rule';

export const gateStopsWhatRuns = gateRule({
  id: 'gate-stops-what-runs',
  severity: 'information',
  title: 'An image gate that also stops pods that already run',
  why: 'Controllers change pods until they are gone: they remove finalizers and set labels. A policy that checks the images at every change refuses these changes, too, as soon as it denies an image that runs. Finished Jobs then never complete, and deletion hangs.',
  fix: 'Check the images of an object when it is created, and when it gets an image that it did not have: compare `object` with `oldObject`.',
  references: [links.gateImages, links.admissionPolicies],
  examples: {
    bad: examplePolicy({ operations: '[CREATE, UPDATE] # information' }),
    good: examplePolicy({
      operations: '[CREATE, UPDATE]',
      conditions:
        "request.operation != 'UPDATE' || object.spec.containers.exists(c, !(c.image in oldObject.spec.containers.map(o, o.image)))",
    }),
  },
  weakness: 'stops-what-runs',
  risk: 'Stops what runs',
  advice: 'Check only new images.',
  consequence: 'what runs with a denied image can still be changed',
});
