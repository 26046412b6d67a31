import './generated/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { i18n } from './lib/i18n.svelte.ts';
import { prefs } from './lib/prefs.svelte.ts';
import { router } from './lib/router.svelte.ts';
import { session } from './lib/session.svelte.ts';
import { installTrustedTypes } from './lib/trusted.ts';
import { loaders } from './shell/loaders.ts';

installTrustedTypes();
// The page, the words and the answer to "who is signed in" travel at the same time.
const target = document.getElementById('app');
void loaders[router.route.page]?.().catch(() => undefined);
const started = session.start();
await i18n.use(prefs.language);
await started;
if (target) mount(App, { target });
