import type { Report } from './report';

/** The report as scripts read it, each field as it is. */
export function toJson(report: Report): string {
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
