import { examplePod } from '../example';
import { links } from '../links';
import { PROBES_AND_HOOKS, probesAndHooksOf } from './handlers';
import { refusedRule } from './refused-rule';

export const handlerType = refusedRule({
  id: 'handler-type',
  title: 'A probe or hook that does nothing, or several things',
  why: 'A probe or a lifecycle hook does exactly one thing: it runs a command (`exec`), sends a request (`httpGet`, `tcpSocket`, for probes `grpc`) or, for hooks, waits (`sleep`). The API server refuses one that does nothing or has several of these fields.',
  fix: 'Keep exactly one of `exec`, `httpGet`, `tcpSocket`, and `grpc` or `sleep`.',
  references: [links.probes, links.lifecycleHooks],
  examples: {
    bad: examplePod({
      container:
        'readinessProbe:\n  httpGet:\n    port: 8080\n  tcpSocket: # error\n    port: 8080\n  periodSeconds: 5',
    }),
    good: examplePod({ container: 'readinessProbe:\n  httpGet:\n    port: 8080\n  periodSeconds: 5' }),
  },

  fields: PROBES_AND_HOOKS,
  *find(pod) {
    for (const { container, subject, value, actions } of probesAndHooksOf(pod)) {
      const [first, ...others] = actions;
      if (!first)
        yield {
          field: value,
          container,
          isAbsence: true,
          because: `${subject} does nothing`,
          toDo: 'Set one of `exec`, `httpGet` and `tcpSocket`, or remove it',
        };
      for (const field of others)
        yield {
          field,
          container,
          isConflict: true,
          because: `${subject} has both \`${first?.name}\` and \`${field.name}\``,
          toDo: 'Keep one of them',
        };
    }
  },
});
