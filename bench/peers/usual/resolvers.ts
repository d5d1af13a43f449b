import { Arg, Ctx, Field, FieldResolver, Int, ObjectType, Query, registerEnumType, Resolver, Root } from "type-graphql";
import { AgencyRecord } from "../../../src/agencies/agency-record.entity";
import { Agency } from "../../../src/agencies/agency.entity";
import { ReadEntry } from "../../../src/audit/read-entry.entity";
import { Dispute } from "../../../src/dispute/dispute.entity";
import { TimelineEvent } from "../../../src/dispute/timeline-event.entity";
import { decideIdentity, maskIdNumber } from "../../../src/person/identity.rules";
import { Person } from "../../../src/person/person.entity";
import { IdentityNumber } from "../../../src/person/person.input";
import { personIndex } from "../../../src/person/subjects";
import { businessDay } from "../../../src/platform/clock";
import type { UsualContext } from "./context";

enum ReadPurpose {
  INTAKE = "INTAKE",
}
registerEnumType(ReadPurpose, { name: "ReadPurpose" });

@ObjectType()
class LeadOwner {
  @Field(() => String)
  name: string;
}

@ObjectType()
class RecordPage {
  @Field(() => [AgencyRecord])
  nodes: AgencyRecord[];
}

@ObjectType()
class TimelinePage {
  @Field(() => [TimelineEvent])
  nodes: TimelineEvent[];
}

@ObjectType()
class DisputePage {
  @Field(() => [Dispute])
  nodes: Dispute[];
}

@ObjectType()
class CitizenHistory {
  @Field(() => Person)
  person: Person;
}

const SEES =
  "exists (select 1 from party p join dispute d on d.id = p.dispute_id " +
  "where p.person_id = t.id and d.region_code >= :from and d.region_code < :to)";

@Resolver(() => CitizenHistory)
export class CitizenHistoryResolver {
  @Query(() => CitizenHistory, { nullable: true })
  async citizenHistory(
    @Ctx() { dataSource, crypto, ids, caller, requestId, region }: UsualContext,
    @Arg("idNumber", () => IdentityNumber) idNumber: string,
    @Arg("purpose", () => ReadPurpose) purpose: ReadPurpose,
  ): Promise<CitizenHistory | null> {
    const now = new Date();
    const identity = decideIdentity("RESIDENT_ID", idNumber, businessDay(now));
    if (!identity.ok || identity.change.number === null) throw new Error("not a number");
    const index = personIndex(crypto, identity.change.kind, identity.change.number);
    const person = await dataSource
      .getRepository(Person)
      .createQueryBuilder("t")
      .where("t.idIndex = :index", { index })
      .andWhere(SEES, region)
      .getOne();
    await dataSource.getRepository(ReadEntry).insert({
      id: ids.uuid(),
      at: now,
      principal: caller.subject,
      role: caller.role,
      action: "citizenHistory",
      personId: person?.id ?? null,
      purpose,
      requestId,
    });
    return person && { person };
  }

  @FieldResolver(() => DisputePage)
  async disputes(
    @Root() { person }: CitizenHistory,
    @Ctx() { dataSource, region }: UsualContext,
    @Arg("first", () => Int, { defaultValue: 20 }) first: number,
  ): Promise<DisputePage> {
    const nodes = await dataSource
      .getRepository(Dispute)
      .createQueryBuilder("t")
      .where("t.id in (select p.dispute_id from party p where p.person_id = :person)", { person: person.id })
      .andWhere("t.regionCode >= :from and t.regionCode < :to", region)
      .orderBy("t.openedAt", "DESC")
      .addOrderBy("t.id", "DESC")
      .limit(first)
      .getMany();
    return { nodes };
  }
}

@Resolver(() => Person)
export class PersonResolver {
  @FieldResolver(() => String)
  name(@Root() { nameSealed }: Person, @Ctx() { crypto }: UsualContext): string {
    return crypto.open(nameSealed);
  }

  @FieldResolver(() => String, { nullable: true })
  maskedIdNumber(@Root() { idSealed }: Person, @Ctx() { crypto }: UsualContext): string | null {
    return idSealed && maskIdNumber(crypto.open(idSealed));
  }
}

@Resolver(() => Dispute)
export class DisputeResolver {
  @FieldResolver(() => LeadOwner)
  async leadOwner(@Root() { leadAgencyId }: Dispute, @Ctx() { agencies }: UsualContext): Promise<LeadOwner> {
    const agency = leadAgencyId ? await agencies.load(leadAgencyId) : null;
    return { name: agency?.name ?? "矛盾纠纷调处化解中心" };
  }

  @FieldResolver(() => RecordPage)
  async records(
    @Root() { id }: Dispute,
    @Ctx() { records }: UsualContext,
    @Arg("first", () => Int, { defaultValue: 20 }) first: number,
  ): Promise<RecordPage> {
    return { nodes: (await records.load(id)).slice(0, first) };
  }

  @FieldResolver(() => TimelinePage)
  async timeline(
    @Root() { id }: Dispute,
    @Ctx() { events }: UsualContext,
    @Arg("first", () => Int, { defaultValue: 20 }) first: number,
  ): Promise<TimelinePage> {
    return { nodes: (await events.load(id)).slice(0, first) };
  }
}

@Resolver(() => AgencyRecord)
export class RecordResolver {
  @FieldResolver(() => Agency, { nullable: true })
  agency(@Root() { agencyId }: AgencyRecord, @Ctx() { agencies }: UsualContext): Promise<Agency | null> {
    return agencies.load(agencyId);
  }
}

@Resolver(() => TimelineEvent)
export class EventResolver {
  @FieldResolver(() => Agency, { nullable: true })
  agency(@Root() { agencyId }: TimelineEvent, @Ctx() { agencies }: UsualContext): Promise<Agency | null> | null {
    return agencyId ? agencies.load(agencyId) : null;
  }
}
