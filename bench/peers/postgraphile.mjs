// PostGraphile 5 over the hub's tables, with the history as a field of its own: plans written as its manual shows, from
// which it makes the SQL.

import { createServer } from "node:http";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { postgraphile } from "postgraphile";
import { makePgService } from "postgraphile/adaptors/pg";
import { TYPES } from "postgraphile/@dataplan/pg";
import { context, lambda, list, object, sideEffect } from "postgraphile/grafast";
import { grafserv } from "postgraphile/grafserv/node";
import { extendSchema } from "postgraphile/utils";
import { SCHEMA } from "./history-schema.mjs";
import { CENTRE, crypto, identify, indexOf, logRead, maskIdNumber } from "./shared.mjs";
import { pool, RECORD_TYPES, stateLabel, stopOnTerm, toGlobalId } from "./shared.mjs";

/** The schema of the others, its types under names that no table of the database has. */
const TYPE_DEFS = SCHEMA.replace("type Query", "extend type Query").replace(
  /\b(Person|Agency|ReadPurpose|LeadOwner|(?:Dispute|Record|Timeline)Connection|Dispute|Record|Event)\b/g,
  "History$1",
);

const globalId = (type) => ($row) => lambda($row.get("id"), (id) => toGlobalId(type, id), true);
const instant = (column) => ($row) => lambda($row.get(column), (at) => new Date(at).toISOString(), true);
const column = (name) => ($row) => $row.get(name);

const history = extendSchema((build) => {
  const { sql } = build;
  const { person, dispute, agency_record, timeline_event, agency } = build.pgResources;

  /** The rows of one table that belong to a dispute, oldest first. */
  function childrenOf(resource, order) {
    return {
      plan: ($dispute) => $dispute,
      nodes($dispute, $first) {
        const $rows = resource.find({ dispute_id: $dispute.get("id") });
        for (const attribute of [order, "id"]) $rows.orderBy({ attribute, direction: "ASC" });
        $rows.setOrderIsUnique();
        $rows.setFirst($first);
        return $rows;
      },
    };
  }
  const records = childrenOf(agency_record, "opened_at");
  const events = childrenOf(timeline_event, "occurred_at");
  const page = ($rows) => object({ nodes: $rows });
  const agencyOf = ($row) => agency.get({ id: $row.get("agency_id") });

  return {
    typeDefs: TYPE_DEFS,
    objects: {
      Query: {
        plans: {
          citizenHistory(_$root, { $idNumber, $purpose }) {
            const $people = person.find();
            const $index = lambda($idNumber, indexOf);
            const [$from, $to] = [context().get("from"), context().get("to")];
            const text = ($value) => $people.placeholder($value, TYPES.text);
            $people.where(sql`${$people.alias}.id_index = ${text($index)}`);
            $people.where(sql`exists (select 1 from party p join dispute d on d.id = p.dispute_id
              where p.person_id = ${$people.alias}.id and d.region_code >= ${text($from)} and d.region_code < ${text($to)})`);
            const $person = $people.single();
            sideEffect([context(), $person.get("id"), $purpose], ([given, id, purpose]) => logRead(given, id, purpose));
            return $person;
          },
        },
      },
      CitizenHistory: {
        plans: {
          person: ($person) => $person,
          disputes($person, { $first }) {
            const $disputes = dispute.find();
            const text = ($value) => $disputes.placeholder($value, TYPES.text);
            const $id = $person.get("id");
            $disputes.where(sql`${$disputes.alias}.id in (select p.dispute_id from party p
              where p.person_id = ${$disputes.placeholder($id, TYPES.uuid)})`);
            $disputes.where(sql`${$disputes.alias}.region_code >= ${text(context().get("from"))}
              and ${$disputes.alias}.region_code < ${text(context().get("to"))}`);
            for (const attribute of ["opened_at", "id"]) $disputes.orderBy({ attribute, direction: "DESC" });
            $disputes.setOrderIsUnique();
            $disputes.setFirst($first);
            return page($disputes);
          },
        },
      },
      HistoryPerson: {
        plans: {
          id: globalId("Person"),
          name: ($person) => lambda($person.get("name_sealed"), (sealed) => crypto.open(sealed)),
          maskedIdNumber: ($person) =>
            lambda($person.get("id_sealed"), (sealed) => sealed && maskIdNumber(crypto.open(sealed))),
        },
      },
      HistoryDispute: {
        plans: {
          id: globalId("Dispute"),
          traceCode: column("trace_code"),
          openedAt: instant("opened_at"),
          leadOwner($dispute) {
            const $agency = agency.get({ id: $dispute.get("lead_agency_id") });
            return object({ name: lambda($agency.get("name"), (name) => name ?? CENTRE, true) });
          },
          records: ($dispute, { $first }) => page(records.nodes($dispute, $first)),
          timeline: ($dispute, { $first }) => page(events.nodes($dispute, $first)),
        },
      },
      HistoryRecord: {
        plans: {
          id: ($record) =>
            lambda(list([$record.get("line"), $record.get("id")]), ([line, id]) => toGlobalId(RECORD_TYPES[line], id)),
          stateLabel: ($record) =>
            lambda(list([$record.get("line"), $record.get("state")]), ([line, state]) => stateLabel({ line, state })),
          agency: agencyOf,
        },
      },
      HistoryEvent: {
        plans: {
          id: globalId("TimelineEvent"),
          occurredAt: instant("occurred_at"),
          fromState: column("from_state"),
          toState: column("to_state"),
          agency: agencyOf,
        },
      },
    },
  };
});

const preset = {
  extends: [PostGraphileAmberPreset],
  plugins: [history],
  pgServices: [makePgService({ pool, schemas: ["public"] })],
  grafserv: { graphqlPath: "/graphql", graphiql: false, watch: false, websockets: false },
  grafast: {
    explain: false,
    async context({ node }) {
      const { region, ...who } = await identify(node?.req.headers.authorization);
      return { ...who, from: region[0], to: region[1] };
    },
  },
};

const instance = postgraphile(preset);
const server = createServer();
await instance.getSchema();
await instance.createServ(grafserv).addTo(server);
server.listen(Number(process.env.PORT), "127.0.0.1");
stopOnTerm(async () => {
  server.closeAllConnections();
  server.close();
  await instance.release();
});
