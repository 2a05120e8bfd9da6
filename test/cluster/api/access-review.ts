import type { AccessQuestion, ApiServer } from './types';

/** Whether a user has a right, by the server's own answer. */
export async function isAllowed(server: ApiServer, question: AccessQuestion): Promise<boolean> {
  const { user, groups, ...resourceAttributes } = question;
  const { code, body } = await server.send({
    method: 'POST',
    path: '/apis/authorization.k8s.io/v1/subjectaccessreviews',
    body: {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SubjectAccessReview',
      spec: { user, groups, resourceAttributes },
    },
  });
  if (code !== 201) throw new Error(`The server did not review: ${JSON.stringify(body)}`);
  return (body as { readonly status: { readonly allowed: boolean } }).status.allowed;
}
