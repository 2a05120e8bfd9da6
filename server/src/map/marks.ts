import type { YamlValue } from '../manifest/value';
import type { Pod } from '../pod/pod';
import type { RuleFinding } from '../rules/analysis';
import { SEVERITIES } from '../rules/severity';
import type { MapMark } from './pod-map';

/** The findings about a pod, by the part of its map that they are about. */
export class Marks {
  readonly #pod: Pod;
  readonly #findings: readonly RuleFinding[];
  /** The parts, by the values that describe them. */
  readonly #parts = new Map<YamlValue, string>();

  constructor(pod: Pod, findings: readonly RuleFinding[]) {
    this.#pod = pod;
    this.#findings = findings;
  }

  /** Says that findings at a value, or below it, are about a part. */
  put(value: YamlValue | undefined, part: string): void {
    if (value) this.#parts.set(value, part);
  }

  /** The marks of each part, the worst first; those of the whole pod have no part. */
  all(): ReadonlyMap<string | undefined, readonly MapMark[]> {
    const marks = new Map<string | undefined, MapMark[]>();
    for (const { finding, part } of this.#placed()) {
      const { document } = this.#pod.resource;
      const { rule, severity, message, span } = finding;
      const mark: MapMark = { rule: rule.id, severity, message, place: { document, span } };
      marks.set(part, [...(marks.get(part) ?? []), mark]);
    }
    for (const list of marks.values())
      list.sort((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity));
    return marks;
  }

  #placed(): { finding: RuleFinding; part: string | undefined }[] {
    const { spec, metadata, resource } = this.#pod;
    // A resource can have several pods: what is in another one is not about this one.
    const whole = new Set([spec, metadata, resource.value]);
    return this.#findings.flatMap((finding) => {
      for (let at: YamlValue | undefined = finding.at; at; at = at.parent) {
        const part = this.#parts.get(at);
        if (part !== undefined || whole.has(at)) return [{ finding, part: part ?? this.#ofContainer(finding) }];
      }
      return [];
    });
  }

  #ofContainer({ container }: RuleFinding): string | undefined {
    return container && this.#parts.get(container.value);
  }
}
