// The load, in a process of its own: it must not share a thread with what it measures. It is told over IPC what to ask
// whom, keeps the sources from one run to the next (a record goes on from the status it was left in), and answers with
// figures. Times are taken here and not from autocannon's histogram, which counts in whole milliseconds.

import autocannon from "autocannon";
import { toSource } from "./sources.mjs";

const sources = new Map();

process.on("message", (message) => {
  if (message.type === "plan") {
    sources.set(message.name, toSource(message.plan));
    process.send({ type: "planned" });
  } else if (message.type === "run") {
    run(message).then(
      (figures) => process.send({ type: "done", figures }),
      (error) => process.send({ type: "failed", reason: error.stack }),
    );
  }
});
process.once("disconnect", () => process.exit(0));

async function run({ plan, url, connections, warmUpMs, measureMs }) {
  const source = sources.get(plan);
  const samples = new Map();
  let bytes = 0;
  let onWrong;
  let phase = "warm-up";

  const instance = autocannon({
    url,
    method: "POST",
    connections,
    duration: 100_000,
    sampleInt: 50,
    timeout: 60,
    setupClient: (client) => client.on("response", () => leaveAfter(client)),
    requests: [
      {
        path: "/graphql",
        setupRequest(request, context) {
          if (phase === "after")
            return { ...request, method: "GET", path: "/health/live", headers: {}, body: undefined };
          context.asked = source.take();
          context.at = performance.now();
          const { token, body } = context.asked;
          const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
          return { ...request, method: "POST", headers, body };
        },
        onResponse(status, body, { asked, at }) {
          const took = performance.now() - at;
          if (asked === undefined) return;
          if (!source.isGood(asked, status, body)) onWrong(status, body);
          // What is answered in the time counts, whenever it was asked: as much is under way at its end as at its begin.
          if (phase !== "measure") return;
          const from = asked.source ?? source;
          if (!samples.has(from)) samples.set(from, []);
          samples.get(from).push(took);
          bytes += Buffer.byteLength(body);
        },
      },
    ],
  });

  /**
   * What is under way when the time is over is waited for: a status that nobody hears of would leave its record in a
   * state that the next run does not know. Autocannon has made its next request by then, one that asks for nothing.
   */
  function leaveAfter(client) {
    if (phase === "after") setImmediate(() => client.destroy());
  }

  const ended = new Promise((resolve, reject) => {
    instance.then(resolve, reject);
  });
  // One wrong answer makes all figures worthless, and there is no more to learn from the rest of the run.
  const wrong = new Promise((_, reject) => {
    onWrong = (status, body) => reject(new Error(`${status} ${body.slice(0, 1_000)}`));
  });
  await Promise.race([pause(warmUpMs), ended, wrong]);
  phase = "measure";
  const beganAt = performance.now();
  process.send({ type: "begin" });
  await Promise.race([pause(measureMs), ended, wrong]);
  phase = "after";
  const seconds = (performance.now() - beganAt) / 1_000;
  process.send({ type: "end" });
  const { errors } = await Promise.race([ended, wrong]);
  const timesOf = (fits) => [...samples].flatMap(([from, times]) => (fits(from) ? times : []));
  const all = timesOf(() => true);
  return {
    seconds,
    count: all.length,
    bytes,
    failed: errors,
    all: toTimes(all),
    reads: toTimes(timesOf(({ isRead }) => isRead)),
    writes: toTimes(timesOf(({ isRead }) => !isRead)),
  };
}

function toTimes(values) {
  const sorted = Float64Array.from(values).sort();
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { count: sorted.length, p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) };
}

function pause(ms) {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
