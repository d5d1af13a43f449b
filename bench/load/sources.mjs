// Where the requests of a run come from. A source makes the next request, and is told what was answered to it.

/** Every answer of a read begins so; one with errors begins with them. */
const isData = (status, body) => status === 200 && body.startsWith('{"data":{');

/** Reads: the same list over and over, every connection taking the next one. */
class Reads {
  isRead = true;

  constructor({ label, requests, accepts }) {
    this.label = label;
    this.requests = requests;
    this.accepts = accepts;
    this.next = 0;
  }

  take() {
    return this.requests[this.next++ % this.requests.length];
  }

  isGood(_request, status, body) {
    return isData(status, body) && (this.accepts === undefined || body.includes(this.accepts));
  }
}

/** Statuses: each record goes to and fro between two states, and has only one status under way at a time. */
class Statuses {
  constructor({ label, query, operationName, records, perRequest }) {
    this.label = label;
    this.head = { operationName, query };
    this.records = records;
    this.perRequest = perRequest;
    this.made = 0;
    this.run = `${Date.now().toString(36)}-${process.pid}`;
  }

  take() {
    // A batch is one agency's: records are kept in groups, one request to a group.
    const group = this.records.shift();
    if (group === undefined) throw new Error("no records are left to report on: give more --disputes");
    const clientKey = `bench-${this.run}-${++this.made}`;
    const items = group.records.map((record) => ({
      recordId: record.recordId,
      sequence: record.sequence + 1,
      toState: record.state === record.one ? record.other : record.one,
      occurredAt: new Date(Date.now() - 1_000).toISOString(),
    }));
    const input = this.perRequest > 1 ? { clientKey, items } : { clientKey, ...items[0] };
    return { token: group.token, body: JSON.stringify({ ...this.head, variables: { input } }), group };
  }

  isGood({ group }, status, body) {
    const applied = this.perRequest > 1 ? `"applied":${group.records.length},` : "APPLIED";
    if (!isData(status, body) || !body.includes(applied)) return false;
    for (const record of group.records) {
      record.sequence += 1;
      record.state = record.state === record.one ? record.other : record.one;
    }
    this.records.push(group);
    return true;
  }
}

/** Submissions at the counters, each of somebody who was never there before. */
class Registrations {
  constructor({ label, operationName, query, counters }) {
    this.label = label;
    this.head = { operationName, query };
    this.counters = counters;
    this.made = 0;
    this.run = `${Date.now().toString(36)}-${process.pid}`;
  }

  take() {
    const { token, regionCode } = this.counters[this.made % this.counters.length];
    const clientKey = `bench-${this.run}-r${++this.made}`;
    const phone = `139${String(Math.floor(Math.random() * 1e8)).padStart(8, "0")}`;
    const input = {
      clientKey,
      channel: "WINDOW",
      submittedAt: new Date(Date.now() - 60_000).toISOString(),
      content: "楼上漏水损坏装修,协商未果,请求中心协调处理。",
      applicant: { person: { name: "陈来访", idKind: "NONE", phone } },
      title: "楼上漏水损坏装修",
      category: "NEIGHBOR",
      regionCode,
    };
    return { token, body: JSON.stringify({ ...this.head, variables: { input } }) };
  }

  isGood(_request, status, body) {
    return isData(status, body) && body.includes('"traceCode":');
  }
}

/** Several sources at once, each with its share. */
class Mixed {
  constructor(parts) {
    this.parts = parts.map(({ share, plan }) => ({ share, source: toSource(plan) }));
    this.total = this.parts.reduce((sum, { share }) => sum + share, 0);
  }

  take() {
    let at = Math.random() * this.total;
    const { source } = this.parts.find(({ share }) => (at -= share) < 0) ?? this.parts[0];
    return { ...source.take(), source };
  }

  isGood(request, status, body) {
    return request.source.isGood(request, status, body);
  }
}

export function toSource(plan) {
  if (plan.kind === "reads") return new Reads(plan);
  if (plan.kind === "statuses") return new Statuses(plan);
  if (plan.kind === "registrations") return new Registrations(plan);
  if (plan.kind === "mixed") return new Mixed(plan.parts);
  throw new Error(`no source of kind ${plan.kind}`);
}
