/// <reference types="vite/client" />

declare module '*.ftl?raw' {
  const source: string;
  export default source;
}

declare module 'cytoscape-fcose' {
  import type { Ext } from 'cytoscape';
  const extension: Ext;
  export default extension;
}
