import type { ManifestDocument } from '../manifest/document';
import type { ManifestFile } from '../manifest/file';
import type { PlacedAnalysis } from '../rules/analysis';
import type { AnalysisOptions } from '../rules/options';
import type { DocumentSummary } from './overview/document-summary';
import type { DocumentTexts } from './wire/document-texts';

/** The findings in an open document at one of its versions. */
export interface OpenAnalysis {
  /** As the editor writes it. */
  readonly uri: string;
  readonly version: number;
  readonly file: ManifestFile;
  readonly documents: readonly OpenedDocument[];
  /** The options for it. */
  readonly options: AnalysisOptions;
  /** The place of a document of the workspace, for findings that point to other files. */
  placeOf(document: ManifestDocument): WorkspacePlace | undefined;
}

/** A document of an open file, and what was worked out from its analysis. */
export interface OpenedDocument extends PlacedAnalysis {
  readonly notes: Notes;
}

/** Has its values at hand for each edit, where a look into a map for each document would take longer than all else. */
interface Notes {
  /** The role of each container. */
  roles?: readonly string[];
  written?: WrittenDocument;
  /** What views show of it. */
  summary?: DocumentSummary;
}

/** What was written of a document. */
interface WrittenDocument {
  readonly uri: string;
  /** What it says about places in other documents. */
  readonly others: readonly OtherPlace[];
  readonly texts: DocumentTexts;
}

/** Where another document was. */
export interface OtherPlace {
  readonly document: ManifestDocument;
  readonly place: WorkspacePlace | undefined;
}

/** A file, and the line at which a document of it begins. */
interface WorkspacePlace {
  readonly uri: string;
  readonly line: number;
}
