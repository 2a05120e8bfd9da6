import './report-page.css';
import { tellExtension } from './host';

/** Buttons have what they do in their attributes. */
document.addEventListener('click', ({ target }) => {
  const button = target instanceof Element ? target.closest('button') : null;
  if (button) tellExtension({ ...button.dataset });
});
