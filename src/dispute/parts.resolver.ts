import { Ctx, Extensions, FieldResolver, Resolver, Root } from "type-graphql";
import type { HubContext } from "../access/hub-context";
import { isToldSecret } from "../access/visibility";
import { loadComputed, loadFirst, loadList, loadOne } from "../access/loaded-reads";
import { AgencyRecord } from "../agencies/agency-record.entity";
import { Agency } from "../agencies/agency.entity";
import { agencyBy, recordBy } from "../agencies/agency.reads";
import { Organisation } from "../person/organisation.entity";
import { Person } from "../person/person.entity";
import { organisationBy, personBy } from "../person/person.reads";
import { columns } from "../platform/read/reads";
import { CaseDocument } from "./case-document.entity";
import { Dispute } from "./dispute.entity";
import { DisputeLink } from "./dispute-link.entity";
import { disputeBy } from "./dispute.reads";
import { Party } from "./party.entity";
import { MissingFact, Refused, toMissingFacts } from "./refused.types";
import { CORRECTED_BY, EVENT_DOCUMENTS, eventBy, NOTE } from "./timeline.reads";
import { TimelineEvent } from "./timeline-event.entity";

const PERSON = personBy("personId");
const ORGANISATION = organisationBy("organisationId");
const REPORTER = agencyBy("agencyId");
const RECORD = recordBy("recordId");
const CORRECTS = eventBy("correctsId");
const LINKED_FROM = disputeBy("fromDisputeId");
const LINKED_TO = disputeBy("toDisputeId");
const HOLDER = agencyBy("holderId");

@Resolver(() => Party)
export class PartyResolver {
  @Extensions({ read: columns("secretSince") })
  @FieldResolver(() => Boolean, {
    description:
      "举报人: an informer, or somebody who came with one, kept secret (劳动保障监察条例 9(3)); told to the desk and to who handles reports",
  })
  isInformer(@Root() row: Party, @Ctx() { caller }: HubContext): boolean {
    return isToldSecret(caller, row);
  }

  @Extensions({ read: PERSON })
  @FieldResolver(() => Person, { nullable: true, description: "自然人: the citizen, if the party is one" })
  person(@Root() root: Party, @Ctx() context: HubContext): Promise<Person | null> {
    return loadOne(context, PERSON, root);
  }

  @Extensions({ read: ORGANISATION })
  @FieldResolver(() => Organisation, { nullable: true, description: "单位: the body, if the party is one" })
  organisation(@Root() root: Party, @Ctx() context: HubContext): Promise<Organisation | null> {
    return loadOne(context, ORGANISATION, root);
  }
}

@Resolver(() => TimelineEvent)
export class TimelineEventResolver {
  @Extensions({ read: REPORTER })
  @FieldResolver(() => Agency, { nullable: true, description: "报送机关: agency that reported it; null for the desk" })
  agency(@Root() root: TimelineEvent, @Ctx() context: HubContext): Promise<Agency | null> {
    return loadOne(context, REPORTER, root);
  }

  @Extensions({ read: RECORD })
  @FieldResolver(() => AgencyRecord, { nullable: true, description: "案卷: record it belongs to" })
  record(@Root() root: TimelineEvent, @Ctx() context: HubContext): Promise<AgencyRecord | null> {
    return loadOne(context, RECORD, root);
  }

  @Extensions({ read: NOTE })
  @FieldResolver(() => String, {
    nullable: true,
    description:
      "说明: note given with the deed; those of mediation, inspection and hotline are closed to other lines (人民调解法15, 劳动保障监察条例9)",
  })
  note(@Root() root: TimelineEvent, @Ctx() context: HubContext): Promise<string | null> {
    return loadComputed(context, NOTE, root);
  }

  @Extensions({ read: CORRECTS })
  @FieldResolver(() => TimelineEvent, { nullable: true, description: "被更正事件: the event this one corrects" })
  corrects(@Root() root: TimelineEvent, @Ctx() context: HubContext): Promise<TimelineEvent | null> {
    return loadOne(context, CORRECTS, root);
  }

  @Extensions({ read: CORRECTED_BY })
  @FieldResolver(() => TimelineEvent, { nullable: true, description: "更正事件: the event that corrects this one" })
  correctedBy(@Root() root: TimelineEvent, @Ctx() context: HubContext): Promise<TimelineEvent | null> {
    return loadFirst(context, CORRECTED_BY, root);
  }

  @Extensions({ listSize: 50, read: EVENT_DOCUMENTS })
  @FieldResolver(() => [CaseDocument], { description: "文书材料: papers it produced, 50 at most" })
  documents(@Root() root: TimelineEvent, @Ctx() context: HubContext): Promise<readonly CaseDocument[]> {
    return loadList(context, EVENT_DOCUMENTS, root);
  }
}

@Resolver(() => DisputeLink)
export class DisputeLinkResolver {
  @Extensions({ read: LINKED_FROM })
  @FieldResolver(() => Dispute, { nullable: true, description: "起始纠纷: null when the caller may not see it" })
  from(@Root() root: DisputeLink, @Ctx() context: HubContext): Promise<Dispute | null> {
    return loadOne(context, LINKED_FROM, root);
  }

  @Extensions({ read: LINKED_TO })
  @FieldResolver(() => Dispute, { nullable: true, description: "目标纠纷: null when the caller may not see it" })
  to(@Root() root: DisputeLink, @Ctx() context: HubContext): Promise<Dispute | null> {
    return loadOne(context, LINKED_TO, root);
  }
}

@Resolver(() => Refused)
export class RefusedResolver {
  @FieldResolver(() => Agency, { nullable: true, description: "接收机关: who holds the referral, for REFERRAL_TAKEN" })
  holder(@Root() root: Refused, @Ctx() context: HubContext): Promise<Agency | null> {
    return loadOne(context, HOLDER, root);
  }

  // An answer that was kept before the hub asked for facts has none.
  @Extensions({ listSize: 60 })
  @FieldResolver(() => [MissingFact], { description: "待问清的事实: what to ask first, for FACTS_MISSING" })
  missingFacts(@Root() { missingFacts }: Refused): MissingFact[] {
    return toMissingFacts(missingFacts ?? []);
  }
}
