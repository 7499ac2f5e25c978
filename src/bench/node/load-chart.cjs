// The chart of src/bench/load: bars for the peaks, and for the latencies at constant rates.
'use strict';

const bar = 18;
const gap = 8;
const left = 230;
const width = 420;
const panel = left + width + 110;

// Rows of {name, rate in joins a second, latencies in ms at each share of the peak} as SVG.
function draw(rows, shares) {
  const panels = [
    { title: 'Joins a second at the peak', digits: 0, of: (row) => row.rate },
    ...shares.map((share, i) => ({ title: `99 % of joins take at most, ms, at ${share} % of the peak`, digits: 2, of: (row) => row.latencies[i] })),
  ];
  const height = rows.length * (bar + gap) + 60;
  const columns = 2;
  const lines = Math.ceil(panels.length / columns);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${panel * columns}" height="${height * lines}" font-family="sans-serif" font-size="13">
<style>
text { fill: #222 } .paper { fill: #fff } .bar { fill: #2a6fbb } .yardstick { fill: #999 }
@media (prefers-color-scheme: dark) { text { fill: #ddd } .paper { fill: #181818 } .bar { fill: #6aa9ee } .yardstick { fill: #777 } }
</style>
<rect class="paper" width="100%" height="100%"/>
${panels.map((one, i) => `<g transform="translate(${(i % columns) * panel},${Math.floor(i / columns) * height})">${bars(rows, one)}</g>`).join('\n')}
</svg>
`;
}

function bars(rows, { title, digits, of }) {
  const most = Math.max(...rows.map(of));
  const drawn = rows.map((row, i) => {
    const y = 45 + i * (bar + gap);
    const length = Math.max(1, of(row) / most * width);
    const kind = row.name.startsWith('Usher') ? 'bar' : 'yardstick';
    return `<text x="${left - 8}" y="${y + bar - 4}" text-anchor="end">${row.name}</text>`
      + `<rect class="${kind}" x="${left}" y="${y}" width="${length.toFixed(1)}" height="${bar}"/>`
      + `<text x="${(left + length + 6).toFixed(1)}" y="${y + bar - 4}">${of(row).toFixed(digits)}</text>`;
  });
  return [`<text x="${left}" y="28" font-weight="bold">${title}</text>`, ...drawn].join('\n');
}

module.exports = { draw };
