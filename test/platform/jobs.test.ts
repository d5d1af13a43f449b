import { Client } from "pg";
import pino from "pino";
import { startJobs, type Job } from "../../src/platform/jobs";
import { eventually } from "../support/eventually";
import { createTestDatabase, type FreshDatabase } from "../support/fresh-database";
import { startProxy } from "../support/tcp-proxy";

const log = pino({ level: "silent" });
let database: FreshDatabase;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.drop());

test("a job is run at the start, is told when it is to stop, and is waited for", async () => {
  let begun!: () => void;
  const isBegun = new Promise<void>((resolve) => (begun = resolve));
  let told = false;
  const job: Job = {
    name: "long",
    when: "0 0 1 1 *",
    async work(isStopping) {
      begun();
      while (!isStopping()) await new Promise((resolve) => setImmediate(resolve));
      told = true;
    },
  };
  const jobs = await startJobs({ url: database.url, jobs: [job], log });
  await isBegun;
  await jobs.stop();
  expect(told).toBe(true);
});

test("two hubs that start at once on a new database both get their jobs", async () => {
  const fresh = await createTestDatabase();
  const job: Job = { name: "short", when: "0 0 1 1 *", work: async () => {} };
  const both = await Promise.all([1, 2].map(() => startJobs({ url: fresh.url, jobs: [job], log })));
  await Promise.all(both.map((jobs) => jobs.stop()));
  await fresh.drop();
});

test("jobs that another program's newer schema ends say so, and can be stopped all the same", async () => {
  const jobs = await startJobs({ url: database.url, jobs: [], log });
  const client = new Client({ connectionString: database.url });
  await client.connect();
  // The library tells the process to end, too; a hub goes on serving.
  const exitCode = process.exitCode;
  let hasEnded = false;
  void jobs.ended.then(() => (hasEnded = true));
  await eventually("the jobs have heard it", async () => {
    await client.query(`select pg_notify('worker:migrate', '{"breaking": true}')`);
    return hasEnded;
  });
  process.exitCode = exitCode;
  await client.end();
  await jobs.stop();
});

test("a job that is done and cannot be crossed off ends the jobs and not the hub", async () => {
  const fresh = await createTestDatabase();
  const client = new Client({ connectionString: fresh.url });
  await client.connect();
  const job: Job = {
    name: "done",
    when: "0 0 1 1 *",
    work: async () => void (await client.query("alter table graphile_worker._private_jobs rename to gone")),
  };
  const lines: string[] = [];
  const written = pino({ level: "error" }, { write: (line: string) => void lines.push(line) });
  const jobs = await startJobs({ url: fresh.url, jobs: [job], log: written });
  await jobs.ended;
  expect(lines.join("\n")).toMatch(/Failed to complete jobs.*_private_jobs/);
  await jobs.stop();
  await client.end();
  await fresh.drop();
});

test("a database that goes away under a job ends the jobs and not the process, and others can be started", async () => {
  const proxy = await startProxy(database.url);
  const url = proxy.through(database.url);
  const job: Job = { name: "cut", when: "0 0 1 1 *", work: () => proxy.setMode("reset") };
  const jobs = await startJobs({ url, jobs: [job], log });
  await jobs.ended;
  await jobs.stop();
  await proxy.setMode("pass");
  let isDone = false;
  const again = await startJobs({ url, jobs: [{ ...job, work: async () => void (isDone = true) }], log });
  await eventually("the job of those is done", () => isDone);
  await again.stop();
  await proxy.stop();
});

test("a server that is not there is told at once", async () => {
  const url = database.url.replace(/:\d+\//, ":1/");
  await expect(startJobs({ url, jobs: [], log })).rejects.toThrow(/ECONNREFUSED|connect/);
});
