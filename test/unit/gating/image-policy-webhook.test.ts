import { describe, expect, it } from 'vitest';
import { decide, verdictsOf } from './deciding';

const configuration = (imagePolicy: string, plugin = 'ImagePolicyWebhook'): string =>
  `apiVersion: apiserver.config.k8s.io/v1\nkind: AdmissionConfiguration\nplugins: [{ name: ${plugin}, configuration: { imagePolicy: { ${imagePolicy} } } }]\n`;
const POD = `apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec: { containers: [{ name: c, image: nginx }], ephemeralContainers: [{ name: e, image: busybox }] }\n`;

describe('ImagePolicyWebhook', () => {
  it('is asked about every pod, and alone knows the answer', () => {
    expect(decide(configuration('defaultAllow: false'), POD)).toEqual([
      'ImagePolicyWebhook AdmissionConfiguration/? denies: nginx unknown (only its webhook knows the decision); ' +
        'busybox unknown (API servers before 1.24.15, 1.25.11, 1.26.6 and 1.27.3 do not send it ephemeral containers)',
    ]);
  });

  it('fails open by `defaultAllow`', () => {
    expect(decide(configuration('defaultAllow: true'), POD)[0]).toContain('denies, fails open');
    expect(decide(configuration('kubeConfigFile: x'), POD)[0]).toContain('denies:');
    expect(decide(configuration('defaultAllow: "true"'), POD)[0]).toContain('denies:');
  });

  it('is one plugin of several', () => {
    expect(decide(configuration('defaultAllow: true', 'PodSecurity'), POD)).toEqual([]);
    expect(verdictsOf(configuration('').replace('plugins: [', 'plugins: [{ name: PodSecurity }, '), POD)).toBe(
      'unknown unknown',
    );
  });
});
