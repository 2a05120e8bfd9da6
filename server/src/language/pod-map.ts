import type { Position } from 'vscode-languageserver';
import { drawingOf } from '../map/layout';
import { outlineOf } from '../map/outline';
import type { MapPlace } from '../map/pod-map';
import { podMapOf } from '../map/read-pod';
import { FILE_STYLE, THEME_STYLE } from '../map/style';
import { svgOf } from '../map/svg';
import type { PodMapPage } from '../protocol/pod-map';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import type { OpenAnalysis } from './open-analysis';
import { toRange } from './ranges';
import { podAt } from './workload-at';

/** The map of the pod at a place of a manifest, for a page. */
export function podMapAt(analysis: OpenAnalysis, position: Position, index: WorkspaceIndex): PodMapPage | undefined {
  const found = podAt(analysis, position);
  if (!found) return undefined;
  const { placed, pod } = found;
  const { kubernetesMinor } = analysis.options;
  const map = podMapOf(pod, { index, kubernetesMinor, findings: placed.analysis.findings });
  const drawing = drawingOf(map);
  const fileOf = ({ document, span }: MapPlace) => {
    const own = document === placed.document;
    const place = own ? { uri: analysis.uri, line: placed.line } : analysis.placeOf(document);
    return place && { uri: place.uri, ...toRange({ document, line: place.line }, span).start };
  };
  return {
    title: map.title,
    svg: svgOf(drawing),
    style: THEME_STYLE,
    list: outlineOf(map, fileOf).source,
    file: svgOf(drawing, FILE_STYLE),
  };
}
