// SPDX-License-Identifier: EUPL-1.2
// Reads samples and writes the body of the request beside the page, which stays alive. Messages: {read: File or text} is answered by
// {progress} and then {read: what readSamples() says without its columns}; {body: options, points} by {body: Blob, groups}.
import { readSamples, samplesBody, differences } from './samples.js';

let samples = null;

onmessage = async ({ data }) => {
  if (data.read !== undefined) {
    const text = typeof data.read === 'string' ? data.read : await data.read.text();
    samples = readSamples(text, (progress) => postMessage({ progress }));
    const { columns, ...rest } = samples;
    postMessage({ read: rest });
  } else {
    postMessage({ body: new Blob(samplesBody(samples, data.body), { type: 'application/json' }), groups: differences(samples,
      data.body.comparator, data.points) });
  }
};
