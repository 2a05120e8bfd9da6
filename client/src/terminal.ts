import { runSession } from './containers/terminal/run-session';
import { readSession } from './containers/terminal/session';

/** The program in a terminal: it runs kubectl, and stays when kubectl fails. */
const { session, environment } = readSession(process.env);
void runSession(session, environment).then(() => process.exit(0));
