import type { PolicyEngine } from '../engine';
import { connaisseur } from './connaisseur/engine';
import { gatekeeper } from './gatekeeper/engine';
import { imagePolicyWebhook } from './image-policy-webhook/engine';
import { kyverno } from './kyverno/engine';
import { mutatingAdmissionPolicy } from './mutating-admission-policy/engine';
import { ratify } from './ratify/engine';
import { sigstore } from './sigstore/engine';
import { validatingAdmissionPolicy } from './validating-admission-policy/engine';

/** The known policy engines, in the order of offers and reports. */
export const ENGINES: readonly PolicyEngine[] = [
  mutatingAdmissionPolicy,
  validatingAdmissionPolicy,
  kyverno,
  gatekeeper,
  sigstore,
  ratify,
  connaisseur,
  imagePolicyWebhook,
];
