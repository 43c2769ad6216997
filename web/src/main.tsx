import './base.css';

import { createRoot } from 'react-dom/client';

import { App, speak } from './app';
import { firstLanguage } from './preferences';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has an element #root');
const first = await speak(firstLanguage());
createRoot(root).render(<App first={first} />);
