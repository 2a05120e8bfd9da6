import type { Report } from './report';

export function toJson(report: Report): string {
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
