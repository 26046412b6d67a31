import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';

/** Sets the theme before the first paint: a classic script of its own file, since the policy allows no inline code. */
function themeScript(): Plugin {
  const source = readFileSync('src/theme-first.js', 'utf8');
  const digest = createHash('sha256').update(source).digest('hex').slice(0, 8);
  const fileName = `assets/theme-${digest}.js`;
  return {
    name: 'theme-script',
    apply: 'build',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName, source });
    },
    transformIndexHtml: () => [{ tag: 'script', attrs: { src: `/${fileName}` }, injectTo: 'head-prepend' }],
  };
}

export default defineConfig({
  plugins: [svelte(), themeScript()],
  build: {
    target: 'es2023',
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      output: {
        // A few files instead of fifty small ones; the map and the graph come only when they are shown.
        codeSplitting: {
          groups: [
            { name: 'map', test: /node_modules[\\/]maplibre-gl/ },
            { name: 'graph', test: /node_modules[\\/](cytoscape|cose-base|layout-base)/ },
            { name: 'app', test: /src[\\/](ui|lib|shell|api|styles)[\\/]|node_modules[\\/](svelte|esm-env|clsx|@lucide|@fluent)/ },
          ],
        },
      },
    },
  },
  worker: { format: 'es' },
});
