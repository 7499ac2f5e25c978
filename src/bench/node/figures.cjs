// What benchmarks make of their measurements.
'use strict';

function percentile(values, share) {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length * share)];
}

const median = (values) => percentile(values, 0.5);

module.exports = { median, percentile };
