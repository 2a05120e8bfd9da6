// Reads all documents of the files below a folder with js-yaml, and does nothing else.
import { loadAll } from 'js-yaml';
import { forEachText } from './texts.mjs';

let documents = 0;
forEachText(process.argv[2], (text) => {
  documents += loadAll(text).length;
});
console.log(documents);
