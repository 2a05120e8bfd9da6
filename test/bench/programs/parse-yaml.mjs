// Reads all documents of the files below a folder with the yaml package, and does nothing else.
import { parseAllDocuments } from 'yaml';
import { forEachText } from './texts.mjs';

let documents = 0;
forEachText(process.argv[2], (text) => {
  documents += parseAllDocuments(text).length;
});
console.log(documents);
