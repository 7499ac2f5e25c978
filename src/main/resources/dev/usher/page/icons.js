// Icons, drawn as strokes of the text's colour. They say nothing to screen readers; what is beside them does.

import { html, svg } from './lit-html/lit-html.js';

const icon = (paths) => html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${paths}</svg>`;
const SLASH = svg`<path d="M4 4l16 16"/>`;
const MIC = svg`<rect x="9" y="3" width="6" height="11" rx="3"/><path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3"/>`;
const CAM = svg`<rect x="3" y="6.5" width="12" height="11" rx="2.5"/><path d="M15 11l5.5-3.2v8.4L15 13"/>`;

export const mic = (on) => icon(on ? MIC : [MIC, SLASH]);
export const cam = (on) => icon(on ? CAM : [CAM, SLASH]);
export const leave = () => icon(svg`<path d="M13 4.5H7.5a2 2 0 0 0-2 2v11a2 2 0 0 0 2 2H13M10.5 12h9.5M16.5 8l4 4-4 4"/>`);
export const hand = () => icon(svg`<path d="M7.5 12V6.5a1.5 1.5 0 0 1 3 0V11m0-1V4.5a1.5 1.5 0 0 1 3 0V11m0-5a1.5 1.5 0 0 1 3 0v7.5a6 6 0 0 1-6 6h-.6a6 6 0 0 1-5-2.7L4 14.5a1.6 1.6 0 0 1 2.5-2L7.5 14"/>`);
export const link = () => icon(svg`<path d="M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7l-1.2 1.2M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7l1.2-1.2"/>`);
export const invite = () => icon(svg`<circle cx="10" cy="8" r="4"/><path d="M3 20a7 7 0 0 1 11-5.7M18 14v6M15 17h6"/>`);
export const end = () => icon(svg`<circle cx="12" cy="12" r="8.5"/><path d="M9 9l6 6M15 9l-6 6"/>`);
